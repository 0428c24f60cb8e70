/** The writing pad of one text, alone on its page. */

import { h } from "../core/dom";
import { words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { reloadButton } from "../editor/status_line";
import { credentialsOf, type PageOptions } from "./options";

/** Shows the pad as soon as it is known whose it is (from the cell, the tablet, or the class); returns how to take it away. */
export function mountWritingPad(root: HTMLElement, options: PageOptions & { text: string }): () => void {
  const { serviceUrl: base, text } = options;
  const credentials = credentialsOf(options);
  const frame = h("div", { class: "pupil" });
  let pad: WritingPad | null = null;
  let gone = false;
  const show = (username: string) => {
    if (gone) return;
    pad = new WritingPad({ base, text, username, credentials });
    frame.append(pad.element);
  };
  const refuse = () => frame.append(h("p", { class: "notice notice-waiting" }, words.doorClosed, reloadButton()));
  root.classList.add("ecritoire");
  root.lang = "fr";
  root.append(frame);
  if (credentials.username) show(credentials.username);
  else credentials.lease().then(() => show(credentials.username ?? ""), refuse);
  return () => {
    gone = true;
    pad?.destroy();
    frame.remove();
  };
}
