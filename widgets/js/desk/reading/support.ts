/** The help chosen for one pupil with this round: how explicit the marks are, of which families, how many at most. */

import { h } from "../../core/dom";
import { badge, button } from "../parts";
import type { Annotation, Family, Palette, Support } from "../shapes";
import { WORDS } from "../words.fr";

export const USUAL: Support = { level: "2", families: [], budget: null };

/** The levels that a teacher chooses from, the least explicit first. */
const LEVELS = ["0", "1", "2", "3"];
/** Nobody gives the right form on the desk: what says so shows the hint and the tool. */
const MOST = "3";
const levelOf = ({ level }: Support): string => (LEVELS.includes(level) ? level : MOST);
const BUDGETS = [3, 5, 8, 10, 12, 15];

/** The marks that the pupil will see, in the order of the text: bravos always, the others in their families and up to the budget. */
export function shownTo(support: Support, marks: readonly Annotation[], palette: Palette): Set<string> {
  const positive = (mark: Annotation) =>
    palette.families.some(({ code, positive }) => positive && code === mark.family);
  const { families, budget } = support;
  const work = marks.filter((mark) => !positive(mark) && (families.length === 0 || families.includes(mark.family)));
  return new Set([...marks.filter(positive), ...work.slice(0, budget ?? work.length)].map(({ id }) => id));
}

/** « endroit et couleur · 8 au plus · Mot, Verbe ». */
export function supportInWords(support: Support, palette: Palette): string {
  const { families, budget } = support;
  const named = palette.families.filter(({ code }) => families.includes(code)).map(({ label }) => label);
  const most = budget === null ? "" : WORDS.support.shortMost(budget);
  return [WORDS.support.short[levelOf(support)], most, named.join(", ")].filter(Boolean).join(" · ");
}

export interface SupportOptions {
  support: Support;
  palette: Palette;
  name: string;
  onChange: (support: Support) => void;
}

/** The choice, folded under its few words at the top of the text; it opens beside the page, where the marks show what changes. */
export class SupportField {
  readonly element: HTMLDetailsElement;
  support: Support;
  private readonly summary = h("summary", { title: WORDS.support.change });
  private readonly preview = h("p", { class: "preview", role: "status" });

  constructor(private readonly options: SupportOptions) {
    this.support = options.support;
    const { name } = options;
    const close = button(WORDS.dialog.close, { onclick: this.close });
    const fields = [this.levels(), this.families(), this.budget()];
    const title = WORDS.support.title(name);
    const head = h("div", { class: "panel-head" }, h("h2", {}, title), close, this.preview);
    const panel = h("div", { class: "panel card", role: "group", "aria-label": title }, head, ...fields);
    this.element = h("details", { class: "support" }, this.summary, panel);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** Says what the pupil will see of these marks. */
  draw(marks: readonly Annotation[]): void {
    const { palette, name } = this.options;
    const positive = palette.families.filter((family) => family.positive).map(({ code }) => code);
    const work = marks.filter(({ family }) => !positive.includes(family));
    const seen = shownTo(this.support, work, palette).size;
    this.summary.textContent = WORDS.support.head(supportInWords(this.support, palette));
    const said = WORDS.support.preview(name, seen, work.length);
    if (this.preview.textContent !== said) this.preview.textContent = said;
  }

  private close = (): void => {
    this.element.open = false;
    this.summary.focus();
  };

  private change(part: Partial<Support>): void {
    this.support = { ...this.support, ...part };
    this.options.onChange(this.support);
  }

  private levels(): HTMLElement {
    const choices = LEVELS.map((level) => {
      const onchange = () => this.change({ level });
      const checked = levelOf(this.support) === level;
      const input = h("input", { type: "radio", name: "help-level", value: level, checked, onchange });
      return h("label", { class: "choice" }, input, h("span", {}, WORDS.support.levels[level]));
    });
    return h("fieldset", {}, h("legend", {}, WORDS.support.level), ...choices);
  }

  private families(): HTMLElement {
    const all = this.options.palette.families.filter((family) => !family.positive);
    const boxes = new Map(all.map((family) => [family.code, this.box(family)]));
    const onchange = () => {
      const chosen = all.map(({ code }) => code).filter((code) => boxes.get(code)?.checked);
      if (chosen.length === 0) for (const box of boxes.values()) box.checked = true;
      this.change({ families: chosen.length === all.length ? [] : chosen });
    };
    const labels = all.map((family) =>
      h("label", { class: "choice" }, boxes.get(family.code), badge(family), h("span", {}, family.label)),
    );
    return h("fieldset", { class: "families-shown", onchange }, h("legend", {}, WORDS.support.families), ...labels);
  }

  private box({ code }: Family): HTMLInputElement {
    const { families } = this.support;
    const checked = families.length === 0 || families.includes(code);
    return h("input", { type: "checkbox", value: code, checked });
  }

  private budget(): HTMLElement {
    const { budget } = this.support;
    const numbers = budget === null || BUDGETS.includes(budget) ? BUDGETS : [...BUDGETS, budget].sort((a, b) => a - b);
    const options = numbers.map((n) => h("option", { value: n }, WORDS.support.atMost(n)));
    const every = h("option", { value: "" }, WORDS.support.every);
    const onchange = () => this.change({ budget: select.value === "" ? null : Number(select.value) });
    const select = h("select", { onchange }, every, ...options);
    select.value = String(budget ?? "");
    return h("label", { class: "budget-choice" }, h("span", {}, WORDS.support.budget), select);
  }
}
