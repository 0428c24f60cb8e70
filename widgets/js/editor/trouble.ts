/** Says what is wrong with keeping the text, and what to do; where nobody keeps it, the words may be taken away. */

import { h } from "../core/dom";
import { icon } from "../core/icons";
import { words } from "../core/words.fr";
import type { Trouble } from "./status";
import { reloadButton } from "./status_line";

/** `plain` gives the words of the text when they are asked for. */
export function drawTrouble(trouble: Trouble, plain: () => string): HTMLElement {
  const copy = trouble.copy && plain().trim() && h("button", copying(plain), words.copyText);
  return h(
    "section",
    { class: "notice notice-trouble", role: "alert" },
    icon("warning"),
    h("div", {}, h("h2", {}, trouble.title), h("p", {}, trouble.advice)),
    trouble.reload && reloadButton(),
    copy,
  );
}

const copying = (plain: () => string) => ({
  type: "button",
  class: "button",
  "data-key": "copy",
  onclick: (event: Event) => showCopy((event.currentTarget as HTMLElement).closest(".ecritoire")!, plain()),
});

/** The words in a box, all chosen: even a browser that does not copy by itself leaves them in the hand. */
function showCopy(parent: Element, text: string): void {
  const box = h("textarea", { class: "copied", readonly: true, rows: 8, lang: "fr", "aria-label": words.myText }, text);
  const said = h("p", { role: "status" });
  const copy = () => {
    box.select();
    said.textContent = document.execCommand("copy") ? words.copyDone : words.copyByHand;
  };
  const dialog = h(
    "dialog",
    { class: "question", "aria-label": words.copyText },
    h("h2", {}, words.copyText),
    box,
    said,
    h(
      "footer",
      {},
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, words.closeCard),
      h("button", { type: "button", class: "button primary", onclick: copy }, words.copyNow),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  box.select();
}
