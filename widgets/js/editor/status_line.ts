/** Where the text is kept, in words and a picture, always in sight. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { words } from "../core/words.fr";
import type { Status } from "./status";

const ICONS: Record<Status["tone"], IconName> = { saved: "saved", saving: "saving", kept: "tablet", alarm: "warning" };

/** Milliseconds that « Gardé sur la tablette » stays while one more letter is written there: else it would blink at each key. */
const A_MOMENT = 1_000;

export class StatusLine {
  readonly element = h("div", { class: "status" });
  private readonly spoken = h("span", { role: "status", "aria-live": "polite" });
  private shown: Status | null = null;
  private later: ReturnType<typeof setTimeout> | null = null;

  show(status: Status): void {
    if (this.shown?.tone === "kept" && status.tone === "saving") {
      this.later ??= setTimeout(() => this.draw(status), A_MOMENT);
      return;
    }
    this.draw(status);
  }

  private draw(status: Status): void {
    if (this.later) clearTimeout(this.later);
    this.later = null;
    if (this.shown?.tone === status.tone && this.shown.words === status.words) return;
    this.shown = status;
    this.spoken.textContent = status.words;
    this.element.className = `status status-${status.tone}`;
    this.element.replaceChildren(icon(ICONS[status.tone]), this.spoken);
  }
}

export const reloadButton = () =>
  h("button", { type: "button", class: "button", onclick: () => location.reload() }, words.reload);
