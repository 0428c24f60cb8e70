/** Two states of a text side by side: what went away on the left, what is new on the right. */

import { h } from "../../core/dom";
import { type Piece, wordDiff } from "./diff";

export interface Written {
  title: string;
  plain: string;
}

/** `same` is said when nothing changed. */
export function compareView(before: Written, after: Written, same: string): HTMLElement {
  const pieces = wordDiff(before.plain, after.plain);
  const left = pieces.filter((piece) => piece.kind !== "new");
  const right = pieces.filter((piece) => piece.kind !== "gone");
  const columns = [column(before.title, left), column(after.title, right)];
  const nothing = pieces.every((piece) => piece.kind === "same") && h("p", { class: "hint" }, same);
  return h("div", { class: "compare" }, nothing, h("div", { class: "columns" }, ...columns));
}

function column(title: string, pieces: readonly Piece[]): HTMLElement {
  const tags = { same: "span", gone: "del", new: "ins" } as const;
  const words = pieces.map(({ kind, text }) =>
    h(tags[kind], {}, text.replaceAll("\uFFFC", "▢").replaceAll("\u2028", "\n")),
  );
  return h("section", { class: "card" }, h("h2", {}, title), h("p", { class: "plain", lang: "fr" }, ...words));
}
