/** What the pupil asked for (deposit, « c'est corrigé »…) until the service has answered, kept on the tablet with its key. */

export type Verb = "submit" | "take_back" | "mark" | "start_layout" | "help";

export interface Request {
  key: string;
  verb: Verb;
  /** Base64 state vector of the text that the pupil had before his eyes. */
  sv: string;
  annotation?: string;
  done?: boolean;
  level?: string;
}

export class Outbox {
  private requests: Request[];

  constructor(private readonly place: string) {
    this.requests = JSON.parse(readKept(place) ?? "[]") as Request[];
  }

  get all(): readonly Request[] {
    return this.requests;
  }

  get first(): Request | undefined {
    return this.requests[0];
  }

  add(request: Request): void {
    this.write([...this.requests, request]);
  }

  remove(key: string): void {
    this.write(this.requests.filter((request) => request.key !== key));
  }

  private write(requests: Request[]): void {
    this.requests = requests;
    if (requests.length) writeKept(this.place, JSON.stringify(requests));
    else writeKept(this.place, null);
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

/** Keeps a text on the tablet under this name, or removes it (null). A browser that refuses costs comfort, not the pupil's text. */
export function writeKept(place: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(place);
    else localStorage.setItem(place, text);
  } catch {
    /* refused or full: the request stays in memory, and the text has its own journal */
  }
}
