/**
 * What the pupil asked for (deposit, « c'est corrigé »…) until the service has answered, kept on the tablet with its key. Two windows on
 * one text share it: each reads what stands there before it adds or takes away.
 */

export type Verb = "submit" | "take_back" | "mark" | "start_layout" | "help" | "settle" | "bring_back";

export interface Request {
  key: string;
  verb: Verb;
  /** Base64 state vector of the text that the pupil had before his eyes. */
  sv: string;
  annotation?: string;
  done?: boolean;
  level?: string;
  rescue?: string;
  settled?: "put_back" | "left";
  seq?: number;
}

export class Outbox {
  /** Whether the tablet keeps the requests when this page is closed. */
  kept = true;
  private text: string | null = null;
  private requests: readonly Request[] = [];

  constructor(readonly place: string) {}

  /** All that waits, in the order in which it was asked. */
  get all(): readonly Request[] {
    const text = this.kept ? readKept(this.place) : this.text;
    if (text !== this.text) {
      this.text = text;
      this.requests = parsed(text);
    }
    return this.requests;
  }

  add(request: Request): void {
    this.write([...this.all, request]);
  }

  remove(key: string): void {
    this.write(this.all.filter((request) => request.key !== key));
  }

  private write(requests: readonly Request[]): void {
    this.requests = requests;
    this.text = requests.length ? JSON.stringify(requests) : null;
    this.kept = writeKept(this.place, this.text);
  }
}

function parsed(text: string | null): Request[] {
  try {
    return JSON.parse(text ?? "[]") as Request[];
  } catch {
    return [];
  }
}

/** A new idempotency key. `crypto.randomUUID` is missing on plain http addresses of a school's network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What this tablet kept under this name; null when nothing, or when the browser refuses to keep anything. */
export function readKept(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

/** The same, read as JSON; null also when it cannot be read. */
export function readKeptAs<T>(place: string): T | null {
  try {
    return JSON.parse(readKept(place) ?? "null") as T | null;
  } catch {
    return null;
  }
}

/** Keeps a text on the tablet under this name, or removes it (null); says whether the browser did it. */
export function writeKept(place: string, text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(place);
    else localStorage.setItem(place, text);
    return true;
  } catch {
    return false;
  }
}
