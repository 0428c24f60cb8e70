/** The colour code as big buttons: one touch gives the family of error to the words taken. */

import { h, keepKeyboard } from "../../core/dom";
import { badge } from "../parts";
import type { Annotation, Family, Palette } from "../shapes";
import { WORDS } from "../words.fr";

export class FamilyBar {
  readonly element: HTMLElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(palette: Palette, onGive: (family: Family) => void) {
    for (const family of palette.families) this.buttons.set(family.code, this.button(family, onGive));
    const attributes = { class: "families", role: "group", "aria-label": WORDS.reading.families };
    this.element = h("div", attributes, ...this.buttons.values());
  }

  /** Shows how many marks each family has, and which family the chosen mark has. */
  draw(marks: readonly Annotation[], current: string | null, enabled: boolean): void {
    for (const [code, button] of this.buttons) {
      const count = marks.filter((mark) => mark.family === code).length;
      const shown = button.querySelector(".count") as HTMLElement;
      shown.textContent = count > 0 ? String(count) : "";
      button.setAttribute("aria-pressed", String(code === current));
      button.setAttribute("aria-disabled", String(!enabled));
    }
  }

  private button(family: Family, onGive: (family: Family) => void): HTMLButtonElement {
    const key = h("kbd", { "aria-hidden": "true" }, family.positive ? "*" : family.key);
    const words = h("span", { class: "label" }, family.label);
    const attributes = {
      type: "button",
      class: "family",
      title: `${family.label}, ${WORDS.reading.key(family.key)}`,
      onclick: () => onGive(family),
    };
    const button = h("button", attributes, badge(family), words, h("span", { class: "count" }), key);
    button.style.setProperty("--mark", family.colour);
    button.style.setProperty("--mark-ink", family.ink);
    return keepKeyboard(button);
  }
}
