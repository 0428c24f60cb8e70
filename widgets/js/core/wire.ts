/** The frames of the sync socket: docs/helper/protocol.md. Control frames are JSON with a `k`; binary frames carry Yjs. */

import type { TextView } from "./types";

const WELCOME = 1;
const UPDATE = 2;
const ACK = 3;
const HEAD = 5;

export type Control =
  | { k: "lease"; lease: string; expires: string }
  | { k: "text"; text: TextView }
  | { k: "pong" }
  | { k: "done"; key: string; text: TextView }
  | { k: "refused"; key: string; code: string; message: string }
  | { k: "trouble"; code: string; message: string };

export type Frame =
  | { k: "welcome"; diff: Uint8Array; stateVector: Uint8Array }
  | { k: "update"; update: Uint8Array }
  | { k: "ack"; n: number }
  | Control;

/** What we need of a WebSocket, so that tests can be one. */
export interface Socket {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export function updateFrame(n: number, update: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEAD + update.length);
  frame[0] = UPDATE;
  new DataView(frame.buffer).setUint32(1, n, true);
  frame.set(update, HEAD);
  return frame;
}

/** A frame that arrived; null when it is of a kind that this page does not know. */
export function readFrame(data: unknown): Frame | null {
  if (typeof data === "string") return JSON.parse(data) as Control;
  const bytes = new Uint8Array(data as ArrayBuffer);
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1, true);
  const rest = bytes.subarray(HEAD);
  if (bytes[0] === WELCOME) return { k: "welcome", diff: rest.slice(0, number), stateVector: rest.slice(number) };
  if (bytes[0] === UPDATE) return { k: "update", update: rest };
  return bytes[0] === ACK ? { k: "ack", n: number } : null;
}
