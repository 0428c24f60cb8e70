/**
 * The page's right to speak for its person. A ticket of five minutes comes from the kernel; it is exchanged for a lease of a school
 * day, kept for this tab and renewed by the sync socket. A ticket always wins: tablets are shared, and it says who is here now.
 */

import { Away, NoCredential, Refused } from "./errors";
import type { Person } from "./types";

const KEY = "ecritoire:lease";

interface Kept {
  lease: string;
  username: string;
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
  private exchanging: Promise<string> | null = null;

  constructor(private readonly options: CredentialOptions) {
    this.ticket = options.ticket;
    if (options.username && this.kept()?.username !== options.username) this.forget();
  }

  /** Whose journal to open before the network answers; null when nobody has said it yet. */
  get username(): string | null {
    return this.options.username ?? this.kept()?.username ?? null;
  }

  offer(ticket: string): void {
    this.ticket = ticket;
  }

  /** A lease that was not refused yet. Throws Away or NoCredential. */
  lease(): Promise<string> {
    const kept = this.kept();
    if (!this.ticket && kept) return Promise.resolve(kept.lease);
    this.exchanging ??= this.exchange().finally(() => {
      this.exchanging = null;
    });
    return this.exchanging;
  }

  /** The service renewed the lease. */
  renew(lease: string): void {
    const kept = this.kept();
    if (kept) this.keep({ ...kept, lease });
  }

  /** The service refused this lease: the next call asks for another. */
  refuse(lease: string): void {
    if (this.kept()?.lease === lease) this.forget();
  }

  forget(): void {
    sessionStorage.removeItem(KEY);
  }

  private async exchange(): Promise<string> {
    const ticket = this.ticket ?? (await this.options.askTicket());
    this.ticket = null;
    if (!ticket) throw new NoCredential();
    try {
      const { lease, person } = await this.trade(ticket);
      this.keep({ lease, username: person.username });
      return lease;
    } catch (error) {
      if (error instanceof Away) this.ticket = ticket;
      throw error instanceof Refused ? new NoCredential() : error;
    }
  }

  private async trade(credential: string): Promise<{ lease: string; person: Person }> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ credential });
    const answer = await fetch(`${this.options.base}api/leases`, { method: "POST", headers, body }).catch(() => null);
    if (!answer || answer.status >= 500) throw new Away();
    if (!answer.ok) throw new Refused(answer.status, "credential", "");
    return answer.json();
  }

  private kept(): Kept | null {
    const text = sessionStorage.getItem(KEY);
    return text ? (JSON.parse(text) as Kept) : null;
  }

  private keep(kept: Kept): void {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  }
}
