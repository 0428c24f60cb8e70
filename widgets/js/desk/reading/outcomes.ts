/** What became of the earlier marks: proposed by the program, confirmed or reopened by the teacher. */

import type { Outgoing } from "../outbox";
import type { EarlierAnnotation, Outcome } from "../shapes";

/** What the teacher says of a mark with « à revoir »: as the program proposed, or what the words show when it proposed « corrigée ». */
export function reopenedOutcome(mark: EarlierAnnotation): Outcome {
  if (mark.outcome && mark.outcome !== "fixed") return mark.outcome;
  return mark.now?.exact === mark.anchor.exact ? "untouched" : "changed";
}

/** Whether the teacher has said that this mark is still to be worked on. */
export const isReopened = (mark: EarlierAnnotation): boolean => mark.confirmed && mark.outcome !== "fixed";

export const told = (mark: EarlierAnnotation, outcome: Outcome): EarlierAnnotation => ({
  ...mark,
  outcome,
  confirmed: true,
});

export function requestOf(mark: EarlierAnnotation, outcome: Outcome, text: string): Outgoing {
  const path = `api/annotations/${mark.id}/outcome`;
  return { method: "PUT", path, body: { outcome }, text, replaces: path };
}

/**
 * The earlier marks as the teacher left them, with what waits to be sent; those to confirm first, the newest round first,
 * then as in the text. Bravos have no outcome. */
export function withWaiting(earlier: readonly EarlierAnnotation[], waiting: readonly Outgoing[]): EarlierAnnotation[] {
  const judged = earlier.filter((mark) => mark.outcome !== null);
  const marks = judged.map((mark) => {
    const request = waiting.filter(({ path }) => path === `api/annotations/${mark.id}/outcome`).at(-1);
    return request ? told(mark, (request.body as { outcome: Outcome }).outcome) : mark;
  });
  const place = (mark: EarlierAnnotation) => mark.now?.start ?? mark.anchor.start;
  const settled = (mark: EarlierAnnotation) => Number(mark.confirmed);
  return marks.sort((a, b) => settled(a) - settled(b) || b.version - a.version || place(a) - place(b));
}

/** The next mark whose outcome is only proposed, after this one and then from the top; null when all are confirmed. */
export function nextProposed(marks: readonly EarlierAnnotation[], after: string | null): EarlierAnnotation | null {
  const from = marks.findIndex((mark) => mark.id === after) + 1;
  return [...marks.slice(from), ...marks.slice(0, from)].find((mark) => !mark.confirmed) ?? null;
}
