/** The way to the class service: asks with a lease, renews it, and tells a network cut from a refusal. */

import { Away, Refused } from "../core/errors";
import { pictureUrl } from "../core/pictures";
import type { Person } from "./shapes";
import { WORDS } from "./words.fr";

interface Lease {
  lease: string;
  expires: string;
  person: Person;
}

export interface Request {
  method: string;
  path: string;
  body?: unknown;
}

const KEY = "ecritoire.desk.lease";
const PATIENCE = 15_000;
const RENEW_BEFORE = 3_600_000;
/** The proxy finds nobody, the store cannot be written, too many at once: the same request may pass in a moment. */
const LATER = new Set([429, 502, 503, 504]);

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
  private ticket: string | null;
  private held: Lease | null = null;
  private renewing: Promise<Lease> | null = null;

  constructor(
    private readonly door: Door,
    private readonly storage: Storage = sessionStorage,
  ) {
    this.base = `${door.serviceUrl.replace(/\/$/, "")}/`;
    this.ticket = door.ticket;
  }

  /** Comes in with the ticket, or with the lease of an earlier page. Who is asking. */
  async open(): Promise<Person> {
    return (await this.lease()).person;
  }

  /** What the service answers to a request, as parsed JSON (undefined for 204). */
  async ask<T>({ method, path, body }: Request): Promise<T> {
    const lease = await this.lease();
    const response = await this.send(method, path, body, lease.lease);
    if (response.status === 401) {
      this.forget();
      const again = await this.lease();
      return answer<T>(await this.send(method, path, body, again.lease));
    }
    return answer<T>(response);
  }

  get = <T>(path: string) => this.ask<T>({ method: "GET", path });
  post = <T>(path: string, body: unknown = {}) => this.ask<T>({ method: "POST", path, body });
  put = <T>(path: string, body: unknown) => this.ask<T>({ method: "PUT", path, body });
  patch = <T>(path: string, body: unknown) => this.ask<T>({ method: "PATCH", path, body });

  /** The address of a picture of the class. */
  asset = (sha256: string): string => pictureUrl(this.base, sha256);

  /** Leaves nothing of this person in the browser. */
  forget(): void {
    this.held = null;
    this.storage.removeItem(KEY);
  }

  private async lease(): Promise<Lease> {
    this.held ??= await this.exchanged();
    if (Date.parse(this.held.expires) - Date.now() < RENEW_BEFORE) {
      this.renewing ??= this.exchange(this.held.lease).finally(() => {
        this.renewing = null;
      });
      this.held = await this.renewing;
    }
    return this.held;
  }

  /** A lease for the first credential that is still good: the ticket, the lease of an earlier page, another ticket of the kernel. */
  private async exchanged(): Promise<Lease> {
    const ways = [() => this.ticket, () => this.kept()?.lease, () => this.door.askTicket?.()];
    for (const way of ways) {
      const credential = await way();
      const lease = credential ? await this.exchange(credential).catch(unlessRefused) : null;
      if (credential === this.ticket) this.ticket = null;
      if (lease) return lease;
    }
    throw new Refused(401, "not_signed_in", WORDS.network.signedOut);
  }

  private async exchange(credential: string): Promise<Lease> {
    const lease = await answer<Lease>(await this.send("POST", "api/leases", { credential }, null));
    this.storage.setItem(KEY, JSON.stringify(lease));
    return lease;
  }

  private kept(): Lease | null {
    const kept = JSON.parse(this.storage.getItem(KEY) ?? "null") as Lease | null;
    const other = this.door.person && kept?.person.username !== this.door.person;
    return other ? null : kept;
  }

  private async send(method: string, path: string, body: unknown, lease: string | null): Promise<Response> {
    const raw = body instanceof Blob;
    const headers: Record<string, string> = {};
    if (lease) headers.Authorization = `Bearer ${lease}`;
    if (body !== undefined) headers["Content-Type"] = raw ? body.type : "application/json";
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const content = body === undefined ? undefined : raw ? body : JSON.stringify(body);
      return await fetch(this.base + path, { method, headers, body: content, signal: stop.signal });
    } catch {
      throw new Away(WORDS.network.unreachable);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said as T;
  if (LATER.has(response.status)) throw new Away(WORDS.network.unreachable);
  throw new Refused(response.status, said.code ?? "error", said.message ?? WORDS.network.unexpected);
}

function unlessRefused(error: unknown): null {
  if (error instanceof Refused) return null;
  throw error;
}
