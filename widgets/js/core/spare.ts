/** A copy of the whole text beside the tablet's journal, for as long as the journal cannot be written: some browsers refuse their database. */

import { type Doc, encodeStateAsUpdate } from "yjs";
import { fromBase64, toBase64 } from "./bytes";
import { throttled } from "./dom";
import { readKept, writeKept } from "./outbox";

const COPY_EVERY = 300;

export class Spare {
  /** Whether the copy holds the text as it is now; "no" when the browser refuses this too. */
  holds: "yes" | "soon" | "no" = "soon";
  private present = false;
  private readonly soon = throttled(() => this.now(), COPY_EVERY);

  constructor(
    private readonly place: string,
    private readonly doc: Doc,
    private readonly onCopied: () => void,
  ) {}

  /** The copy of before; null when there is none that can be read. */
  read(): Uint8Array | null {
    try {
      const text = readKept(this.place);
      this.present = text !== null;
      return text === null ? null : fromBase64(text);
    } catch {
      return null;
    }
  }

  /** Copies the text in a moment. */
  copy(): void {
    if (this.holds === "yes") this.holds = "soon";
    this.soon();
  }

  /** The journal holds everything again. */
  remove(): void {
    this.soon.cancel();
    this.holds = "soon";
    if (this.present) writeKept(this.place, null);
    this.present = false;
  }

  /** Copies what waits to be copied. */
  now(): void {
    this.soon.cancel();
    if (this.holds === "yes") return;
    this.present = true;
    this.holds = writeKept(this.place, toBase64(encodeStateAsUpdate(this.doc))) ? "yes" : "no";
    this.onCopied();
  }
}
