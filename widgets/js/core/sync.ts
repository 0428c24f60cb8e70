/**
 * Keeps a text the same on the tablet and in the class. Nothing counts as saved before the service has said that it is written for
 * good; what could not be sent stays in the document (and its journal) and goes with the next greeting.
 */

import { applyUpdate, type Doc, decodeUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { toBase64 } from "./bytes";
import { Connection, type Link } from "./connection";
import type { Credentials } from "./credentials";
import { newKey, type Outbox, type Request, type Verb } from "./outbox";
import { SCHEMA_NUMBER } from "./schema";
import type { TextView } from "./types";
import { lacks, Unsent } from "./unsent";
import type { Frame, Socket } from "./wire";

const SEND_AFTER = 400;
const LATE_AFTER = 4_000;
const BEHIND_TRIES = 3;

export interface SyncOptions {
  url: string;
  text: string;
  credentials: Credentials;
  outbox: Outbox;
  /** The plain text that the pupil sees now: the service compares it with the merge, so that no word vanishes unseen. */
  plain: () => string;
  onChange: () => void;
  onText: (text: TextView) => void;
  onRefused: (message: string) => void;
  open?: (url: string) => Socket;
}

export class Sync {
  /** Whether the class has answered at least once since the page was opened. */
  welcomed = false;
  private readonly line: Connection;
  private readonly unsent = new Unsent((frame) => this.line.send(frame));
  private asked: string | null = null;
  private behind = 0;
  private sending: ReturnType<typeof setTimeout> | null = null;
  private readonly started = Date.now();

  constructor(
    private readonly doc: Doc,
    private readonly options: SyncOptions,
  ) {
    this.line = new Connection({
      ...options,
      greeting: (lease) => this.greeting(lease),
      onFrame: (frame) => this.hear(frame),
      onLost: () => this.lost(),
      onTick: () => this.late && options.onChange(),
    });
    doc.on("update", this.onUpdate);
    addEventListener("pagehide", this.flush);
    document.addEventListener("visibilitychange", this.flush);
  }

  /** Goes to the class. Called when the tablet's own copy is in the document, so that the greeting says what it holds. */
  start(): void {
    this.line.wake();
  }

  get link(): Link {
    return this.line.link;
  }

  /** Whether something typed here is not yet written for good in the class. */
  get dirty(): boolean {
    return this.unsent.any;
  }

  /** Whether the class is slow to answer: say that the tablet keeps the text. */
  get late(): boolean {
    if (this.link === "connecting") return Date.now() - this.started > LATE_AFTER;
    return this.link !== "live" || this.unsent.waiting > LATE_AFTER;
  }

  /** Asks the class for something about the text as it is before the pupil's eyes now; kept until it has answered. */
  ask(verb: Verb, more: Pick<Request, "annotation" | "done" | "level"> = {}): void {
    this.options.outbox.add({ key: newKey(), verb, sv: toBase64(encodeStateVector(this.doc)), ...more });
    this.flush();
    this.askNext();
    this.options.onChange();
  }

  /** Takes back a request that was not answered yet. */
  unask(key: string): void {
    this.options.outbox.remove(key);
    if (this.asked === key) this.asked = null;
    this.options.onChange();
  }

  destroy(): void {
    this.flush();
    this.line.close();
    this.doc.off("update", this.onUpdate);
    removeEventListener("pagehide", this.flush);
    document.removeEventListener("visibilitychange", this.flush);
  }

  private onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.unsent.add(update);
    this.sending ??= setTimeout(this.flush, SEND_AFTER);
    this.options.onChange();
  };

  private flush = (): void => {
    if (this.sending) clearTimeout(this.sending);
    this.sending = null;
    if (this.link === "live") this.unsent.flush();
  };

  private greeting(credential: string): string {
    const { clientID: client } = this.doc;
    const sv = toBase64(encodeStateVector(this.doc));
    return JSON.stringify({ k: "hello", credential, text: this.options.text, client, schema: SCHEMA_NUMBER, sv });
  }

  private lost(): void {
    this.unsent.lost();
    this.asked = null;
    this.options.onChange();
  }

  private hear(frame: Frame): void {
    if (frame.k === "welcome") this.welcome(frame.diff, frame.stateVector);
    else if (frame.k === "update") applyUpdate(this.doc, frame.update, this);
    else if (frame.k === "ack") this.acknowledged(frame.n);
    else if (frame.k === "text") this.options.onText(frame.text);
    else if (frame.k === "done") this.answered(frame.key, () => this.options.onText(frame.text));
    else if (frame.k === "refused") this.refused(frame.key, frame.code, frame.message);
    this.options.onChange();
  }

  private welcome(diff: Uint8Array, theirs: Uint8Array): void {
    const missing = lacks(this.doc, diff, theirs);
    if (missing && decodeUpdate(diff).structs.length)
      this.line.send(JSON.stringify({ k: "seen", plain: this.options.plain() }));
    applyUpdate(this.doc, diff, this);
    this.line.welcomed();
    this.welcomed = true;
    this.unsent.greeted(this.doc, theirs, missing);
    this.askNext();
  }

  private acknowledged(n: number): void {
    this.unsent.acknowledged(n);
    this.askNext();
  }

  private askNext(): void {
    const request = this.options.outbox.first;
    if (this.link !== "live" || !request || this.asked) return;
    this.asked = request.key;
    this.line.send(JSON.stringify({ k: "do", ...request }));
  }

  private answered(key: string, then: () => void): void {
    this.asked = null;
    this.behind = 0;
    this.options.outbox.remove(key);
    then();
    this.askNext();
  }

  private refused(key: string, code: string, message: string): void {
    if (code === "text_behind" && this.behind++ < BEHIND_TRIES) this.sendWhole();
    else this.answered(key, () => this.options.onRefused(message));
  }

  /** The class lacks letters that the request speaks of: it gets them all, and the request again once they are written. */
  private sendWhole(): void {
    this.asked = null;
    this.unsent.send(encodeStateAsUpdate(this.doc));
  }
}
