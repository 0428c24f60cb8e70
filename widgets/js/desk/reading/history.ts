/** The way back: what the teacher did to the marks of this text, to undo and to do again. */

import { type Change, inverse } from "./changes";

export interface History {
  done: readonly Change[];
  undone: readonly Change[];
}

export const EMPTY: History = { done: [], undone: [] };

export const recorded = (history: History, change: Change): History => ({
  done: [...history.done, change],
  undone: [],
});

/** The history after an undo and the change to make now, or null when there is nothing to undo. */
export function undone({ done, undone: later }: History): [History, Change] | null {
  const last = done.at(-1);
  return last ? [{ done: done.slice(0, -1), undone: [...later, last] }, inverse(last)] : null;
}

/** The history after a redo and the change to make now, or null when there is nothing to do again. */
export function redone({ done, undone: later }: History): [History, Change] | null {
  const last = later.at(-1);
  return last ? [{ done: [...done, last], undone: later.slice(0, -1) }, last] : null;
}
