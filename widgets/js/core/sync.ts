/**
 * Keeps a text the same on the tablet and in the class. Nothing counts as saved before the service has said that it is written for
 * good; what could not be sent stays in the document (and its journal) and goes with the next greeting.
 */

import {
  applyUpdate,
  type Doc,
  decodeStateVector,
  encodeStateAsUpdate,
  encodeStateVector,
  type Transaction,
} from "yjs";
import { fromBase64, toBase64 } from "./bytes";
import { Connection, type Link } from "./connection";
import type { Credentials } from "./credentials";
import { bringsNewer } from "./newer";
import { newKey, type Outbox, type Request, type Verb } from "./outbox";
import { plainOf } from "./plain";
import { Recent } from "./recent";
import { SCHEMA_NUMBER } from "./schema";
import type { TextView } from "./types";
import { Unsent } from "./unsent";
import type { Frame, Socket } from "./wire";

const SEND_AFTER = 400;
/** Milliseconds without an answer after which the tablet says that the text is with it: before five, as we promise. */
const LATE_AFTER = 2_500;
const BEHIND_TRIES = 3;
/** What the class says while its disk is full: the question stays ours, and is put again. */
const OUT_OF_SERVICE = "out_of_service";
const ASK_AGAIN = 3_000;

export interface SyncOptions {
  url: string;
  text: string;
  credentials: Credentials;
  outbox: Outbox;
  onChange: () => void;
  onText: (text: TextView) => void;
  onRefused: (message: string) => void;
  open?: (url: string) => Socket;
}

