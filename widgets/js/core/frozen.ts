/** Shows a deposited version, which nobody can change, with marks over it. */

import { Node } from "prosemirror-model";
import { EditorState, Plugin, PluginKey } from "prosemirror-state";
import { type DecorationSet, EditorView } from "prosemirror-view";
import { type DrawnMark, markDecorations } from "./marks";
import { schema } from "./schema";
import type { Palette } from "./types";

const drawn = new PluginKey<DecorationSet>("drawn");

const drawing = new Plugin<DecorationSet>({
  key: drawn,
  state: {
    init: (_, state) => markDecorations(state.doc, [], { families: [] }),
    apply: (tr, set) => tr.getMeta(drawn) ?? set,
  },
  props: { decorations: (state) => drawn.getState(state) },
});

export interface FrozenText {
  view: EditorView;
  doc: Node;
  draw(marks: readonly DrawnMark[]): void;
  destroy(): void;
}

/** `document` is a version's ProseMirror JSON. RangeError when it does not fit the schema. */
export function frozenText(parent: HTMLElement, document: unknown, palette: Palette, label: string): FrozenText {
  const doc = Node.fromJSON(schema, document);
  const view = new EditorView(parent, {
    state: EditorState.create({ doc, plugins: [drawing] }),
    editable: () => false,
    attributes: { class: "prose", role: "document", "aria-label": label, lang: "fr", tabindex: "0" },
  });
  return {
    view,
    doc,
    draw: (marks) => view.dispatch(view.state.tr.setMeta(drawn, markDecorations(doc, marks, palette))),
    destroy: () => view.destroy(),
  };
}
