/** The line to the class: opens the socket, says who is there, notices within seconds when nobody answers any more, and tries again. */

import type { Credentials } from "./credentials";
import { NoCredential } from "./errors";
import { type Frame, readFrame, type Socket } from "./wire";

const TICK = 500;
/** Milliseconds of silence after which somebody is asked for a sign of life; sooner when something waits for its answer. */
const PING_AFTER = 5_000;
const PING_WAITING_AFTER = 1_500;
/** Milliseconds for a socket to open, and for any answer to what was said on it. A rest that the class takes is shorter (2.5 s). */
const OPEN_WITHIN = 3_000;
const ANSWER_WITHIN = 3_500;
/** Milliseconds from one try to the next: what a try took counts, so that a network which swallows everything is found again as soon. */
const LONGEST_PAUSE = 2_500;
const PING = '{"k":"ping"}';
const CONNECTING = 0;
const BAD_CREDENTIAL = 4401;
/** Close codes after which trying again is no use: the page says what to do instead. */
const FINAL: Record<number, Link> = { 4403: "forbidden", 4404: "forbidden", 4409: "outdated", 4413: "full" };
const GIVEN_UP: Link[] = ["forbidden", "outdated", "full"];

/** Milliseconds on a clock that nobody sets: a tablet's own may jump by a day. */
const now = () => performance.now();

export type Link = "connecting" | "live" | "offline" | "refused" | "forbidden" | "outdated" | "full";

export interface ConnectionOptions {
  url: string;
  credentials: Credentials;
  /** The first thing to say on a new socket. */
  greeting: (lease: string) => string;
  onFrame: (frame: Frame) => void;
  onLost: () => void;
  /** Called twice a second. */
  onTick: () => void;
  /** Whether something that was sent waits for its answer. */
  waiting: () => boolean;
  open?: (url: string) => Socket;
}

export class Connection {
  link: Link = "connecting";
  private tries = 0;
  private tried = 0;
  private asking = false;
  private socket: Socket | null = null;
  private lease = "";
  private heard = 0;
  private pinged = 0;
  /** When something was first said that nobody has answered yet; 0 when nothing waits. */
  private said = 0;
  private closed = false;
  private retrying: ReturnType<typeof setTimeout> | null = null;
  private readonly ticking = setInterval(() => this.tick(), TICK);

  constructor(private readonly options: ConnectionOptions) {
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Tries now, without waiting for the next turn; a socket from before is asked whether somebody is still there. */
  wake = (): void => {
    if (this.closed || GIVEN_UP.includes(this.link)) return;
    this.tries = 0;
    if (this.link === "live") this.ping();
    else if (this.socket?.readyState === CONNECTING && now() - this.tried > TICK) this.giveUp();
    else void this.connect();
  };

  /** The class has answered the greeting. */
  welcomed(): void {
    this.link = "live";
    this.tries = 0;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.socket) return;
    this.said ||= now();
    this.socket.send(data);
  }

  /** Hangs up for good, because of this. */
  end(link: Link): void {
    this.drop();
    this.lost(link);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.ticking);
    if (this.retrying) clearTimeout(this.retrying);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.drop();
  }

  private onVisibility = (): void => {
    if (document.visibilityState === "visible") this.wake();
  };

  private async connect(): Promise<void> {
    if (this.closed || this.asking || this.socket || GIVEN_UP.includes(this.link)) return;
    if (this.retrying) clearTimeout(this.retrying);
    this.retrying = null;
    this.tried = now();
    this.asking = true;
    try {
      this.lease = await this.options.credentials.lease();
      this.asking = false;
      if (!this.closed && !GIVEN_UP.includes(this.link)) this.open();
    } catch (error) {
      this.asking = false;
      this.lost(error instanceof NoCredential ? "refused" : "offline");
    }
  }

  private open(): void {
    const make = this.options.open ?? ((url) => new WebSocket(url) as unknown as Socket);
    const socket = make(this.options.url);
    this.socket = socket;
    this.said = now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.socket === socket && this.greet();
    socket.onmessage = (event) => this.socket === socket && this.hear(readFrame(event.data));
    socket.onclose = (event) => this.socket === socket && this.hungUp(event.code);
  }

  private greet(): void {
    this.said = now();
    this.send(this.options.greeting(this.lease));
  }

  private hear(frame: Frame | null): void {
    this.heard = now();
    this.said = 0;
    if (frame?.k === "lease") this.options.credentials.renew(frame.lease);
    else if (frame) this.options.onFrame(frame);
  }

  private hungUp(code: number): void {
    this.socket = null;
    if (code === BAD_CREDENTIAL) this.options.credentials.refuse(this.lease);
    this.lost(FINAL[code] ?? "offline");
  }

  /** Nobody is at the other end of this socket. */
  private giveUp(): void {
    this.drop();
    this.lost("offline");
  }

  private drop(): void {
    const dead = this.socket;
    this.socket = null;
    this.said = 0;
    dead?.close();
  }

  /** The class is away. Without a credential it is worth trying again too: the kernel may be back with a ticket. */
  private lost(link: Link): void {
    if (this.closed) return;
    this.link = link;
    if (!GIVEN_UP.includes(link)) {
      const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** this.tries++) * (0.6 + 0.4 * Math.random());
      const spent = now() - this.tried;
      if (this.retrying) clearTimeout(this.retrying);
      this.retrying = setTimeout(() => void this.connect(), Math.max(100, pause - spent));
    }
    this.options.onLost();
  }

  private ping(): void {
    this.pinged = now();
    this.send(PING);
  }

  /** A browser may keep a dead socket open and silent: only an answer shows that somebody is there. */
  private tick(): void {
    const unanswered = this.said && now() - this.said;
    const patience = this.socket?.readyState === CONNECTING ? OPEN_WITHIN : ANSWER_WITHIN;
    if (this.socket && unanswered > patience) this.giveUp();
    else if (this.link === "live") this.askAfterSilence();
    this.options.onTick();
  }

  private askAfterSilence(): void {
    const patience = this.options.waiting() ? PING_WAITING_AFTER : PING_AFTER;
    if (now() - Math.max(this.heard, this.pinged) > patience) this.ping();
  }
}
