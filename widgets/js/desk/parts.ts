/** Small pieces that several screens of the desk share: a button, a pupil's badge, a family's badge, a question. */

import { type Attributes, type Child, h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Family } from "./shapes";
import { WORDS } from "./words.fr";

export interface ButtonOptions {
  icon?: IconName;
  /** Words for screen readers only, the button showing its icon alone. */
  hidden?: boolean;
  kind?: string;
  onclick?: (event: Event) => void;
  attributes?: Attributes;
}

export function button(words: string, { icon: name, hidden, kind = "", onclick, attributes = {} }: ButtonOptions = {}) {
  const label = h("span", { class: hidden && "visually-hidden" }, words);
  const all: Attributes = { type: "button", class: `button ${kind}`.trim(), title: hidden && words, ...attributes };
  if (onclick) all.onclick = onclick;
  return h("button", all, name && icon(name), label);
}

const BADGES = 6;

/** The first letter of a name on a calm colour, always the same for the same pupil. */
export function avatar(person: { username: string; name: string }): HTMLElement {
  const sum = Array.from(person.username).reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const initial = Array.from(person.name.trim())[0]?.toUpperCase() ?? "?";
  return h("span", { class: `avatar avatar-${sum % BADGES}`, "aria-hidden": "true" }, initial);
}

/** The letter of a family in its colour and shape. */
export function badge(family: Family | undefined): HTMLElement {
  const element = h("span", { class: `badge shape-${family?.shape ?? "solid"}`, "aria-hidden": "true" });
  element.append(family?.shape === "star" ? icon("star") : (family?.letter ?? "?"));
  element.style.setProperty("--mark", family?.colour ?? "#eeeeee");
  element.style.setProperty("--mark-ink", family?.ink ?? "#22303c");
  return element;
}

/** Asks a question over the page, with what there is to know before the answer; whether it was yes. */
export function sure(question: string, yes: string, toKnow: readonly string[] = []): Promise<boolean> {
  const sentences = [question, ...toKnow].map((sentence) => h("p", {}, sentence));
  const dialog = h("dialog", { class: "card question", "aria-label": question }, ...sentences);
  const close = (answer: string) => () => dialog.close(answer);
  const answers = [
    button(yes, { kind: "primary", onclick: close("yes") }),
    button(WORDS.dialog.no, { onclick: close("no") }),
  ];
  return shown(dialog, answers).then((answer) => answer === "yes");
}

/** Shows a dialog with these buttons at its foot; resolves with its `returnValue` once closed, and leaves nothing behind. */
export function shown(dialog: HTMLDialogElement, answers: Child[]): Promise<string> {
  dialog.append(h("div", { class: "answers" }, ...answers));
  (document.querySelector(".ecritoire.desk") ?? document.body).append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
