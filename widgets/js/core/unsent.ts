/** What was typed here and is not yet written for good in the class: gathered, sent, and counted until it is acknowledged. */

import {
  createDeleteSetFromStructStore,
  type Doc,
  decodeUpdate,
  encodeStateAsUpdate,
  equalDeleteSets,
  mergeDeleteSets,
  mergeUpdates,
} from "yjs";
import { updateFrame } from "./wire";

export class Unsent {
  /** Whether the class lacks something of ours. */
  any = false;
  private queue: Uint8Array[] = [];
  private gathering = 0;
  private readonly inflight = new Map<number, number>();
  private n = 0;

  constructor(private readonly put: (frame: Uint8Array<ArrayBuffer>) => void) {}

  add(update: Uint8Array): void {
    if (!this.queue.length) this.gathering = performance.now();
    this.queue.push(update);
    this.any = true;
  }

  /** Sends what was gathered, if anything. */
  flush(): void {
    if (this.queue.length) this.send(mergeUpdates(this.queue.splice(0)));
  }

  send(update: Uint8Array): void {
    this.n += 1;
    this.inflight.set(this.n, performance.now());
    this.put(updateFrame(this.n, update));
  }

  acknowledged(n: number): void {
    for (const sent of [...this.inflight.keys()]) if (sent <= n) this.inflight.delete(sent);
    if (!this.inflight.size && !this.queue.length) this.any = false;
  }

  /** The class has said what it holds: whether it lacks something of ours. What was gathered is in the document, and goes from there. */
  compared(doc: Doc, diff: Uint8Array, theirs: Uint8Array): boolean {
    this.queue = [];
    return lacks(doc, diff, theirs);
  }

  /** The class is about to get what it lacked (`missing`), and what the page has written since because of its words. */
  greeted(missing: boolean): void {
    this.any = missing || this.queue.length > 0;
  }

  /** Nothing sent will be acknowledged: the line was cut. */
  lost(): void {
    this.inflight.clear();
  }

  /** For how long the class has not acknowledged something, in milliseconds. */
  get waiting(): number {
    const [oldest = this.queue.length ? this.gathering : null] = this.inflight.values();
    return oldest === null ? 0 : performance.now() - oldest;
  }
}

/** Whether the service lacks something of ours: letters after its state vector, or deletions (which state vectors do not count). */
function lacks(doc: Doc, diff: Uint8Array, theirs: Uint8Array): boolean {
  const ours = decodeUpdate(encodeStateAsUpdate(doc, theirs));
  if (ours.structs.length) return true;
  const known = decodeUpdate(diff).ds;
  return !equalDeleteSets(
    mergeDeleteSets([known, createDeleteSetFromStructStore(doc.store)]),
    mergeDeleteSets([known]),
  );
}
