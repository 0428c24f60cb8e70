/**
 * What was typed here a moment ago. When somebody who did not see it yet takes its paragraph away, it goes too, and nobody meant it to:
 * the class then hears what stood here, and keeps the words aside.
 */

import { type Doc, getState, type Transaction } from "yjs";

/** Milliseconds within which another tablet may not have seen what was typed here. */
const UNSEEN_FOR = 15_000;
const GRAIN = 1_000;

export class Recent {
  private typed: { at: number; clock: number }[] = [];
  private clock: number;

  constructor(private readonly doc: Doc) {
    this.clock = getState(doc.store, doc.clientID);
  }

  /** Something was typed. */
  note(): void {
    const now = performance.now();
    const last = this.typed.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (now - last > GRAIN) this.typed.push({ at: now, clock: this.clock });
    this.clock = getState(this.doc.store, this.doc.clientID);
  }

  /** The pupil wants his last words to go: he takes up an earlier text. */
  forget(): void {
    this.typed = [];
  }

  /**
   * Whether a change of somebody else took away something of what was typed here a moment ago, or since the class answered last
   * (`waiting`, in milliseconds).
   */
  lostIn({ deleteSet }: Transaction, waiting: number): boolean {
    const oldest = performance.now() - Math.max(UNSEEN_FOR, waiting);
    this.typed = this.typed.filter(({ at }) => at >= oldest);
    const first = this.typed[0]?.clock;
    const gone = deleteSet.clients.get(this.doc.clientID) ?? [];
    return first !== undefined && gone.some(({ clock, len }) => clock + len > first);
  }
}
