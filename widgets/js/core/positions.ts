/**
 * Counts places in a text. On the wire a place is a number of code points of the plain text (blocks joined by a line feed, a picture
 * is U+FFFC, a forced line break U+2028); in the editor it is a ProseMirror position, in UTF-16. This is the only place that converts.
 */

import type { Node } from "prosemirror-model";

export const PICTURE = "\ufffc";
export const LINE_BREAK = "\u2028";

const leafText = (leaf: Node) => (leaf.type.name === "line_break" ? LINE_BREAK : PICTURE);

/** The text of one block; its UTF-16 length is the size of the block's content. */
export function blockText(block: Node): string {
  return block.textBetween(0, block.content.size, "", leafText);
}

export function plainText(doc: Node): string {
  return doc.children.map(blockText).join("\n");
}

/** The plain text between two positions of the editor. */
export function textBetween(doc: Node, from: number, to: number): string {
  return doc.textBetween(Math.max(0, from), Math.min(doc.content.size, to), "\n", leafText);
}

/** How many code points a string has: "🦊" is 1. A lone surrogate counts as one, as in Python. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 index of the n-th code point; the length of the string when it has fewer. */
export function utf16Index(text: string, n: number): number {
  let index = 0;
  for (const character of text) {
    if (n-- <= 0) break;
    index += character.length;
  }
  return index;
}

/** The ProseMirror position of a place given in code points; places past the end give the end of the last block. */
export function toPosition(doc: Node, offset: number): number {
  let left = Math.max(0, offset);
  let start = 1;
  for (const [index, block] of doc.children.entries()) {
    const text = blockText(block);
    const length = codePoints(text);
    if (left <= length || index === doc.childCount - 1) return start + utf16Index(text, left);
    left -= length + 1;
    start += block.nodeSize;
  }
  return start;
}

/** The place in code points of a ProseMirror position; a position between two blocks is the start of the second. */
export function toOffset(doc: Node, position: number): number {
  let offset = 0;
  let start = 1;
  for (const block of doc.children) {
    const text = blockText(block);
    const inside = position - start;
    if (inside <= text.length) return offset + codePoints(text.slice(0, Math.max(0, inside)));
    offset += codePoints(text) + 1;
    start += block.nodeSize;
  }
  return Math.max(0, offset - 1);
}
