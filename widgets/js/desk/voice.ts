/** Says what happened, at the bottom of the page: results pass, problems stay until they are closed or something works again. */

import { h } from "../core/dom";
import { Away, NoCredential, Refused } from "../core/errors";
import { icon } from "../core/icons";
import type { Voice } from "./desk";
import { WORDS } from "./words.fr";

const LASTS = 6000;

/** The place where results and problems are said, to put in the page, and the voice. */
export function makeVoice(): { element: HTMLElement; voice: Voice } {
  const results = h("div", { class: "said", role: "status" });
  const problems = h("div", { class: "said problems", role: "alert" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (message: string) => {
    clearTimeout(timer);
    problems.replaceChildren();
    results.replaceChildren(h("p", {}, icon("saved"), message));
    timer = setTimeout(() => results.replaceChildren(), LASTS);
  };
  const warn = (message: string) => {
    const close = () => problems.replaceChildren();
    const button = h("button", { type: "button", class: "button quiet", onclick: close }, WORDS.dialog.close);
    problems.replaceChildren(h("p", {}, icon("warning"), h("span", {}, message), button));
  };
  return { element: h("div", { class: "voice" }, results, problems), voice: { say, warn } };
}

/** What to tell the teacher about an error that was thrown: the service's own sentence, or a calm one. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof Away) return WORDS.network.away;
  return error instanceof NoCredential ? WORDS.network.signedOut : WORDS.network.unexpected;
}
