/** « Embellir »: what an accepted text may be given, in one more row of tools: underline, colour, size, writing, middle, pictures. */

import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { h, keepKeyboard } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { COLOURS, FONTS, SIZES } from "../core/schema";
import { words } from "../core/words.fr";
import * as looks from "./looks";
import { problemOf, tellPicture } from "./new_picture";

export interface LayoutBarOptions {
  view: () => EditorView;
  /** Sends a picture to the class; gives the name under which it is kept. */
  send: (picture: Blob) => Promise<string>;
  /** Whether the class is there to take a picture now. */
  reachable: () => boolean;
  warn: (message: string) => void;
}

type Menu = looks.Look;

/** The names of a look as the schema has them; null is the ordinary one. */
const CHOICES: Record<Menu, (string | null)[]> = {
  colour: [null, ...COLOURS],
  size: ["small", null, ...SIZES.filter((name) => name !== "small")],
  font: [null, ...FONTS.filter((name) => name !== "andika")],
};
const ICONS: Record<Menu, IconName> = { colour: "drop", size: "letters", font: "pencil" };

export class LayoutBar {
  readonly element: HTMLElement;
  private readonly choices = h("div", { class: "choices", role: "group" });
  private readonly file = h("input", { type: "file", accept: "image/*", hidden: true });
  private readonly menus = new Map<Menu, HTMLButtonElement>();
  private readonly underline = this.tool(words.underline, h("u", {}, "S"), () => this.run(looks.underline));
  private readonly centre = this.tool(words.centre, icon("centre"), () => this.run(looks.centre));
  private open: Menu | null = null;
  private drawn = "";

  constructor(private readonly options: LayoutBarOptions) {
    for (const menu of Object.keys(CHOICES) as Menu[])
      this.menus.set(
        menu,
        this.tool(words.looks[menu].name, icon(ICONS[menu]), () => this.toggle(menu)),
      );
    const picture = this.tool(words.picture.add, icon("picture"), () => this.ask());
    this.file.addEventListener("change", () => void this.add());
    const row = { class: "toolbar", role: "toolbar", "aria-label": words.layoutBar };
    const tools = h("div", row, this.underline, ...this.menus.values(), this.centre, picture);
    this.element = h("div", { class: "layout-bar" }, tools, this.choices, this.file);
  }

  /** Shows what is on where the cursor stands, and what may be chosen there. */
  refresh(): void {
    const { state } = this.options.view();
    this.underline.setAttribute("aria-pressed", String(looks.isUnderlined(state)));
    this.centre.setAttribute("aria-pressed", String(looks.isCentred(state)));
    for (const [menu, button] of this.menus) button.setAttribute("aria-expanded", String(menu === this.open));
    const picture = looks.pictureAt(state);
    const now = picture
      ? `picture ${picture.node.attrs.width}`
      : `${this.open} ${this.open && looks.lookOf(state, this.open)}`;
    if (now === this.drawn) return;
    this.drawn = now;
    if (picture) this.drawPicture(Number(picture.node.attrs.width));
    else this.drawChoices();
  }

  private tool(name: string, face: Node, onclick: () => void): HTMLButtonElement {
    return keepKeyboard(h("button", { type: "button", class: "button tool", onclick }, face, h("span", {}, name)));
  }

  private run(command: Command): void {
    const view = this.options.view();
    if (!command(view.state, view.dispatch, view)) this.options.warn(words.looks.chooseWords);
    else this.options.warn("");
    view.focus();
    this.refresh();
  }

  private toggle(menu: Menu): void {
    this.open = this.open === menu ? null : menu;
    this.refresh();
  }

  private drawChoices(): void {
    const menu = this.open;
    if (!menu) {
      this.choices.replaceChildren();
      return;
    }
    const now = looks.lookOf(this.options.view().state, menu);
    this.choices.setAttribute("aria-label", words.looks[menu].name);
    this.choices.replaceChildren(...CHOICES[menu].map((name) => this.choice(menu, name, name === now)));
  }

  private choice(menu: Menu, name: string | null, on: boolean): HTMLElement {
    const told = (words.looks[menu].names as Record<string, string>)[name ?? "none"] ?? "";
    const sample = h("span", { class: `sample ${name ? `${menu}-${name}` : ""}`.trim() }, told);
    const attributes = { type: "button", class: "button tool", "aria-pressed": String(on) };
    return keepKeyboard(h("button", { ...attributes, onclick: () => this.run(looks.give(menu, name)) }, sample));
  }

  /** A picture was touched: how large it is, and whether it stays. */
  private drawPicture(width: number): void {
    this.choices.setAttribute("aria-label", words.picture.chosen);
    const sizes = (Object.keys(looks.WIDTHS) as (keyof typeof looks.WIDTHS)[]).map((name) => {
      const wide = looks.WIDTHS[name];
      const button = this.tool(words.picture.widths[name], icon("picture"), () => this.run(looks.resizePicture(wide)));
      button.setAttribute("aria-pressed", String(wide === width));
      return button;
    });
    const away = this.tool(words.picture.remove, icon("trash"), () => this.run(looks.removePicture));
    this.choices.replaceChildren(...sizes, away);
  }

  private ask(): void {
    const there = this.options.reachable();
    this.options.warn(there ? "" : words.picture.needsClass);
    if (there) this.file.click();
  }

  private async add(): Promise<void> {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (!file) return;
    const problem = problemOf(file);
    this.options.warn(problem ?? "");
    if (problem) return;
    const picture = await tellPicture(this.element, file, this.options.send);
    if (picture) this.run(looks.addPicture(picture));
  }
}
