/** Asks the class service over HTTP, with the page's lease. What concerns a text that is being written goes over the socket instead. */

import { type Credentials, within } from "./credentials";
import { Away, Refused } from "./errors";

/** Milliseconds that the class has for a whole answer. */
const ANSWER_WITHIN = 10_000;

export class Api {
  constructor(
    readonly base: string,
    private readonly credentials: Credentials,
  ) {}

  /** The JSON answer of `GET base + path`. Throws Refused, Away or NoCredential. */
  async get<T>(path: string): Promise<T> {
    const lease = await this.credentials.lease();
    try {
      return await this.ask<T>(path, lease);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.credentials.refuse(lease);
      return this.ask<T>(path, await this.credentials.lease());
    }
  }

  private async ask<T>(path: string, lease: string): Promise<T> {
    const headers = { Authorization: `Bearer ${lease}` };
    try {
      return await within(ANSWER_WITHIN, this.base + path, { headers }, read<T>);
    } catch (error) {
      throw error instanceof Refused ? error : new Away();
    }
  }
}

async function read<T>(answer: Response): Promise<T> {
  if (answer.ok) return answer.json();
  if (answer.status >= 500) throw new Away();
  const { code = "error", message = "" } = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, code, message);
}
