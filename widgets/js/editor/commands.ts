/** What keys do in the pad, beyond typing. */

import { baseKeymap, chainCommands, splitBlockAs, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { redo, undo } from "y-prosemirror";
import { schema } from "../core/schema";

const isItem = (kind: string) => kind === "bullet" || kind === "number";

const becomeParagraph: Command = (state, dispatch) => {
  const { $from } = state.selection;
  dispatch?.(state.tr.setNodeAttribute($from.before(), "kind", "paragraph"));
  return true;
};

/** Enter in an empty item of a list ends the list. */
const endList: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  return (
    empty && isItem($from.parent.attrs.kind) && $from.parent.content.size === 0 && becomeParagraph(state, dispatch)
  );
};

/** Enter in a list makes another item; after a title comes a paragraph. */
const splitKeepingLists = splitBlockAs((node, atEnd) => {
  if (isItem(node.attrs.kind)) return { type: node.type, attrs: node.attrs };
  return atEnd ? { type: node.type, attrs: { align: node.attrs.align } } : null;
});

/** Backspace at the start of a title or an item first makes it a paragraph. */
const plainFirst: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const plain = $from.parent.attrs.kind === "paragraph";
  return empty && $from.parentOffset === 0 && !plain && becomeParagraph(state, dispatch);
};

const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(schema.node("line_break")).scrollIntoView());
  return true;
};

export const toggleBold = toggleMark(schema.marks.strong!);

export const keys: Plugin[] = [
  keymap({
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-b": toggleBold,
    "Mod-i": toggleMark(schema.marks.em!),
    "Mod-u": toggleMark(schema.marks.underline!),
    "Shift-Enter": lineBreak,
    Enter: chainCommands(endList, splitKeepingLists),
    Backspace: plainFirst,
  }),
  keymap(baseKeymap),
];
