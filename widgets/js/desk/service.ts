/** The way to the class service: asks with the page's lease, and tells a network that is cut from a refusal. */

import { Credentials } from "../core/credentials";
import { Away, NoCredential, Refused } from "../core/errors";
import { pictureUrl } from "../core/pictures";
import type { Person } from "./shapes";
import { WORDS } from "./words.fr";

export interface Request {
  method: string;
  path: string;
  body?: unknown;
  /** Milliseconds after which nobody is there; a picture may take longer than a sentence. */
  patience?: number;
}

const PATIENCE = 15_000;
const PATIENCE_FOR_PICTURES = 90_000;

interface Answer {
  status: number;
  /** What it says, null when that is not JSON. */
  said: { code?: string; message?: string } | null;
}

export interface Door {
  /** Where the class service is: `/services/classroom`. */
  serviceUrl: string;
  ticket: string | null;
  /** Whose page this is, when the kernel says so: a lease of somebody else is not used. */
  person?: string | null;
  /** Asks the kernel for another ticket; null when it has none. */
  askTicket?: () => Promise<string | null>;
}

export class Service {
  /** Where the service is: `/services/classroom/`. */
  readonly base: string;
  private readonly credentials: Credentials;

  constructor({ serviceUrl, ticket, person = null, askTicket = async () => null }: Door) {
    this.base = `${serviceUrl.replace(/\/$/, "")}/`;
    this.credentials = new Credentials({ base: this.base, username: person, ticket, askTicket });
  }

  /** Comes in. Who is asking. */
  open = (): Promise<Person> => this.get<Person>("api/me");

  /** What the service answers to a request, as parsed JSON (undefined for 204). Throws Refused, Away or NoCredential. */
  async ask<T>(request: Request): Promise<T> {
    const answer = await this.send(request);
    if (answer.status !== 401) return meant<T>(answer);
    const again = await this.send(request);
    if (again.status === 401) throw new NoCredential();
    return meant<T>(again);
  }

  get = <T>(path: string) => this.ask<T>({ method: "GET", path });
  post = <T>(path: string, body: unknown = {}) => this.ask<T>({ method: "POST", path, body });
  put = <T>(path: string, body: unknown) => this.ask<T>({ method: "PUT", path, body });
  patch = <T>(path: string, body: unknown) => this.ask<T>({ method: "PATCH", path, body });

  /** The address of a picture of the class. */
  asset = (sha256: string): string => pictureUrl(this.base, sha256);

  /** Leaves nothing of this person in the browser. */
  forget(): void {
    this.credentials.forget();
  }

  /** Asks once; a lease that was refused is not used again. */
  private async send({ method, path, body, patience }: Request): Promise<Answer> {
    const lease = await this.credentials.lease();
    const raw = body instanceof Blob;
    const headers: Record<string, string> = { Authorization: `Bearer ${lease}` };
    if (body !== undefined) headers["Content-Type"] = raw ? body.type : "application/json";
    const content = body === undefined ? undefined : raw ? body : JSON.stringify(body);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience ?? (raw ? PATIENCE_FOR_PICTURES : PATIENCE));
    try {
      const { status, text } = await read(
        fetch(this.base + path, { method, headers, body: content, signal: stop.signal }),
      );
      if (status === 401) this.credentials.refuse(lease);
      return { status, said: parsed(text) };
    } catch {
      throw new Away();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Only what the service itself says counts: a page of the proxy, of the hub or of the school's network says that it is away. */
function meant<T>({ status, said }: Answer): T {
  if (status === 204) return undefined as T;
  if (said === null || status >= 500) throw new Away();
  if (status < 300) return said as T;
  if (!said.code) throw new Away();
  throw new Refused(status, said.code, said.message ?? WORDS.network.unexpected);
}

async function read(asked: Promise<Response>): Promise<{ status: number; text: string }> {
  const response = await asked;
  return { status: response.status, text: await response.text() };
}

function parsed(text: string): Answer["said"] {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
