/** The words of a document without an editor: what is compared after a time away, and what is shown when no editor may touch it. */

import { type Doc, XmlElement, XmlText } from "yjs";
import { bodyOf } from "./anchors";
import { LINE_BREAK, PICTURE } from "./positions";

type Piece = XmlElement | XmlText | unknown;

/** The plain text of a document as docs/helper/protocol.md counts it: a line for each block. */
export const plainOf = (doc: Doc): string => bodyOf(doc).toArray().map(textOf).join("\n");

function textOf(piece: Piece): string {
  if (piece instanceof XmlText) return (piece.toDelta() as { insert: unknown }[]).map(inserted).join("");
  if (!(piece instanceof XmlElement)) return "";
  if (piece.nodeName === "picture") return PICTURE;
  if (piece.nodeName === "line_break") return LINE_BREAK;
  return piece.toArray().map(textOf).join("");
}

const inserted = ({ insert }: { insert: unknown }): string => (typeof insert === "string" ? insert : textOf(insert));
