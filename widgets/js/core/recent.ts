/**
 * What was typed here a moment ago. When somebody who did not see it yet takes its paragraph away, it goes too, and nobody meant it to:
 * the class then hears what stood here, gets these letters once more, and keeps the words aside.
 */

import { type Doc, getState, mergeUpdates, type Transaction } from "yjs";

/** Milliseconds within which another tablet may not have seen what was typed here. */
const UNSEEN_FOR = 5_000;

interface Typed {
  at: number;
  /** How many letters of this page stood before it. */
  clock: number;
  update: Uint8Array;
}

export class Recent {
  private typed: Typed[] = [];
  private clock: number;

  constructor(private readonly doc: Doc) {
    this.clock = getState(doc.store, doc.clientID);
  }

  /** Something was typed; for `waiting` milliseconds the class has not answered for what was typed before. */
  note(update: Uint8Array, waiting: number): void {
    const at = performance.now();
    const oldest = at - Math.max(UNSEEN_FOR, waiting);
    this.typed = [...this.typed.filter((one) => one.at >= oldest), { at, clock: this.clock, update }];
    this.clock = getState(this.doc.store, this.doc.clientID);
  }

  /** The pupil wants his last words to go: he takes up an earlier text. */
  forget(): void {
    this.typed = [];
  }

  /** The letters that a change of somebody else took away, with all that was typed since; null when it took none of them. */
  takenBy({ deleteSet }: Transaction, waiting: number): Uint8Array | null {
    const oldest = performance.now() - Math.max(UNSEEN_FOR, waiting);
    const typed = this.typed.filter(({ at }) => at >= oldest);
    const gone = deleteSet.clients.get(this.doc.clientID) ?? [];
    const first = typed[0]?.clock ?? Number.POSITIVE_INFINITY;
    if (!gone.some(({ clock, len }) => clock + len > first)) return null;
    return mergeUpdates(typed.map(({ update }) => update));
  }
}
