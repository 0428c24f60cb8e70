/**
 * The line to the kernel that laid out the page: as much of Jupyter's messages as one widget needs (its state, a change of it, a word to
 * it). It is opened for the first thing to say, and not opened again once it is lost: a page goes on without its kernel.
 */

import { newKey } from "../core/outbox";

/** What a kernel says of a widget: `update` brings traits. */
interface Comm {
  method?: string;
  state?: Record<string, unknown>;
}

interface Message {
  header: { msg_type: string };
  content: { comm_id?: string; data?: Comm };
}

export class KernelLine {
  isDisposed = false;
  onState: (state: Record<string, unknown>) => void = () => {};
  private socket: WebSocket | null = null;
  private readonly session = newKey();
  private waiting: string[] = [];

  constructor(
    private readonly url: string,
    private readonly widget: string,
  ) {}

  /** A message to the widget in the kernel; kept until the line is open. */
  send(data: object): void {
    if (this.isDisposed) return;
    const message = JSON.stringify(this.message(data));
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message);
    else this.waiting.push(message);
    this.socket ??= this.open();
  }

  dispose(): void {
    this.isDisposed = true;
    this.waiting = [];
    this.socket?.close();
  }

  private open(): WebSocket {
    const socket = new WebSocket(`${this.url}?session_id=${this.session}`);
    socket.onopen = () => {
      for (const message of this.waiting.splice(0)) socket.send(message);
    };
    socket.onmessage = ({ data }) => typeof data === "string" && this.hear(JSON.parse(data) as Message);
    socket.onclose = () => this.dispose();
    return socket;
  }

  private hear({ header, content }: Message): void {
    if (header.msg_type !== "comm_msg" || content.comm_id !== this.widget) return;
    if (content.data?.method === "update" && content.data.state) this.onState(content.data.state);
  }

  private message(data: object): object {
    const date = new Date().toISOString();
    return {
      channel: "shell",
      header: { msg_id: newKey(), msg_type: "comm_msg", session: this.session, username: "", version: "5.3", date },
      parent_header: {},
      metadata: {},
      content: { comm_id: this.widget, data },
      buffers: [],
    };
  }
}
