/** Mon cahier: a card for each text, with its state in words and the next step as the biggest button. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Card, Stage } from "../core/types";
import { dueInWords, words } from "../core/words.fr";
import type { Kept } from "../editor/kept";

const ICONS: Record<Stage, IconName> = {
  writing: "pencil",
  submitted: "wait",
  reading: "read",
  handed_back: "pencil",
  revising: "pencil",
  accepted: "star",
  layout: "star",
  published: "book",
};

const TURN: Stage[] = ["writing", "handed_back", "revising"];

const NOTHING: Kept = { words: false, deposit: false, any: false };

/** The next step in words, and whether it is the pupil's turn. */
export function nextStep(card: Card, kept = NOTHING): { label: string; turn: boolean } {
  const { stage, marks, words: count } = card;
  const turn = TURN.includes(stage) && !kept.deposit;
  if (kept.deposit) return { label: words.next.waiting, turn };
  if (stage === "writing") return { label: count || kept.words ? words.next.goOn : words.next.write, turn };
  if (turn) return { label: words.next.correct(marks.total - marks.done), turn };
  return { label: stage === "layout" ? words.next.layout : words.next.waiting, turn };
}

/** Where the text is, in a sentence; what only the tablet knows comes first. */
function explained({ stage, words: count }: Card, kept: Kept): string {
  if (kept.deposit) return words.willSubmit;
  if (kept.words) return words.explain.kept;
  return stage === "writing" ? words.explain.writing(count) : words.explain[stage];
}

export function drawCard(card: Card, open: (text: string) => void, kept = NOTHING): HTMLElement {
  const { assignment, stage, marks } = card;
  const step = nextStep(card, kept);
  const correcting = stage === "handed_back" || stage === "revising";
  const go = {
    type: "button",
    "data-key": card.text,
    class: step.turn ? "button primary next" : "button next",
    onclick: () => open(card.text),
  };
  return h(
    "li",
    { class: `card text-card stage-${stage}` },
    h("p", { class: "stage" }, icon(ICONS[stage]), words.stage[stage]),
    h("h2", {}, assignment.title),
    h("p", {}, explained(card, kept)),
    correcting && marks.total > 0 && progress(marks.done, marks.total),
    step.turn && assignment.due && h("p", { class: "due" }, icon("calendar"), dueInWords(assignment.due)),
    h("button", go, step.label, h("span", { class: "visually-hidden" }, ` : ${assignment.title}`)),
  );
}

function progress(done: number, total: number): HTMLElement {
  const label = words.progress(done, total);
  return h(
    "div",
    { class: "marks-progress" },
    h("progress", { value: done, max: total, "aria-label": label }),
    h("span", {}, label),
  );
}

/** What waits for the pupil first, then what is being read, then what is finished. */
export function inTurn(cards: readonly Card[]): Card[] {
  const rank = ({ stage }: Card) =>
    stage === "handed_back" || stage === "revising"
      ? 0
      : stage === "writing"
        ? 1
        : stage === "submitted" || stage === "reading"
          ? 2
          : 3;
  return [...cards].sort((a, b) => rank(a) - rank(b));
}
