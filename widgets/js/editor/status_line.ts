/** Where the text is kept, in words and a picture, always in sight. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { words } from "../core/words.fr";
import type { Status } from "./status";

const ICONS: Record<Status["tone"], IconName> = { saved: "saved", saving: "saving", kept: "tablet", alarm: "warning" };

export class StatusLine {
  readonly element = h("div", { class: "status" });
  private readonly spoken = h("span", { role: "status", "aria-live": "polite" });
  private shown = "";

  show(status: Status): void {
    const sign = status.tone + status.words;
    if (sign === this.shown) return;
    this.shown = sign;
    this.spoken.textContent = status.words;
    this.element.className = `status status-${status.tone}`;
    this.element.replaceChildren(icon(ICONS[status.tone]), this.spoken);
  }
}

export const reloadButton = () =>
  h("button", { type: "button", class: "button", onclick: () => location.reload() }, words.reload);
