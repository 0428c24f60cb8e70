/** Two versions side by side: what went away on the left, what is new on the right. */

import { h } from "../../core/dom";
import { WORDS } from "../words.fr";
import { type Piece, wordDiff } from "./diff";

interface Written {
  number: number;
  plain: string;
}

export function compareView(before: Written, after: Written): HTMLElement {
  const pieces = wordDiff(before.plain, after.plain);
  const left = pieces.filter((piece) => piece.kind !== "new");
  const right = pieces.filter((piece) => piece.kind !== "gone");
  const columns = [
    column(WORDS.compare.before(WORDS.reading.round(before.number)), left),
    column(WORDS.compare.after(WORDS.reading.round(after.number)), right),
  ];
  const same = pieces.every((piece) => piece.kind === "same");
  const nothing = same && h("p", { class: "hint" }, WORDS.compare.same);
  return h("div", { class: "compare" }, nothing, h("div", { class: "columns" }, ...columns));
}

function column(title: string, pieces: readonly Piece[]): HTMLElement {
  const tags = { same: "span", gone: "del", new: "ins" } as const;
  const words = pieces.map(({ kind, text }) =>
    h(tags[kind], {}, text.replaceAll("\uFFFC", "▢").replaceAll("\u2028", "\n")),
  );
  return h("section", { class: "card" }, h("h2", {}, title), h("p", { class: "plain", lang: "fr" }, ...words));
}
