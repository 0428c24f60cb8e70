/** Found words, for the teacher to see: written on another tablet, dropped by a merge, kept for the pupil to take back or leave. */

import { h } from "../core/dom";
import type { TextView } from "./shapes";
import { since } from "./when";
import { WORDS } from "./words.fr";

/** What was found and not dealt with yet; null when nothing was. */
export function rescuesOf({ rescues, pupil }: TextView): HTMLElement | null {
  if (rescues.length === 0) return null;
  const items = rescues.map(({ at, seen, missing }) => {
    const whole = h("details", {}, h("summary", {}, WORDS.rescues.look), h("p", { class: "plain", lang: "fr" }, seen));
    const found = missing.map((passage) => h("p", { class: "found", lang: "fr" }, WORDS.rescues.words(passage)));
    return h("li", {}, h("small", {}, WORDS.rescues.about(since(at))), ...found, whole);
  });
  const decides = h("p", { class: "hint" }, WORDS.rescues.pupilDecides(pupil.name));
  const title = h("h2", {}, WORDS.rescues.title);
  return h("section", { class: "rescues", "aria-label": WORDS.rescues.title }, title, h("ul", {}, ...items), decides);
}
