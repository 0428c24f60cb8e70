/**
 * Keeps a text the same on the tablet and in the class, over one socket. Nothing counts as saved before the service has said that it
 * is written for good; what could not be sent stays in the document (and its journal) and goes with the next greeting.
 */

import {
  applyUpdate,
  createDeleteSetFromStructStore,
  type Doc,
  decodeUpdate,
  encodeStateAsUpdate,
  encodeStateVector,
  equalDeleteSets,
  mergeDeleteSets,
  mergeUpdates,
} from "yjs";
import { toBase64 } from "./bytes";
import type { Credentials } from "./credentials";
import { NoCredential } from "./errors";
import { newKey, type Outbox, type Request, type Verb } from "./outbox";
import { SCHEMA_NUMBER } from "./schema";
import type { TextView } from "./types";
import { type Frame, readFrame, type Socket, updateFrame } from "./wire";

const SEND_AFTER = 400;
const LATE_AFTER = 4_000;
const PING_AFTER = 5_000;
const DEAD_AFTER = 12_000;
const LONGEST_PAUSE = 10_000;
const OPEN = 1;
/** Close codes after which trying again is no use: the page says what to do instead. */
const FINAL: Record<number, Link> = { 4403: "forbidden", 4404: "forbidden", 4409: "outdated" };
const BAD_CREDENTIAL = 4401;
const BEHIND_TRIES = 3;
const GIVEN_UP: Link[] = ["forbidden", "outdated"];

export type Link = "connecting" | "live" | "offline" | "refused" | "forbidden" | "outdated";

export interface SyncOptions {
  url: string;
  text: string;
  credentials: Credentials;
  outbox: Outbox;
  /** The plain text that the pupil sees now: the service compares it with the merge, so that no word vanishes unseen. */
  plain: () => string;
  onChange: () => void;
  onText: (text: TextView) => void;
  onRefused: (request: Request, message: string) => void;
  open?: (url: string) => Socket;
}

export class Sync {
  link: Link = "connecting";
  /** Whether the class has answered at least once since the page was opened. */
  welcomed = false;
  private unsent = false;
  private queue: Uint8Array[] = [];
  private inflight = new Map<number, number>();
  private n = 0;
  private tries = 0;
  private socket: Socket | null = null;
  private lease = "";
  private heard = 0;
  private pinged = 0;
  private asked: string | null = null;
  private behind = 0;
  private closed = false;
  private sending: ReturnType<typeof setTimeout> | null = null;
  private retrying: ReturnType<typeof setTimeout> | null = null;
  private readonly started = Date.now();
  private readonly ticking = setInterval(() => this.tick(), 1_000);

  constructor(
    private readonly doc: Doc,
    private readonly options: SyncOptions,
  ) {
    doc.on("update", this.onUpdate);
    addEventListener("online", this.wake);
    addEventListener("pagehide", this.flush);
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Goes to the class. Called when the tablet's own copy is in the document, so that the greeting says what it holds. */
  start(): void {
    void this.connect();
  }

  /** Whether something typed here is not yet written for good in the class. */
  get dirty(): boolean {
    return this.unsent;
  }

  /** Whether the class is slow to answer: say that the tablet keeps the text. */
  get late(): boolean {
    if (this.link === "connecting") return Date.now() - this.started > LATE_AFTER;
    const [oldest] = this.inflight.values();
    return this.link !== "live" || (oldest !== undefined && Date.now() - oldest > LATE_AFTER);
  }

  /** Asks the class for something about the text as it is before the pupil's eyes now; kept until it has answered. */
  ask(verb: Verb, more: { annotation?: string; done?: boolean } = {}): void {
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

  /** Tries now, with a fresh credential if need be. */
  wake = (): void => {
    if (this.closed || this.link === "live" || GIVEN_UP.includes(this.link)) return;
    this.tries = 0;
    void this.connect();
  };

  destroy(): void {
    this.flush();
    this.closed = true;
    clearInterval(this.ticking);
    if (this.retrying) clearTimeout(this.retrying);
    this.doc.off("update", this.onUpdate);
    removeEventListener("online", this.wake);
    removeEventListener("pagehide", this.flush);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.socket?.close();
  }

  private onVisibility = (): void => {
    if (document.visibilityState === "visible") this.wake();
    else this.flush();
  };

  private onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.queue.push(update);
    this.unsent = true;
    this.sending ??= setTimeout(this.flush, SEND_AFTER);
    this.options.onChange();
  };

  private flush = (): void => {
    if (this.sending) clearTimeout(this.sending);
    this.sending = null;
    if (this.link !== "live" || !this.queue.length) return;
    const update = mergeUpdates(this.queue);
    this.queue = [];
    this.sendUpdate(update);
  };

  private sendUpdate(update: Uint8Array): void {
    this.n += 1;
    this.inflight.set(this.n, Date.now());
    this.socket?.send(updateFrame(this.n, update));
  }

  private async connect(): Promise<void> {
    if (this.closed || (this.socket && this.socket.readyState <= OPEN)) return;
    if (this.retrying) clearTimeout(this.retrying);
    this.retrying = null;
    try {
      this.lease = await this.options.credentials.lease();
    } catch (error) {
      this.lost(error instanceof NoCredential ? "refused" : "offline");
      return;
    }
    if (!this.closed && !(this.socket && this.socket.readyState <= OPEN)) this.open();
  }

  private open(): void {
    const make = this.options.open ?? ((url) => new WebSocket(url) as unknown as Socket);
    const socket = make(this.options.url);
    this.socket = socket;
    this.heard = Date.now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.greet(socket);
    socket.onmessage = (event) => this.socket === socket && this.hear(readFrame(event.data));
    socket.onclose = (event) => this.socket === socket && this.hungUp(event.code);
  }

  private greet(socket: Socket): void {
    this.heard = Date.now();
    const hello = { credential: this.lease, text: this.options.text, client: this.doc.clientID, schema: SCHEMA_NUMBER };
    socket.send(JSON.stringify({ k: "hello", ...hello, sv: toBase64(encodeStateVector(this.doc)) }));
  }

  private hungUp(code: number): void {
    this.socket = null;
    if (code === BAD_CREDENTIAL) this.options.credentials.refuse(this.lease);
    this.lost(FINAL[code] ?? "offline");
  }

  /** The class is away. Without a credential it is worth asking again too: the kernel may be back with a ticket. */
  private lost(link: Link): void {
    this.link = link;
    this.inflight.clear();
    this.asked = null;
    if (!GIVEN_UP.includes(link) && !this.closed) {
      const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** this.tries++) * (0.5 + Math.random());
      this.retrying = setTimeout(() => void this.connect(), pause);
    }
    this.options.onChange();
  }

