/** For whom a writing project is: the whole class, or chosen pupils, level by level. */

import { h } from "../../core/dom";
import { button } from "../parts";
import type { Person } from "../shapes";
import { WORDS } from "../words.fr";

export class PupilsField {
  readonly element = h("fieldset", { class: "pupils-field" });
  /** What takes the focus when nobody was chosen. */
  readonly first = h("input", { type: "radio", name: "for-whom", value: "some" });
  private readonly all = h("input", { type: "radio", name: "for-whom", value: "everyone" });
  private readonly boxes: HTMLInputElement[];
  private readonly grid = h("div", { class: "levels" });
  private readonly count = h("p", { class: "hint", "aria-live": "polite" });

  constructor(
    private readonly pupils: readonly Person[],
    { everyone, pupils: chosen }: { everyone: boolean; pupils: readonly string[] },
  ) {
    this.boxes = pupils.map(({ username }) => h("input", { type: "checkbox", value: username }));
    for (const box of this.boxes) box.checked = chosen.includes(box.value);
    this.all.checked = everyone;
    this.first.checked = !everyone;
    for (const level of levelsOf(pupils)) this.grid.append(this.level(level));
    const radio = (input: HTMLInputElement, words: string) =>
      h("label", { class: "choice" }, input, h("span", {}, words));
    const choices = [radio(this.all, WORDS.project.everyone), radio(this.first, WORDS.project.some)];
    this.element.append(
      h("legend", {}, WORDS.project.forWhom),
      h("div", { class: "choices" }, ...choices),
      this.grid,
      this.count,
    );
    this.element.addEventListener("change", this.draw);
    this.draw();
  }

  get everyone(): boolean {
    return this.all.checked;
  }

  get chosen(): string[] {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  private level(level: string): HTMLElement {
    const here = this.boxes.filter((_, i) => this.pupils[i].level === level);
    const toggle = () => {
      const on = here.some((box) => !box.checked);
      for (const box of here) box.checked = on;
      this.draw();
    };
    const labels = here.map((box) => {
      const name = this.pupils.find(({ username }) => username === box.value)?.name ?? box.value;
      return h("label", { class: "choice" }, box, h("span", {}, name));
    });
    const every = level && button(WORDS.project.levelAll(level), { kind: "chip", onclick: toggle });
    return h("div", { class: "level" }, every, h("div", { class: "choices" }, ...labels));
  }

  private draw = (): void => {
    this.grid.hidden = this.everyone;
    this.count.textContent = this.everyone ? "" : WORDS.project.chosen(this.chosen.length);
  };
}

/** The levels of a class in order: CM1, CM2, then pupils without one. */
export const levelsOf = (pupils: readonly Person[]): string[] =>
  [...new Set(pupils.map(({ level }) => level))].sort((a, b) => (a || "~").localeCompare(b || "~", "fr"));
