/** The margin: every mark of this version in the order of the text, and how many there are. */

import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import { badge } from "../parts";
import type { Annotation, Family, Palette } from "../shapes";
import { WORDS } from "../words.fr";

/** How many marks a pupil can work on in one round, as a rule; said softly, never imposed. */
export const BUDGET = 12;

export class Margin {
  readonly element = h("section", { class: "margin", "aria-label": WORDS.reading.marks });

  constructor(
    private readonly palette: Palette,
    private readonly onChoose: (mark: Annotation) => void,
  ) {}

  /** `seen` are the marks that the pupil will see with the help chosen for him. */
  draw(marks: readonly Annotation[], { chosen, seen }: { chosen: string | null; seen: ReadonlySet<string> }): void {
    const items = marks.map((mark) => this.item(mark, mark.id === chosen, seen.has(mark.id)));
    const list = items.length > 0 ? h("ol", {}, ...items) : h("p", { class: "hint" }, WORDS.reading.noMarks);
    this.element.replaceChildren(h("h2", {}, ...this.summary(marks)), list);
  }

  private family = (code: string): Family | undefined => this.palette.families.find((one) => one.code === code);

  private summary(marks: readonly Annotation[]): (HTMLElement | string)[] {
    const bravos = marks.filter((mark) => this.family(mark.family)?.positive).length;
    const errors = marks.length - bravos;
    const parts = [
      errors > 0 || bravos === 0 ? WORDS.reading.count(errors) : "",
      bravos > 0 ? WORDS.reading.bravos(bravos) : "",
    ];
    const counted = parts.filter(Boolean).join(", ");
    const tooMany = h("small", { class: "budget" }, WORDS.reading.budget(BUDGET));
    return errors > BUDGET ? [counted, tooMany] : [counted];
  }

  private item(mark: Annotation, current: boolean, seen: boolean): HTMLElement {
    const family = this.family(mark.family);
    const type = family?.types.find((one) => one.code === mark.type)?.label;
    const words = h("span", { class: "exact" }, mark.anchor.exact);
    const about = [!seen && WORDS.support.unseen, type, mark.comment].filter(Boolean).join(" · ");
    const attributes = {
      type: "button",
      class: seen ? "mark-item" : "mark-item unseen",
      "aria-current": current && "true",
      onclick: () => this.onChoose(mark),
    };
    const note = about && h("small", {}, mark.comment && icon("speech"), about);
    return h(
      "li",
      {},
      h("button", attributes, badge(family), h("span", { class: "visually-hidden" }, family?.label), words, note),
    );
  }
}
