/** What stands around the text: what was asked for, and what the teacher wrote about the whole of it. */

import { h } from "../core/dom";
import { icon } from "../core/icons";
import { pictureUrl } from "../core/pictures";
import type { Assignment, TextView } from "../core/types";
import { words } from "../core/words.fr";
import { confirm } from "./confirm";

export function promptCard({ prompt, picture }: Assignment, base: string, open: boolean): HTMLElement {
  const image = picture && h("img", { src: pictureUrl(base, picture), alt: words.promptPicture });
  return h("details", { class: "prompt card", open }, h("summary", {}, words.prompt), h("p", {}, prompt), image);
}

/** The general comment of the last hand-back, as long as the pupil corrects; null otherwise. */
export function teacherWord(view: TextView | null): HTMLElement | null {
  const correcting = view?.stage === "handed_back" || view?.stage === "revising";
  const comment = correcting && view.hand_backs.at(-1)?.comment;
  if (!comment) return null;
  const text = h("div", {}, h("h2", {}, words.teacherSays), h("p", {}, comment));
  return h("section", { class: "teacher-says card" }, icon("speech"), text);
}

/** Whether the pupil really wants to deposit, told how many marks are left. */
export function askToSubmit(parent: HTMLElement, left: number): Promise<boolean> {
  const sentences = left ? [words.confirmLeft(left), words.confirmText] : [words.confirmText];
  return confirm(parent, { title: words.confirmTitle, sentences, yes: words.confirmYes, no: words.confirmNo });
}
