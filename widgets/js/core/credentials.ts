/**
 * The page's right to speak for its person. A ticket of five minutes comes from the kernel; it is exchanged for a lease of a school
 * day, kept for this tab and renewed by the sync socket. A ticket always wins: tablets are shared, and it says who is here now. Without
 * one, the lease of before is good, and when that has run out and the kernel is gone, the door knows a browser that is signed in.
 */

import { Away, NoCredential } from "./errors";
import type { Person } from "./types";

const KEY = "ecritoire:lease";

/** Milliseconds that the class has to answer: an answer that comes later would only hold the page up. */
const ANSWER_WITHIN = 4_000;

/** After kernel and door gave nothing, they are left alone for so long, and longer each time that they say no: a class of tablets asks. */
const ASK_AGAIN = 5_000;
const LONGEST_PAUSE = 60_000;

interface Kept {
  lease: string;
  username: string;
}

interface Granted {
  lease: string;
  person: Person;
}

export interface CredentialOptions {
  /** Where the service is: "/services/classroom/". */
  base: string;
  /** Whose page this is, when the kernel says so: a lease of somebody else is thrown away. */
  username: string | null;
  ticket: string | null;
  /** Asks the kernel for a new ticket; null when it has none. */
  askTicket: () => Promise<string | null>;
}

export class Credentials {
  private ticket: string | null;
  private kept: Kept | null;
  private exchanging: Promise<string> | null = null;
  private failed: { until: number; error: unknown } = { until: 0, error: null };
  private pause = ASK_AGAIN;

  constructor(private readonly options: CredentialOptions) {
    this.ticket = options.ticket;
    this.kept = readLease();
    if (options.username && this.kept?.username !== options.username) this.forget();
  }

  /** Whose journal to open before the network answers; null when nobody has said it yet. */
  get username(): string | null {
    return this.options.username ?? this.kept?.username ?? null;
  }

  /** A lease that was not refused yet. Throws Away or NoCredential. */
  lease(): Promise<string> {
    if (!this.ticket && this.kept) return Promise.resolve(this.kept.lease);
    this.exchanging ??= this.exchange().finally(() => {
      this.exchanging = null;
    });
    return this.exchanging;
  }

  /** The service renewed the lease. */
  renew(lease: string): void {
    if (this.kept) this.keep({ ...this.kept, lease });
  }

  /** The service refused this lease: the next call asks for another. */
  refuse(lease: string): void {
    if (this.kept?.lease === lease) this.forget();
  }

  forget(): void {
    this.kept = null;
    writeLease(null);
  }

  /** The ticket at hand, the lease of before, a new ticket, the door: the first that the class takes. */
  private async exchange(): Promise<string> {
    const held = this.ticket && (await this.trade(this.ticket));
    if (held) return held;
    if (this.kept) return this.kept.lease;
    if (performance.now() < this.failed.until) throw this.failed.error;
    try {
      const lease = await this.askAround();
      this.pause = ASK_AGAIN;
      return lease;
    } catch (error) {
      this.failed = { until: performance.now() + this.pause, error };
      this.pause = error instanceof NoCredential ? Math.min(LONGEST_PAUSE, this.pause * 2) : ASK_AGAIN;
      throw error;
    }
  }

  private async askAround(): Promise<string> {
    const ticket = await this.options.askTicket();
    const lease = (ticket && (await this.trade(ticket))) || (await this.knock());
    if (!lease) throw new NoCredential();
    return lease;
  }

  /** The lease for this ticket; null when the ticket is refused. It is kept for later when the class is away. */
  private async trade(ticket: string): Promise<string | null> {
    this.ticket = ticket;
    const headers = { "Content-Type": "application/json" };
    const lease = await this.ask("api/leases", {
      method: "POST",
      headers,
      body: JSON.stringify({ credential: ticket }),
    });
    this.ticket = null;
    return lease;
  }

  /** The second door: a browser that is still signed in gets a lease without its kernel. */
  private knock(): Promise<string | null> {
    return this.ask("door", { credentials: "same-origin", cache: "no-store" });
  }

  /** The lease that the class grants, if it is for whose page this is: another pupil may have signed in on this tablet since. */
  private async ask(path: string, request: RequestInit): Promise<string | null> {
    const granted = await granting(this.options.base + path, request);
    const { username } = this;
    if (!granted || (username && granted.person.username !== username)) return null;
    this.keep({ lease: granted.lease, username: granted.person.username });
    return granted.lease;
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    writeLease(kept);
  }
}

/** What the class grants; null when it says no. Throws Away when it does not answer in time. */
async function granting(url: string, request: RequestInit): Promise<Granted | null> {
  try {
    return await within(ANSWER_WITHIN, url, request, async (answer) => {
      if (answer.status >= 500) throw new Away();
      return answer.ok ? ((await answer.json()) as Granted) : null;
    });
  } catch {
    throw new Away();
  }
}

/** Reads the answer to a question that is given up after so many milliseconds. */
export async function within<T>(
  milliseconds: number,
  url: string,
  request: RequestInit,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), milliseconds);
  try {
    return await read(await fetch(url, { ...request, signal: giveUp.signal }));
  } finally {
    clearTimeout(timer);
  }
}

/** The lease of this tab; null when there is none, or when the browser keeps nothing. */
function readLease(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function writeLease(kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
    else sessionStorage.removeItem(KEY);
  } catch {
    /* the page still has it in memory */
  }
}
