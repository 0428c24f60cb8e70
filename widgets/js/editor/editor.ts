/** The editor itself: a Yjs text in ProseMirror, with what a ten-year-old needs and nothing more. */

import { EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { ySyncPlugin, ySyncPluginKey, yUndoPlugin } from "y-prosemirror";
import type { Doc } from "yjs";
import { bodyOf } from "../core/anchors";
import { pictureView } from "../core/pictures";
import { codePoints, plainText } from "../core/positions";
import { schema } from "../core/schema";
import { words } from "../core/words.fr";
import { keys } from "./commands";
import { markingPlugin } from "./marking";
import { cleanHTML, cleanText, sliceText } from "./paste";

/** `MAX_TEXT` of classroom/model.py, in code points. */
export const LONGEST_TEXT = 20_000;

/** Room for the sticky head of the page and for the card of a mark below. */
const MARGIN = { top: 130, bottom: 150, left: 0, right: 0 };

export interface EditorOptions {
  ydoc: Doc;
  label: string;
  /** Where the service is, for the pictures of the text. */
  base: string;
  editable: () => boolean;
  onChange: (view: EditorView) => void;
  onTooLong: () => void;
}

export function createEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const { ydoc } = options;
  const plugins = [
    ySyncPlugin(bodyOf(ydoc)),
    yUndoPlugin(),
    ...keys,
    markingPlugin(ydoc),
    limit(options.onTooLong),
    new Plugin({ view: () => ({ update: options.onChange }) }),
  ];
  return new EditorView(parent, {
    state: EditorState.create({ schema, plugins }),
    editable: options.editable,
    attributes: (state) => attributes(state, options),
    transformPastedHTML: cleanHTML,
    transformPastedText: cleanText,
    clipboardTextSerializer: sliceText,
    nodeViews: { picture: pictureView(options.base) },
    handleScrollToSelection: letterFirst(),
    scrollMargin: MARGIN,
    scrollThreshold: MARGIN,
  });
}

function attributes(state: EditorState, { label, editable }: EditorOptions): Record<string, string> {
  const empty = editable() && state.doc.childCount === 1 && state.doc.firstChild!.content.size === 0;
  return {
    class: empty ? "prose prose-empty" : "prose",
    role: "textbox",
    tabindex: "0",
    "aria-multiline": "true",
    "aria-readonly": String(!editable()),
    "aria-label": label,
    "data-placeholder": words.placeholder,
    lang: "fr",
    spellcheck: "false",
    autocorrect: "off",
    autocapitalize: "sentences",
  };
}

/** Milliseconds after the frame with a letter: on a slow tablet, finding out where it stands is felt, and the next key is not there yet. */
const SCROLL_AFTER = 50;

/** The page scrolls to a letter, if it must, when it is on the screen. */
function letterFirst(): (view: EditorView) => boolean {
  let waits = false;
  let now = false;
  const scroll = (view: EditorView) => {
    waits = false;
    if (view.isDestroyed) return;
    now = true;
    view.dispatch(view.state.tr.scrollIntoView());
    now = false;
  };
  return (view) => {
    if (now) return false;
    if (!waits) requestAnimationFrame(() => setTimeout(() => scroll(view), SCROLL_AFTER));
    waits = true;
    return true;
  };
}

/** A text may not grow past the longest one that can be deposited; it may always shrink, and others' changes always come in. */
function limit(onTooLong: () => void): Plugin {
  return new Plugin({
    filterTransaction: (tr, state) => {
      const grows = tr.docChanged && tr.doc.content.size > state.doc.content.size;
      if (!grows || tr.doc.content.size <= LONGEST_TEXT || tr.getMeta(ySyncPluginKey)) return true;
      const fits = codePoints(plainText(tr.doc)) <= LONGEST_TEXT;
      if (!fits) onTooLong();
      return fits;
    },
  });
}
