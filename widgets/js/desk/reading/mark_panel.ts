/** What can be said about one mark, and need not be: its fine type, a word for the pupil; and the same mark on the same words elsewhere. */

import { h, keepKeyboard } from "../../core/dom";
import { badge, button } from "../parts";
import type { Annotation, Palette } from "../shapes";
import { WORDS } from "../words.fr";
import type { Marking } from "./marking";

const PAUSE = 800;

export interface MarkPanelOptions {
  marking: Marking;
  palette: Palette;
  say: (message: string) => void;
  /** Shown while there is no mark to speak of; empty when something else is there to be done first. */
  hint: string;
}

export class MarkPanel {
  readonly element = h("section", { class: "mark-panel", "aria-label": WORDS.reading.current });
  private drawn = "";
  /** Stores the comment that was typed in the last instant. */
  private unsaved: (() => void) | null = null;

  constructor(private readonly options: MarkPanelOptions) {
    this.draw();
  }

  /** Stores at once what was typed last. */
  save(): void {
    this.unsaved?.();
  }

  /** Shows the mark that was chosen or just made. A comment being typed is left alone. */
  draw(): void {
    const mark = this.options.marking.shown;
    const elsewhere = mark ? this.options.marking.elsewhere(mark).length : 0;
    const key = mark ? JSON.stringify([mark.id, mark.family, mark.type, elsewhere]) : "";
    if (key === this.drawn && key !== "") return;
    this.unsaved?.();
    this.drawn = key;
    const { hint } = this.options;
    this.element.hidden = !mark && hint === "";
    this.element.replaceChildren(...(mark ? this.about(mark, elsewhere) : [h("p", { class: "hint" }, hint)]));
  }

  private about(mark: Annotation, elsewhere: number): HTMLElement[] {
    const family = this.options.palette.families.find((one) => one.code === mark.family);
    const words = h("span", { class: "exact" }, WORDS.reading.taken(mark.anchor.exact));
    const head = h("p", { class: "about" }, badge(family), h("strong", {}, family?.label ?? mark.family), words);
    const parts = [head, this.types(mark), this.comment(mark), this.actions(mark)];
    if (elsewhere > 0) parts.splice(2, 0, this.everywhere(mark, elsewhere));
    return parts;
  }

  private everywhere(mark: Annotation, count: number): HTMLElement {
    const { marking, say } = this.options;
    const put = () => say(WORDS.reading.markedEverywhere(marking.everywhere(mark)));
    const words = WORDS.reading.everywhere(count, mark.anchor.exact);
    return keepKeyboard(button(words, { icon: "stack", kind: "chip offer", onclick: put }));
  }

  private types(mark: Annotation): HTMLElement {
    const { marking, palette } = this.options;
    const family = palette.families.find((one) => one.code === mark.family);
    const chips = (family?.types ?? []).map(({ code, label }) => {
      const onclick = () => marking.setType(mark, mark.type === code ? null : code);
      const attributes = { "aria-pressed": String(mark.type === code) };
      return keepKeyboard(button(label, { kind: "chip", onclick, attributes }));
    });
    return h("div", { class: "chips", role: "group", "aria-label": WORDS.reading.type }, ...chips);
  }

  private comment(mark: Annotation): HTMLElement {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      clearTimeout(timer);
      this.unsaved = null;
      this.options.marking.setComment(mark, area.value.trim());
      this.draw();
    };
    const later = () => {
      clearTimeout(timer);
      this.unsaved = save;
      timer = setTimeout(save, PAUSE);
    };
    const attributes = { rows: 2, maxlength: 500, placeholder: WORDS.reading.comment, onchange: save, oninput: later };
    const area = h("textarea", { ...attributes, "aria-label": WORDS.reading.comment });
    area.value = this.options.marking.marks.find(({ id }) => id === mark.id)?.comment ?? "";
    return area;
  }

  private actions(mark: Annotation): HTMLElement {
    const { marking, say } = this.options;
    const remove = () => {
      marking.remove(mark);
      say(WORDS.reading.removed);
    };
    const gone = keepKeyboard(button(WORDS.reading.remove, { icon: "trash", kind: "quiet", onclick: remove }));
    const chosen = marking.chosen === mark.id;
    const again = () => marking.another();
    const more = keepKeyboard(button(WORDS.reading.another, { icon: "plus", kind: "quiet", onclick: again }));
    return h("div", { class: "mark-actions" }, gone, chosen && more);
  }
}
