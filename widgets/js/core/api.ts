/** Asks the class service over HTTP, with the page's lease. What concerns a text that is being written goes over the socket instead. */

import { type Credentials, within } from "./credentials";
import { Away, Refused } from "./errors";

/** Milliseconds that the class has for a whole answer. */
const ANSWER_WITHIN = 10_000;

/** A photograph goes slowly over a school's Wi-Fi. */
const PICTURE_WITHIN = 60_000;

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: Blob;
}

export class Api {
  constructor(
    readonly base: string,
    private readonly credentials: Credentials,
  ) {}

  /** The JSON answer of `GET base + path`. Throws Refused, Away or NoCredential. */
  get = <T>(path: string): Promise<T> => this.ask<T>(path, {}, ANSWER_WITHIN);

  /** Sends a picture; gives the name of its content. Throws as `get`. */
  async sendPicture(picture: Blob): Promise<string> {
    const request = { method: "POST", headers: { "Content-Type": picture.type }, body: picture };
    return (await this.ask<{ sha256: string }>("api/assets", request, PICTURE_WITHIN)).sha256;
  }

  private async ask<T>(path: string, request: Asked, milliseconds: number): Promise<T> {
    const lease = await this.credentials.lease();
    try {
      return await this.once<T>(path, request, milliseconds, lease);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.credentials.refuse(lease);
      return this.once<T>(path, request, milliseconds, await this.credentials.lease());
    }
  }

  private async once<T>(path: string, request: Asked, milliseconds: number, lease: string): Promise<T> {
    const headers = { ...request.headers, Authorization: `Bearer ${lease}` };
    try {
      return await within(milliseconds, this.base + path, { ...request, headers }, read<T>);
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
