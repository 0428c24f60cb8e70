/** Asks the class service over HTTP, with the page's lease. What concerns a text that is being written goes over the socket instead. */

import type { Credentials } from "./credentials";
import { Away, Refused } from "./errors";

export class Api {
  constructor(
    readonly base: string,
    private readonly credentials: Credentials,
  ) {}

  /** The JSON answer of `GET base + path`. Throws Refused, Away or NoCredential. */
  async get<T>(path: string): Promise<T> {
    const lease = await this.credentials.lease();
    const answer = await this.fetch(path, lease);
    if (answer.status !== 401) return read<T>(answer);
    this.credentials.refuse(lease);
    return read<T>(await this.fetch(path, await this.credentials.lease()));
  }

  private async fetch(path: string, lease: string): Promise<Response> {
    const headers = { Authorization: `Bearer ${lease}` };
    const answer = await fetch(this.base + path, { headers }).catch(() => null);
    if (!answer || answer.status >= 500) throw new Away();
    return answer;
  }
}

async function read<T>(answer: Response): Promise<T> {
  if (answer.ok) return answer.json();
  const { code = "error", message = "" } = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, code, message);
}
