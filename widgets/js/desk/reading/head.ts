/** The top of a text on the desk: whose it is, which round, and the way to the others. */

import { type Child, h } from "../../core/dom";
import { icon } from "../../core/icons";
import { newKey } from "../../core/outbox";
import type { Desk } from "../desk";
import { avatar, button } from "../parts";
import { stateOf } from "../pile/state";
import { hashOf } from "../router";
import type { TextView } from "../shapes";
import { sentenceOf } from "../voice";
import { since } from "../when";
import { WORDS } from "../words.fr";

type Around = { previous: string | null; next: string | null };

export interface HeadParts {
  /** Undo, redo, compare. */
  tools: Child[];
  /** The help chosen for this pupil, in a few words. */
  help: Child;
  /** Ready, accept, hand back. */
  answers: Child;
}

export function readingHead(
  desk: Desk,
  text: TextView,
  around: Around,
  { tools, help, answers }: HeadParts,
): HTMLElement {
  const { pupil, assignment } = text;
  const submitted = text.versions.find(({ number }) => number === text.version)?.submitted_at ?? text.since;
  const when = `${WORDS.reading.round(text.version)}, ${WORDS.reading.submitted(since(submitted))}`;
  const who = h("div", { class: "who" }, h("h1", { tabindex: "-1" }, WORDS.reading.of(pupil.name)), help);
  const words = `${pupil.level} · ${assignment.title} · ${when}`;
  const about = h("p", { title: words }, words);
  const pile = h(
    "a",
    { class: "button quiet", href: "#/pile", title: WORDS.reading.back },
    ...worded("stack", WORDS.reading.back),
  );
  const title = h("div", { class: "whose" }, pile, avatar(pupil), h("div", {}, who, about));
  const past = momentsLink(text.id);
  const ways = h("div", { class: "ways" }, way(around.previous, "back"), way(around.next, "next"));
  const where = text.stage !== "reading" && elsewhere(desk, text);
  return h(
    "div",
    { class: "reading-head" },
    title,
    h("div", { class: "head-tools" }, ...tools, past, ways),
    answers,
    where,
  );
}

/** The way to what the text was before. */
export const momentsLink = (text: string): HTMLElement =>
  h(
    "a",
    { class: "button quiet", href: hashOf({ screen: "moments", text }) },
    icon("wait"),
    h("span", {}, WORDS.moments.open),
  );

function way(text: string | null, name: "back" | "next"): HTMLElement {
  const words = name === "back" ? WORDS.reading.previous : WORDS.reading.next;
  const label = worded(name, words);
  if (!text) return h("button", { type: "button", class: "button quiet", disabled: true, title: words }, ...label);
  return h("a", { class: "button quiet", href: hashOf({ screen: "text", text }), title: words }, ...label);
}

/** A drawing that is seen, and words that are heard. */
const worded = (name: "back" | "next" | "stack", words: string): Child[] => [
  icon(name),
  h("span", { class: "visually-hidden" }, words),
];

/** Where the text is when it is not on the desk, and what can still be done with it. */
function elsewhere(desk: Desk, text: TextView): HTMLElement {
  const moves = (["reopen", "publish", "unpublish"] as const).filter((move) => text.moves.includes(move));
  const buttons = moves.map((move) => {
    const onclick = async () => {
      try {
        await desk.service.post(`api/texts/${text.id}/moves`, { move, key: newKey() });
        desk.voice.say(WORDS.reading.moved[move]);
        desk.go({ screen: "text", text: text.id });
      } catch (error) {
        desk.voice.warn(sentenceOf(error));
      }
    };
    return button(WORDS.reading.moves[move], { onclick: () => void onclick() });
  });
  const state = stateOf(text);
  const words = moves.length > 0 ? state : WORDS.reading.readOnly(state);
  return h("p", { class: "elsewhere" }, h("span", {}, words), ...buttons);
}
