/** A class in memory for the tests: it speaks the sync protocol, can be cut, slow, or behind, and remembers what it was asked. */

import { applyUpdate, Doc, decodeUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { fromBase64 } from "../core/bytes";
import type { Credentials } from "../core/credentials";
import type { TextView } from "../core/types";
import type { Socket } from "../core/wire";

export const PALETTE = {
  families: [
    { code: "word", letter: "D", label: "Mot", shape: "wavy", colour: "#ffe1a8", ink: "#6b4300" },
    { code: "verb", letter: "V", label: "Verbe", shape: "solid", colour: "#cde4ff", ink: "#0b3f86" },
  ].map((family) => ({ ...family, hint: "?", tool: "", key: "1", types: [], positive: false })),
} as TextView["palette"];

export function textView(changes: Partial<TextView> = {}): TextView {
  const pupil = { username: "ana", role: "pupil", classroom: "c", name: "Ana", level: "CM1", picture: "" } as const;
  const assignment = { id: "a", classroom: "c", title: "Le chat", prompt: "Raconte.", picture: null, due: null };
  return {
    id: "t",
    assignment: { ...assignment, pupils: [], created_at: "2026-11-23T08:00:00Z" },
    pupil: { ...pupil, locked: false, must_change_password: false },
    stage: "writing",
    since: "2026-11-23T08:00:00Z",
    version: 0,
    writable: true,
    moves: ["submit"],
    palette: PALETTE,
    help_level: "2",
    annotations: [],
    done: [],
    hand_backs: [],
    review: null,
    versions: [],
    rescues: [],
    ...changes,
  };
}

export class FakeClass {
  readonly doc = new Doc();
  readonly heard: Record<string, unknown>[] = [];
  view = textView();
  /** While false, nothing goes through and no socket opens. */
  reachable = true;
  /** While true, nothing that is sent arrives and new sockets never open: a network that swallows everything. */
  silent = false;
  private readonly swallowed: (() => void)[] = [];
  /** While false, updates are taken but not acknowledged. */
  acknowledges = true;
  /** Says no to the next request with this code. */
  refuseNext: string | null = null;
  sockets: FakeSocket[] = [];

  open = (): Socket => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    if (this.silent) socket.readyState = 0;
    else queueMicrotask(() => (this.reachable ? socket.onopen?.(undefined as never) : socket.hangUp(1006)));
    return socket;
  };

  get updates(): number {
    return this.heard.filter((said) => said.k === "update").length;
  }

  cut(code = 1006): void {
    this.reachable = false;
    for (const socket of this.sockets) socket.hangUp(code);
  }

  /** The network brings what it had swallowed, to the sockets that are still open: TCP sends it again after a while. */
  retransmit(): void {
    for (const again of this.swallowed.splice(0)) again();
  }

  swallow(again: () => void): boolean {
    if (this.silent) this.swallowed.push(again);
    return this.silent;
  }

  /** The class says something to all windows. */
  say(control: Record<string, unknown>): void {
    for (const socket of this.sockets) socket.deliver(JSON.stringify(control));
  }

  /** Somebody else's window writes. */
  write(change: (doc: Doc) => void): void {
    const before = encodeStateVector(this.doc);
    change(this.doc);
    const update = encodeStateAsUpdate(this.doc, before);
    for (const socket of this.sockets) socket.deliver(binary(2, 0, update));
  }
}

export class FakeSocket implements Socket {
  binaryType = "";
  readyState = 1;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;

  constructor(private readonly room: FakeClass) {}

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.room.reachable || this.readyState !== 1 || this.room.swallow(() => this.send(data))) return;
    if (typeof data === "string") this.control(JSON.parse(data));
    else this.update(data);
  }

  close(): void {
    this.hangUp(1000);
  }

  hangUp(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }

  deliver(data: unknown): void {
    if (this.readyState === 1 && this.room.reachable && !this.room.silent) this.onmessage?.({ data });
  }

  private control(said: Record<string, unknown>): void {
    this.room.heard.push(said);
    if (said.k === "hello") this.welcome(fromBase64(said.sv as string));
    else if (said.k === "ping") this.deliver('{"k":"pong"}');
    else if (said.k === "do") this.answer(said as { key: string; verb: string; annotation?: string });
  }

  private welcome(sv: Uint8Array): void {
    this.deliver(JSON.stringify({ k: "lease", lease: "renewed", expires: "" }));
    this.deliver(JSON.stringify({ k: "text", text: this.room.view }));
    const diff = encodeStateAsUpdate(this.room.doc, sv);
    const state = encodeStateVector(this.room.doc);
    const both = new Uint8Array(diff.length + state.length);
    both.set(diff);
    both.set(state, diff.length);
    this.deliver(binary(1, diff.length, both));
  }

  private update(frame: Uint8Array): void {
    const n = new DataView(frame.buffer).getUint32(1, true);
    const update = frame.slice(5);
    this.room.heard.push({ k: "update", n, deletes: decodeUpdate(update).ds.clients.size });
    applyUpdate(this.room.doc, update);
    if (this.room.acknowledges) this.deliver(binary(3, n, new Uint8Array()));
  }

  private answer({ key, verb, annotation }: { key: string; verb: string; annotation?: string }): void {
    if (verb === "mark") this.room.view = { ...this.room.view, done: [...this.room.view.done, annotation!] };
    const code = this.room.refuseNext;
    this.room.refuseNext = null;
    if (code) this.deliver(JSON.stringify({ k: "refused", key, code, message: "Non." }));
    else this.deliver(JSON.stringify({ k: "done", key, text: this.room.view }));
  }
}

function binary(kind: number, n: number, rest: Uint8Array): ArrayBuffer {
  const frame = new Uint8Array(5 + rest.length);
  frame[0] = kind;
  new DataView(frame.buffer).setUint32(1, n, true);
  frame.set(rest, 5);
  return frame.buffer;
}

export const openDoor = { lease: async () => "lease", renew: () => {}, refuse: () => {} } as unknown as Credentials;