  private tick(): void {
    const now = Date.now();
    const silence = now - this.heard;
    if (this.socket && silence > DEAD_AFTER) {
      const dead = this.socket;
      this.hungUp(0);
      dead.close();
    } else if (this.link === "live" && silence > PING_AFTER && now - this.pinged > PING_AFTER) {
      this.pinged = now;
      this.socket?.send('{"k":"ping"}');
    }
    if (this.late) this.options.onChange();
  }

  private hear(frame: Frame | null): void {
    this.heard = Date.now();
    if (frame?.k === "welcome") this.welcome(frame.diff, frame.stateVector);
    else if (frame?.k === "update") applyUpdate(this.doc, frame.update, this);
    else if (frame?.k === "ack") this.acknowledged(frame.n);
    else if (frame?.k === "lease") this.options.credentials.renew(frame.lease);
    else if (frame?.k === "text") this.options.onText(frame.text);
    else if (frame?.k === "done") this.answered(frame.key, () => this.options.onText(frame.text));
    else if (frame?.k === "refused") this.refused(frame.key, frame.code, frame.message);
    this.options.onChange();
  }

  private welcome(diff: Uint8Array, theirs: Uint8Array): void {
    const missing = lacks(this.doc, diff, theirs);
    if (missing && decodeUpdate(diff).structs.length)
      this.socket?.send(JSON.stringify({ k: "seen", plain: this.options.plain() }));
    applyUpdate(this.doc, diff, this);
    this.link = "live";
    this.welcomed = true;
    this.tries = 0;
    this.queue = [];
    this.unsent = missing;
    if (missing) this.sendUpdate(encodeStateAsUpdate(this.doc, theirs));
    this.askNext();
  }

  private acknowledged(n: number): void {
    for (const sent of [...this.inflight.keys()]) if (sent <= n) this.inflight.delete(sent);
    if (!this.inflight.size && !this.queue.length) this.unsent = false;
    this.askNext();
  }

  private askNext(): void {
    const request = this.options.outbox.first;
    if (this.link !== "live" || !request || this.asked) return;
    this.asked = request.key;
    this.socket?.send(JSON.stringify({ k: "do", ...request }));
  }

  /** The class lacks letters that the request speaks of: it gets them all, and the request again once they are written. */
  private sendWhole(): void {
    this.asked = null;
    this.sendUpdate(encodeStateAsUpdate(this.doc));
  }

  private answered(key: string, then: () => void): void {
    this.asked = null;
    this.behind = 0;
    this.options.outbox.remove(key);
    then();
    this.askNext();
  }

  private refused(key: string, code: string, message: string): void {
    const request = this.options.outbox.all.find((one) => one.key === key);
    if (!request) return;
    if (code === "text_behind" && this.behind++ < BEHIND_TRIES) this.sendWhole();
    else this.answered(key, () => this.options.onRefused(request, message));
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
