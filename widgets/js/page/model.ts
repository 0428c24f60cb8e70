/** The widget's model as its screen sees it: first what the head of the page says, then what the kernel says too. */

import type { KernelLine } from "./kernel";

/** What the head of the page knows (hub_config/single_user/first_paint.py). */
export interface PageHead {
  script: string;
  style: string;
  screen: string;
  service_url: string;
  person: string;
  ticket: string;
  /** The Content-Security-Policy that the page came with. */
  policy: string;
  /** What the class says is in the notebook; null when it was away. */
  notebook: object | null;
}

type Listener = () => void;

export class PageModel {
  /** As a notebook's page has it: the screen hangs up the line once it needs nothing more of the kernel. */
  readonly widget_manager: { kernel: { readonly isDisposed: boolean; dispose: () => void } };
  private readonly traits: Record<string, unknown>;
  private readonly listeners = new Map<string, Set<Listener>>();
  private line: KernelLine | null = null;
  private early: object[] = [];
  private left = false;

  constructor(head: PageHead) {
    this.traits = { ...head };
    const gone = () => this.left || this.line?.isDisposed === true;
    this.widget_manager = {
      kernel: {
        get isDisposed() {
          return gone();
        },
        dispose: () => this.leave(),
      },
    };
  }

  get(name: string): unknown {
    return this.traits[name];
  }

  on(event: string, listener: Listener): void {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event)!.add(listener);
  }

  off(event: string, listener: Listener): void {
    this.listeners.get(event)?.delete(listener);
  }

  /** A word to the widget in the kernel; kept until the page knows where that is. */
  send(content: object): void {
    const data = { method: "custom", content };
    if (this.line) this.line.send(data);
    else this.early.push(data);
  }

  /** The kernel has laid out the page (or could not: null). */
  join(line: KernelLine | null): void {
    if (line && !this.left) {
      this.line = line;
      line.onState = (state) => this.change(state);
      for (const data of this.early.splice(0)) line.send(data);
    } else this.leave();
  }

  private leave(): void {
    this.left = true;
    this.early = [];
    this.line?.dispose();
  }

  private change(state: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(state)) {
      this.traits[name] = value;
      for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
    }
  }
}
