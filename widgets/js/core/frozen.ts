/** Shows a deposited version, which nobody can change, with marks over it. */

import { Node } from "prosemirror-model";
import { EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, type DecorationSet, EditorView } from "prosemirror-view";
import { type DrawnMark, markDecorations } from "./marks";
import { pictureView } from "./pictures";
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
  /** Draws these marks, and what a person has taken (ProseMirror positions), if anything. */
  draw(marks: readonly DrawnMark[], taken?: { from: number; to: number } | null): void;
  destroy(): void;
}

/**
 * `document` is a version's ProseMirror JSON; `base` is where the service is, for its pictures; `attributes` (a label at least) go on
 * the text. RangeError when the document does not fit the schema.
 */
export function frozenText(
  parent: HTMLElement,
  document: unknown,
  palette: Palette,
  base: string,
  attributes: { "aria-label": string; [name: string]: string },
): FrozenText {
  const doc = Node.fromJSON(schema, document);
  const view = new EditorView(parent, {
    state: EditorState.create({ doc, plugins: [drawing] }),
    editable: () => false,
    nodeViews: { picture: pictureView(base) },
    attributes: { class: "prose", role: "document", lang: "fr", tabindex: "0", ...attributes },
  });
  return {
    view,
    doc,
    draw: (marks, taken) => {
      const set = markDecorations(doc, marks, palette);
      const around = taken ? [Decoration.inline(taken.from, taken.to, { class: "taken" })] : [];
      view.dispatch(view.state.tr.setMeta(drawn, set.add(doc, around)));
    },
    destroy: () => view.destroy(),
  };
}