export class Sync {
  /** Whether the class has answered at least once since the page was opened. */
  welcomed = false;
  /** What the class says when it can keep nothing for the moment. */
  trouble: string | null = null;
  private readonly line: Connection;
  private readonly unsent = new Unsent((frame) => this.line.send(frame));
  private readonly recent: Recent;
  private asked: { key: string; at: number } | null = null;
  private behind = 0;
  private sending: ReturnType<typeof setTimeout> | null = null;
  private askingAgain: ReturnType<typeof setTimeout> | null = null;
  private readonly started = performance.now();

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
      waiting: () => this.dirty || this.asked !== null,
    });
    this.recent = new Recent(doc);
    doc.on("update", this.onUpdate);
    addEventListener("pagehide", this.flush);
    document.addEventListener("visibilitychange", this.flush);
  }

  /** Goes to the class. Called when the tablet's own copy is in the document, so that the greeting says what it holds. */
  start(): void {
    this.line.wake();
  }

  /** Leaves the class alone: the text is newer than this page. */
  tooOld(): void {
    this.line.end("outdated");
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
    const now = performance.now();
    if (this.link === "connecting") return now - this.started > LATE_AFTER;
    const asked = this.asked ? now - this.asked.at : 0;
    return this.link !== "live" || this.trouble !== null || Math.max(this.unsent.waiting, asked) > LATE_AFTER;
  }

  /** Asks the class for something about the text as it is before the pupil's eyes now; kept until it has answered. */
  ask(verb: Verb, more: Omit<Request, "key" | "verb" | "sv"> = {}): void {
    if (verb === "bring_back") this.recent.forget();
    this.options.outbox.add({ key: newKey(), verb, sv: toBase64(encodeStateVector(this.doc)), ...more });
    this.flush();
    this.askNext();
    this.options.onChange();
  }

  /** Takes back a request that was not answered yet. */
  unask(key: string): void {
    this.options.outbox.remove(key);
    if (this.asked?.key === key) this.asked = null;
    this.options.onChange();
  }

  destroy(): void {
    this.flush();
    if (this.askingAgain) clearTimeout(this.askingAgain);
    this.line.close();
    this.doc.off("update", this.onUpdate);
    removeEventListener("pagehide", this.flush);
    document.removeEventListener("visibilitychange", this.flush);
  }

  private onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.unsent.add(update);
    this.recent.note(update, this.unsent.waiting);
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
    this.trouble = null;
    this.options.onChange();
  }

  private hear(frame: Frame): void {
    if (frame.k === "welcome") this.welcome(frame.diff, frame.stateVector);
    else if (frame.k === "update") this.hearUpdate(frame.update);
    else if (frame.k === "ack") this.acknowledged(frame.n);
    else if (frame.k === "text") this.options.onText(frame.text);
    else if (frame.k === "done") this.answered(frame.key, () => this.options.onText(frame.text));
    else if (frame.k === "refused") this.refused(frame.key, frame.code, frame.message);
    else if (frame.k === "trouble") this.trouble = frame.message;
    this.options.onChange();
  }

  /** Somebody else's words, while the line is live: when they take away what was just typed here, the class hears what stood here. */
  private hearUpdate(update: Uint8Array): void {
    const seen = plainOf(this.doc);
    const lost = this.take(update);
    if (lost && lost !== "newer") this.tell(seen, lost);
  }

  /** Gives the letters of ours that it took away. Words of a newer page do not go into the document: the editor would delete them. */
  private take(update: Uint8Array): Uint8Array | "newer" | null {
    if (bringsNewer(this.doc, update)) {
      this.tooOld();
      return "newer";
    }
    let lost: Uint8Array | null = null;
    this.doc.once("afterTransaction", (done: Transaction) => {
      lost = this.recent.takenBy(done, this.unsent.waiting);
    });
    applyUpdate(this.doc, update, this);
    return lost;
  }

  /** What stood here before a merge, and the letters of ours in it as they were typed: what of them is gone now, nobody meant to take. */
  private tell(seen: string, letters: Uint8Array): void {
    this.line.send(JSON.stringify({ k: "seen", plain: seen }));
    this.unsent.send(letters);
  }

  /** After a time away the class gets what it lacks as it stood before the merge, and hears what the pupil saw if that changed. */
  private welcome(diff: Uint8Array, theirs: Uint8Array): void {
    const missing = this.unsent.compared(this.doc, diff, theirs);
    const seen = plainOf(this.doc);
    const ours = missing ? encodeStateAsUpdate(this.doc, theirs) : null;
    const lost = this.take(diff);
    if (lost === "newer") return;
    this.line.welcomed();
    this.welcomed = true;
    this.trouble = null;
    this.unsent.greeted(missing);
    if (ours && plainOf(this.doc) !== seen) this.tell(seen, ours);
    else if (ours) this.unsent.send(ours);
    else if (lost) this.tell(seen, lost);
    this.flush();
    this.askNext();
  }

  private acknowledged(n: number): void {
    this.unsent.acknowledged(n);
    this.trouble = null;
    this.askNext();
  }

  /** One question at a time, and only about a text that this window holds: another window's letters may still be on their way. */
  askNext(): void {
    if (this.link !== "live" || this.asked || this.askingAgain) return;
    const request = this.options.outbox.all.find(({ sv }) => this.holds(sv));
    if (!request) return;
    this.asked = { key: request.key, at: performance.now() };
    this.line.send(JSON.stringify({ k: "do", ...request }));
  }

  private holds(sv: string): boolean {
    const ours = decodeStateVector(encodeStateVector(this.doc));
    return [...decodeStateVector(fromBase64(sv))].every(([client, clock]) => (ours.get(client) ?? 0) >= clock);
  }

  private answered(key: string, then: () => void): void {
    this.asked = null;
    this.behind = 0;
    this.trouble = null;
    this.options.outbox.remove(key);
    then();
    this.askNext();
  }

  private refused(key: string, code: string, message: string): void {
    if (code === OUT_OF_SERVICE) this.askLater(message);
    else if (code === "text_behind" && this.behind++ < BEHIND_TRIES) this.sendWhole();
    else this.answered(key, () => this.options.onRefused(message));
  }

  private askLater(message: string): void {
    this.asked = null;
    this.trouble = message;
    this.askingAgain = setTimeout(() => {
      this.askingAgain = null;
      this.askNext();
    }, ASK_AGAIN);
  }

  /** The class lacks letters that the request speaks of: it gets them all, and the request again once they are written. */
  private sendWhole(): void {
    this.asked = null;
    this.unsent.send(encodeStateAsUpdate(this.doc));
  }
}
