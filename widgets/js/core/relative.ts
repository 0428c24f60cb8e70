/** Where words stand in a frozen document, as Yjs relative positions: the same places in the version and in the pupil's living draft. */

import * as Y from "yjs";

/** The frozen document of a version, from the base64 of its Yjs update. */
export function documentOf(base64: string): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytesOf(base64));
  return doc;
}

/**
 * Two relative positions in base64 around code points `start` to `end` of the plain text; null where nothing stands there.
 * The start sticks to the first letter and the end to the last one, as in `classroom/documents/places.py`.
 */
export function relativeAnchor(doc: Y.Doc, start: number, end: number): [string, string] | null {
  const first = end > start ? spotOf(doc, start) : null;
  const last = end > start ? spotOf(doc, end - 1) : null;
  if (!first || !last) return null;
  const from = Y.createRelativePositionFromTypeIndex(first.type, first.index, 0);
  const to = Y.createRelativePositionFromTypeIndex(last.type, last.index + last.width, -1);
  return [base64Of(Y.encodeRelativePosition(from)), base64Of(Y.encodeRelativePosition(to))];
}

/** Where two relative positions stand in a document, in code points of its plain text; null when they are nowhere. */
export function placeOf(doc: Y.Doc, relative: readonly [string, string]): { start: number; end: number } | null {
  const [start, end] = relative.map((position) => {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytesOf(position)), doc);
    return found ? pointOf(doc, found.type, found.index) : null;
  });
  return start !== null && end !== null && start <= end ? { start, end } : null;
}

/** A character of the document: the Yjs type that holds it, its place there, and how many places it takes. */
interface Spot {
  type: Y.XmlText | Y.XmlElement;
  index: number;
  width: number;
}

/** A piece of a line: typed words, or one thing (a picture, a line break) at a place of its block. */
interface Piece {
  begins: number;
  length: number;
  type: Y.XmlText | Y.XmlElement;
  string: string | null;
  index: number;
}

function spotOf(doc: Y.Doc, point: number): Spot | null {
  const piece = piecesOf(doc).find(({ begins, length }) => begins <= point && point < begins + length);
  if (!piece) return null;
  if (piece.string === null) return { type: piece.type, index: piece.index, width: 1 };
  const characters = Array.from(piece.string);
  const within = point - piece.begins;
  return { type: piece.type, index: characters.slice(0, within).join("").length, width: characters[within].length };
}

function pointOf(doc: Y.Doc, type: unknown, index: number): number | null {
  const pieces = piecesOf(doc).filter((piece) => piece.type === type);
  const last = pieces.at(-1);
  if (!last) return null;
  if (last.string !== null) return last.begins + Array.from(last.string.slice(0, index)).length;
  return pieces.find((piece) => piece.index === index)?.begins ?? last.begins + last.length;
}

function piecesOf(doc: Y.Doc): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const block of doc.getXmlFragment("body").toArray()) {
    const children = block instanceof Y.XmlElement ? block.toArray() : [block];
    children.forEach((child, index) => {
      const string = child instanceof Y.XmlText ? stringOf(child) : null;
      const length = string === null ? 1 : Array.from(string).length;
      const type = child instanceof Y.XmlText ? child : (block as Y.XmlElement);
      pieces.push({ begins: at, length, type, string, index });
      at += length;
    });
    at += 1;
  }
  return pieces;
}

const stringOf = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : "\ufffd"))
    .join("");

const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
