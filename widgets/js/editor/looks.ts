/** What changes the look of words and lines, once a text is accepted: colours, sizes, ways of writing, lines in the middle, pictures. */

import type { Node } from "prosemirror-model";
import { type Command, type EditorState, NodeSelection } from "prosemirror-state";
import { schema } from "../core/schema";

export type Look = "colour" | "size" | "font";

export interface Picture {
  asset: string;
  alt: string;
}

/** The widths that a picture may take, in hundredths of the page. */
export const WIDTHS = { small: 35, medium: 60, large: 100 } as const;

const LETTER = /[\p{L}\p{M}\p{N}'’-]/u;

/** What is selected, or else the word where the cursor stands: on a tablet a touch in a word is enough. */
function chosen({ selection, doc }: EditorState): { from: number; to: number } {
  const { from, to, empty, $from } = selection;
  if (!empty) return { from, to };
  const text = doc.textBetween($from.start(), $from.end(), "", "\ufffc");
  let [start, end] = [$from.parentOffset, $from.parentOffset];
  while (start > 0 && LETTER.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && LETTER.test(text.charAt(end))) end += 1;
  return { from: $from.start() + start, to: $from.start() + end };
}

/** Gives the chosen words this look; null takes it away. */
export function give(look: Look, name: string | null): Command {
  return (state, dispatch) => {
    const { from, to } = chosen(state);
    const type = schema.marks[look]!;
    if (from === to) return false;
    dispatch?.(name === null ? state.tr.removeMark(from, to, type) : state.tr.addMark(from, to, type.create({ name })));
    return true;
  };
}

/** The look of the chosen words: of the first of them when they differ. */
export function lookOf(state: EditorState, look: Look): string | null {
  const { from, to } = chosen(state);
  const mark = schema.marks[look]!.isInSet(state.doc.resolve(from === to ? from : from + 1).marks());
  return mark ? String(mark.attrs.name) : null;
}

/** Underlines the chosen words, or no longer. */
export const underline: Command = (state, dispatch) => {
  const { from, to } = chosen(state);
  const type = schema.marks.underline!;
  if (from === to) return false;
  const on = state.doc.rangeHasMark(from, to, type);
  dispatch?.(on ? state.tr.removeMark(from, to, type) : state.tr.addMark(from, to, type.create()));
  return true;
};

export const isUnderlined = (state: EditorState): boolean => {
  const { from, to } = chosen(state);
  return state.doc.rangeHasMark(from, to, schema.marks.underline!);
};

const linesOf = ({ doc, selection }: EditorState): [number, Node][] => {
  const lines: [number, Node][] = [];
  doc.nodesBetween(selection.from, selection.to, (node, at) => {
    if (node.isTextblock) lines.push([at, node]);
    return !node.isTextblock;
  });
  return lines;
};

export const isCentred = (state: EditorState): boolean =>
  linesOf(state).every(([, line]) => line.attrs.align === "center");

/** Puts the lines in the middle, or back at the margin. */
export const centre: Command = (state, dispatch) => {
  const align = isCentred(state) ? null : "center";
  const { tr } = state;
  for (const [at] of linesOf(state)) tr.setNodeAttribute(at, "align", align);
  dispatch?.(tr);
  return true;
};

/** Puts a picture on a line of its own, in the middle, below the line where the cursor stands. */
export function addPicture({ asset, alt }: Picture): Command {
  return (state, dispatch) => {
    const { $to } = state.selection;
    const at = $to.depth > 0 ? $to.after(1) : state.doc.content.size;
    const picture = schema.node("picture", { asset, alt, width: WIDTHS.medium });
    const { tr } = state;
    tr.insert(at, schema.node("block", { align: "center" }, picture));
    if (at === state.doc.content.size) tr.insert(tr.doc.content.size, schema.node("block"));
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, at + 1)).scrollIntoView());
    return true;
  };
}

/** The picture that was touched; null when words are. */
export function pictureAt({ selection }: EditorState): { at: number; node: Node } | null {
  const picture = selection instanceof NodeSelection && selection.node.type === schema.nodes.picture;
  return picture ? { at: selection.from, node: selection.node } : null;
}

export function resizePicture(width: number): Command {
  return (state, dispatch) => {
    const picture = pictureAt(state);
    if (!picture) return false;
    const { tr } = state;
    tr.setNodeAttribute(picture.at, "width", width);
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, picture.at)));
    return true;
  };
}

/** Takes the picture away, with its line when nothing else is on it. */
export const removePicture: Command = (state, dispatch) => {
  const picture = pictureAt(state);
  if (!picture) return false;
  const { $from } = state.selection;
  const alone = $from.parent.childCount === 1 && state.doc.childCount > 1;
  const { tr } = state;
  dispatch?.(alone ? tr.delete($from.before(), $from.after()) : tr.delete(picture.at, picture.at + 1));
  return true;
};
