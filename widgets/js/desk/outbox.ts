/** What the teacher did and the service does not know yet: sent in order, kept through a network cut and a reload, until it is stored. */

import { NoCredential, Refused } from "../core/errors";
import type { Kept } from "./kept";
import type { Request } from "./service";

/** A request about one text. A later one with the same `replaces` takes the place of one that still waits. Asking twice does nothing twice. */
export interface Outgoing extends Request {
  text: string;
  replaces?: string;
}

/** `late`: the class does not answer; `signed_out`: it does not know any more who is asking. */
export type Saving = "saved" | "saving" | "late" | "signed_out";

export interface OutboxOptions {
  send: (request: Request) => Promise<unknown>;
  kept: Kept;
  /** Called when the state changes: everything is stored, something travels, or it has to wait. */
  onState: (state: Saving, left: number) => void;
  /** Called when the service refuses a request for good; it is then dropped. */
  onRefused: (request: Outgoing, refusal: Refused) => void;
}

/** Seconds between two tries: what was done offline is stored within five seconds of the network's return. */
const PAUSES = [1, 2, 4];
/** Too much at once: the same request may pass in a moment. */
const SLOW_DOWN = 429;
/** Milliseconds for one request: these are small, and may be asked again. */
const PATIENCE = 5_000;
/** Milliseconds after which a request that travels is said to be late. */
const LATE = 3_000;
const BEAT = 30_000;

export class Outbox {
  /** How many requests were refused since the page was opened. */
  refusals = 0;
  private waiting: Outgoing[];
  private busy = false;
  private failures = 0;
  private trouble: "late" | "signed_out" | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly beating: ReturnType<typeof setInterval>;
  private settling: ((stored: boolean) => void)[] = [];

  constructor(private readonly options: OutboxOptions) {
    this.waiting = options.kept.adopt();
    this.beating = setInterval(this.beat, BEAT);
    addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
  }

  /** What is still to send about one text, in order. */
  pending(text: string): readonly Outgoing[] {
    return this.waiting.filter((one) => one.text === text);
  }

  get state(): Saving {
    return this.waiting.length === 0 ? "saved" : (this.trouble ?? "saving");
  }

  /** Whether what waits would be lost with this page: the browser keeps nothing. */
  get fragile(): boolean {
    return this.waiting.length > 0 && !this.options.kept.works;
  }

  add(...requests: Outgoing[]): void {
    for (const request of requests) this.place(request);
    this.keep();
    void this.flush();
  }

  /** Takes back what still waits and is not on its way. */
  withdraw(which: (request: Outgoing) => boolean): void {
    this.waiting = this.waiting.filter((one, i) => (this.busy && i === 0) || !which(one));
    this.keep();
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

  /** The page goes, for a while or for good: what waits is there for the next one. */
  leave = (): void => this.options.kept.leave(this.waiting);

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    clearInterval(this.beating);
    removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.leave();
  }

  private place(request: Outgoing): void {
    const same = this.waiting.findIndex(
      (one, i) => request.replaces && one.replaces === request.replaces && (i > 0 || !this.busy),
    );
    if (same >= 0) this.waiting.splice(same, 1);
    this.waiting.push(request);
  }

  /** Says that this page is there, and takes over what a page that vanished had left. */
  private beat = (): void => {
    if (!this.busy) this.waiting = this.options.kept.adopt(this.waiting);
    this.keep();
    void this.flush();
  };

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
    const slow = setTimeout(() => this.troubled("late"), LATE);
    try {
      await this.options.send({ method, path, body, patience: PATIENCE });
    } catch (error) {
      if (!(error instanceof Refused) || error.status === SLOW_DOWN)
        return this.later(error instanceof NoCredential ? "signed_out" : "late");
      this.refusals += 1;
      this.options.onRefused(first, error);
    } finally {
      clearTimeout(slow);
    }
    this.failures = 0;
    this.trouble = null;
    this.waiting.shift();
    return true;
  }

  private later(trouble: "late" | "signed_out"): false {
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.trouble = trouble;
    this.timer = setTimeout(this.hurry, pause * 1000);
    return false;
  }

  private troubled(trouble: "late"): void {
    this.trouble ??= trouble;
    this.keep();
  }

  private keep(): void {
    this.options.kept.keep(this.waiting);
    this.options.onState(this.state, this.waiting.length);
  }
}
