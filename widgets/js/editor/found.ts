/** « On a retrouvé ceci »: passages that two tablets put together had let fall, offered back to their author. */

import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { h } from "../core/dom";
import { icon } from "../core/icons";
import { PICTURE } from "../core/positions";
import { schema } from "../core/schema";
import type { Rescue } from "../core/types";
import { words } from "../core/words.fr";

type Found = Pick<Rescue, "id" | "missing">;

export interface FoundActions {
  putBack: (rescue: Found) => void;
  leave: (rescue: Found) => void;
}

export function drawFound(rescue: Found, { putBack, leave }: FoundActions): HTMLElement {
  const passages = passagesOf(rescue).map((passage) => h("li", {}, words.quote(passage)));
  const button = (name: string, label: string, act: () => void) =>
    h("button", { type: "button", class: "button", "data-key": `${name}-${rescue.id}`, onclick: act }, label);
  return h(
    "section",
    { class: "found card", "aria-label": words.found.title },
    h("header", {}, icon("book"), h("div", {}, h("h2", {}, words.found.title), h("p", {}, words.found.more))),
    h("ul", { lang: "fr" }, ...passages),
    h(
      "footer",
      {},
      button("put-back", words.found.putBack, () => putBack(rescue)),
      button("leave", words.found.leave, () => leave(rescue)),
    ),
  );
}

const passagesOf = ({ missing }: Found): string[] =>
  missing.map((passage) => passage.replaceAll(PICTURE, "").trim()).filter(Boolean);

/** Writes the found passages as a paragraph at the end, and goes there; says whether the text had room for them. */
export function putAtEnd(view: EditorView, rescue: Found): boolean {
  const { tr, doc } = view.state;
  const line = schema.node("block", null, schema.text(passagesOf(rescue).join(" ")));
  const last = doc.lastChild!;
  const emptyLast = last.content.size === 0 ? last.nodeSize : 0;
  tr.replaceWith(doc.content.size - emptyLast, doc.content.size, line);
  view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)).scrollIntoView());
  view.focus();
  return view.state.doc !== doc;
}
