/** The line to the class: opens the socket, says who is there, notices when nobody answers any more, and tries again. */

import type { Credentials } from "./credentials";
import { NoCredential } from "./errors";
import { type Frame, readFrame, type Socket } from "./wire";

const PING_AFTER = 5_000;
const DEAD_AFTER = 12_000;
const LONGEST_PAUSE = 10_000;
const OPEN = 1;
const BAD_CREDENTIAL = 4401;
/** Close codes after which trying again is no use: the page says what to do instead. */
const FINAL: Record<number, Link> = { 4403: "forbidden", 4404: "forbidden", 4409: "outdated", 4413: "full" };
const GIVEN_UP: Link[] = ["forbidden", "outdated", "full"];

export type Link = "connecting" | "live" | "offline" | "refused" | "forbidden" | "outdated" | "full";

export interface ConnectionOptions {
  url: string;
  credentials: Credentials;
  /** The first thing to say on a new socket. */
  greeting: (lease: string) => string;
  onFrame: (frame: Frame) => void;
  onLost: () => void;
  /** Called every second. */
  onTick: () => void;
  open?: (url: string) => Socket;
}

export class Connection {
  link: Link = "connecting";
  private tries = 0;
  private socket: Socket | null = null;
  private lease = "";
  private heard = 0;
  private pinged = 0;
  private closed = false;
  private retrying: ReturnType<typeof setTimeout> | null = null;
  private readonly ticking = setInterval(() => this.tick(), 1_000);

  constructor(private readonly options: ConnectionOptions) {
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  /** Tries now, without waiting for the next turn. */
  wake = (): void => {
    if (this.closed || this.link === "live" || GIVEN_UP.includes(this.link)) return;
    this.tries = 0;
    void this.connect();
  };

  /** The class has answered the greeting. */
  welcomed(): void {
    this.link = "live";
    this.tries = 0;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.socket?.send(data);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.ticking);
    if (this.retrying) clearTimeout(this.retrying);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.socket?.close();
  }

  private onVisibility = (): void => {
    if (document.visibilityState === "visible") this.wake();
  };

  private get busy(): boolean {
    return this.closed || (this.socket !== null && this.socket.readyState <= OPEN);
  }

  private async connect(): Promise<void> {
    if (this.busy) return;
    if (this.retrying) clearTimeout(this.retrying);
    this.retrying = null;
    try {
      this.lease = await this.options.credentials.lease();
    } catch (error) {
      this.lost(error instanceof NoCredential ? "refused" : "offline");
      return;
    }
    if (!this.busy) this.open();
  }

  private open(): void {
    const make = this.options.open ?? ((url) => new WebSocket(url) as unknown as Socket);
    const socket = make(this.options.url);
    this.socket = socket;
    this.heard = Date.now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(this.options.greeting(this.lease));
    socket.onmessage = (event) => this.socket === socket && this.hear(readFrame(event.data));
    socket.onclose = (event) => this.socket === socket && this.hungUp(event.code);
  }

  private hear(frame: Frame | null): void {
    this.heard = Date.now();
    if (frame?.k === "lease") this.options.credentials.renew(frame.lease);
    else if (frame) this.options.onFrame(frame);
  }

  private hungUp(code: number): void {
    this.socket = null;
    if (code === BAD_CREDENTIAL) this.options.credentials.refuse(this.lease);
    this.lost(FINAL[code] ?? "offline");
  }

  /** The class is away. Without a credential it is worth trying again too: the kernel may be back with a ticket. */
  private lost(link: Link): void {
    this.link = link;
    if (!GIVEN_UP.includes(link) && !this.closed) {
      const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** this.tries++) * (0.5 + Math.random());
      this.retrying = setTimeout(() => void this.connect(), pause);
    }
    this.options.onLost();
  }

  /** A browser may keep a dead socket open and silent: only an answer shows that somebody is there. */
  private tick(): void {
    const now = Date.now();
    const silence = now - this.heard;
    if (this.socket && silence > DEAD_AFTER) {
      const dead = this.socket;
      this.hungUp(0);
      dead.close();
    } else if (this.link === "live" && silence > PING_AFTER && now - this.pinged > PING_AFTER) {
      this.pinged = now;
      this.send('{"k":"ping"}');
    }
    this.options.onTick();
  }
}
