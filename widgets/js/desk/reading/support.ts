/** The help chosen for one pupil with this round: how explicit the marks are, of which families, how many at most. */

import { h } from "../../core/dom";
import { badge } from "../parts";
import type { Annotation, Family, Palette, Support } from "../shapes";
import { WORDS } from "../words.fr";

export const USUAL: Support = { level: "2", families: [], budget: null };

/** The levels that a teacher chooses from, the least explicit first. */
const LEVELS = ["0", "1", "2", "3"];
const BUDGETS = [3, 5, 8, 10, 12, 15];

/** The marks that the pupil will see, in the order of the text: bravos always, the others in their families and up to the budget. */
export function shownTo(support: Support, marks: readonly Annotation[], palette: Palette): Set<string> {
  const positive = (mark: Annotation) =>
    palette.families.some(({ code, positive }) => positive && code === mark.family);
  const { families, budget } = support;
  const work = marks.filter((mark) => !positive(mark) && (families.length === 0 || families.includes(mark.family)));
  return new Set([...marks.filter(positive), ...work.slice(0, budget ?? work.length)].map(({ id }) => id));
}

/** « l'endroit et la couleur · Mot, Verbe · 8 marques au plus ». */
export function supportInWords({ level, families, budget }: Support, palette: Palette): string {
  const named = palette.families.filter(({ code }) => families.includes(code)).map(({ label }) => label);
  const most = budget === null ? "" : WORDS.support.atMost(budget);
  return [WORDS.support.short[level], named.join(", "), most].filter(Boolean).join(" · ");
}

export interface SupportOptions {
  support: Support;
  palette: Palette;
  name: string;
  onChange: (support: Support) => void;
}

/** The choice, folded under its few words. */
export class SupportField {
  readonly element: HTMLDetailsElement;
  support: Support;
  private readonly words = h("span", { class: "chosen" });
  private readonly preview = h("p", { class: "preview", role: "status" });

  constructor(private readonly options: SupportOptions) {
    this.support = options.support;
    const { name } = options;
    const summary = h("summary", {}, h("strong", {}, WORDS.support.title(name)), this.words);
    const fields = [this.levels(), this.families(), this.budget(), this.preview];
    this.element = h("details", { class: "support" }, summary, ...fields);
  }

  /** Says what the pupil will see of these marks. */
  draw(marks: readonly Annotation[]): void {
    const { palette, name } = this.options;
    const positive = palette.families.filter((family) => family.positive).map(({ code }) => code);
    const work = marks.filter(({ family }) => !positive.includes(family));
    const seen = shownTo(this.support, work, palette).size;
    this.words.textContent = supportInWords(this.support, palette);
    const said = WORDS.support.preview(name, seen, work.length);
    if (this.preview.textContent !== said) this.preview.textContent = said;
  }

  /** Unfolds the choice and goes there. */
  open = (): void => {
    this.element.open = true;
    this.element.scrollIntoView?.({ block: "nearest" });
    this.element.querySelector<HTMLElement>("input:checked")?.focus({ preventScroll: true });
  };

  private change(part: Partial<Support>): void {
    this.support = { ...this.support, ...part };
    this.options.onChange(this.support);
  }

  private levels(): HTMLElement {
    const choices = LEVELS.map((level) => {
      const onchange = () => this.change({ level });
      const checked = this.support.level === level;
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
