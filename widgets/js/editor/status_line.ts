/** Where the text is kept, in words and a picture, always in sight. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { words } from "../core/words.fr";
import { AT_REST, type Status } from "./status";

const ICONS: Record<Status["tone"], IconName> = { saved: "saved", saving: "saving", kept: "tablet", alarm: "warning" };

/** Milliseconds that « Gardé sur la tablette » stays while one more letter is written there: else it would blink at each key. */
const A_MOMENT = 1_000;

export class StatusLine {
  readonly element = h("div", { class: "status" });
  private readonly spoken = h("span", { role: "status", "aria-live": "polite" });
  private shown: Status | null = null;
  private later: ReturnType<typeof setTimeout> | null = null;
  private awaited: Status["tone"] | null = null;

  show(status: Status): void {
    const wait = this.patience(status);
    if (status.tone !== this.awaited) this.forget();
    this.awaited = status.tone;
    if (wait) this.later ??= setTimeout(() => this.draw(status), wait);
    else this.draw(status);
  }

  /** For how long what is shown may stay: it is the more careful word, or as good as true. */
  private patience({ tone, words: told }: Status): number {
    if (this.shown?.tone === "kept" && tone === "saving") return A_MOMENT;
    return this.shown?.words === words.state.saving && told === words.state.saved ? AT_REST : 0;
  }

  private forget(): void {
    if (this.later) clearTimeout(this.later);
    this.later = null;
  }

  private draw(status: Status): void {
    this.forget();
    if (this.shown?.tone === status.tone && this.shown.words === status.words) return;
    this.shown = status;
    this.spoken.textContent = status.words;
    this.element.className = `status status-${status.tone}`;
    this.element.replaceChildren(icon(ICONS[status.tone]), this.spoken);
  }
}

export const reloadButton = () =>
  h("button", { type: "button", class: "button", onclick: () => location.reload() }, words.reload);
