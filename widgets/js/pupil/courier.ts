/** Brings to the class what the tablet still keeps of a pupil's texts while none of them is open: words, and a deposit that waits. */

import type { Credentials } from "../core/credentials";
import type { Socket } from "../core/wire";
import { waitingTexts } from "../editor/kept";
import { TextFile } from "../editor/text_file";

export interface CourierOptions {
  base: string;
  credentials: Credentials;
  /** Called when the class has all of a text. */
  onDelivered: () => void;
  onRefused: (message: string) => void;
  openSocket?: (url: string) => Socket;
}

export class Courier {
  private readonly carried = new Map<string, TextFile>();
  /** The class has said no to these for good: their page says why when they are opened. */
  private readonly hopeless = new Set<string>();

  constructor(private readonly options: CourierOptions) {}

  /** Takes up all that waits. */
  carry(username: string): void {
    for (const text of waitingTexts(username))
      if (!this.carried.has(text) && !this.hopeless.has(text)) this.take(username, text);
  }

  /** Lets go of everything: a text that is opened has its own line to the class. */
  stop(): void {
    for (const file of this.carried.values()) file.close();
    this.carried.clear();
  }

  private take(username: string, text: string): void {
    const file = new TextFile({ ...this.options, username, text });
    this.carried.set(text, file);
    file.onRefused = this.options.onRefused;
    file.onChange = () => queueMicrotask(() => this.look(text, file));
    void file.open();
  }

  private look(text: string, file: TextFile): void {
    if (this.carried.get(text) !== file) return;
    if (file.status.trouble?.stops) this.hopeless.add(text);
    else if (!file.delivered) return;
    this.carried.delete(text);
    file.close();
    this.options.onDelivered();
  }
}
