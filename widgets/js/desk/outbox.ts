/** What the teacher did and the service does not know yet: sent in order, kept through a network cut and a reload, until it is stored. */

import { Refused } from "../core/errors";
import type { Request } from "./service";

/** A request about one text. A later one with the same `replaces` takes the place of one that still waits. */
export interface Outgoing extends Request {
  text: string;
  replaces?: string;
}

export type Saving = "saved" | "saving" | "waiting";

export interface OutboxOptions {
  send: (request: Request) => Promise<unknown>;
  storage: Storage;
  key: string;
  /** Called when the state changes: everything is stored, something travels, or the network is down. */
  onState: (state: Saving, left: number) => void;
  /** Called when the service refuses a request for good; it is then dropped. */
  onRefused: (request: Outgoing, refusal: Refused) => void;
}

const PAUSES = [1, 2, 4, 8, 15];

export class Outbox {
  private waiting: Outgoing[];
  private busy = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private settling: ((stored: boolean) => void)[] = [];

  constructor(private readonly options: OutboxOptions) {
    this.waiting = JSON.parse(options.storage.getItem(options.key) ?? "[]") as Outgoing[];
    globalThis.addEventListener?.("online", this.hurry);
  }

  /** What is still to send about one text, in order. */
  pending(text: string): readonly Outgoing[] {
    return this.waiting.filter((one) => one.text === text);
  }

  get state(): Saving {
    if (this.waiting.length === 0) return "saved";
    return this.failures > 0 ? "waiting" : "saving";
  }

  add(...requests: Outgoing[]): void {
    for (const request of requests) this.place(request);
    this.keep();
    void this.flush();
  }

  /** Whether everything is stored: true as soon as it is, false when the network is cut before that. */
  settled(): Promise<boolean> {
    if (this.waiting.length === 0) return Promise.resolve(true);
    const answer = new Promise<boolean>((resolve) => this.settling.push(resolve));
    this.hurry();
    return answer;
  }

  /** Tries now instead of at the next attempt. */
  hurry = (): void => {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    void this.flush();
  };

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    globalThis.removeEventListener?.("online", this.hurry);
  }

  private place(request: Outgoing): void {
    const same = this.waiting.findIndex(
      (one, i) => request.replaces && one.replaces === request.replaces && (i > 0 || !this.busy),
    );
    if (same >= 0) this.waiting.splice(same, 1);
    this.waiting.push(request);
  }

  private async flush(): Promise<void> {
    if (this.busy || this.timer !== null) return;
    this.busy = true;
    while (this.waiting.length > 0 && (await this.sendFirst())) this.keep();
    this.busy = false;
    this.keep();
    for (const resolve of this.settling.splice(0)) resolve(this.waiting.length === 0);
  }

  /** Whether the first request is done with: stored, or refused for good. */
  private async sendFirst(): Promise<boolean> {
    const first = this.waiting[0];
    const { method, path, body } = first;
    try {
      await this.options.send({ method, path, body });
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) return this.later();
      this.options.onRefused(first, error);
    }
    this.failures = 0;
    this.waiting.shift();
    return true;
  }

  private later(): false {
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(this.hurry, pause * 1000);
    return false;
  }

  private keep(): void {
    if (this.waiting.length === 0) this.options.storage.removeItem(this.options.key);
    else this.options.storage.setItem(this.options.key, JSON.stringify(this.waiting));
    this.options.onState(this.state, this.waiting.length);
  }
}
