/**
 * Ties a place of a text to its Yjs document, so that a mark made on a deposited version finds its words again in the living text.
 * Positions here are ProseMirror positions: in `body`, each block counts for its content and two, in UTF-16.
 */

import type { Node } from "prosemirror-model";
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  type Doc,
  decodeRelativePosition,
  encodeRelativePosition,
  type RelativePosition,
  type AbstractType as YType,
  XmlElement as YXmlElement,
  type XmlFragment as YXmlFragment,
  XmlText as YXmlText,
} from "yjs";
import { fromBase64, toBase64 } from "./bytes";
import { textBetween, toOffset } from "./positions";
import type { Anchor } from "./types";

const CONTEXT = 32;

export const bodyOf = (ydoc: Doc): YXmlFragment => ydoc.getXmlFragment("body");

const sizeOf = (child: unknown) => (child instanceof YXmlText ? child.length : 1);

const children = (parent: YXmlFragment | YXmlElement) => parent.toArray();

const contentSize = (block: YXmlElement) => children(block).reduce((sum, child) => sum + sizeOf(child), 0);

/** The relative position of a position: `side` 0 holds on to the character after it, -1 to the one before. */
export function relativeAt(ydoc: Doc, position: number, side: 0 | -1): RelativePosition {
  const body = bodyOf(ydoc);
  let start = 1;
  for (const block of children(body)) {
    if (!(block instanceof YXmlElement)) continue;
    const size = contentSize(block);
    if (position <= start + size) return relativeIn(block, Math.max(0, position - start), side);
    start += size + 2;
  }
  return createRelativePositionFromTypeIndex(body, body.length, side);
}

function relativeIn(block: YXmlElement, offset: number, side: 0 | -1): RelativePosition {
  let left = offset;
  for (const [index, child] of children(block).entries()) {
    const size = sizeOf(child);
    const here = side === 0 ? left < size : left <= size;
    if (here && child instanceof YXmlText) return createRelativePositionFromTypeIndex(child, left, side);
    if (here) return createRelativePositionFromTypeIndex(block, index + left, side);
    left -= size;
  }
  const last = children(block).at(-1);
  if (last instanceof YXmlText) return createRelativePositionFromTypeIndex(last, last.length, side);
  return createRelativePositionFromTypeIndex(block, block.length, side);
}

/** The position that a relative position points at now; null when its block is gone. */
export function positionOf(ydoc: Doc, relative: RelativePosition): number | null {
  const found = createAbsolutePositionFromRelativePosition(relative, ydoc);
  return found && positionIn(bodyOf(ydoc), found.type, found.index);
}

function positionIn(body: YXmlFragment, type: YType<unknown>, index: number): number | null {
  let start = 0;
  for (const [number, block] of children(body).entries()) {
    if (type === (body as unknown) && number === index) return start;
    if (!(block instanceof YXmlElement)) continue;
    let at = start + 1;
    for (const [childNumber, child] of children(block).entries()) {
      if (type === (child as unknown)) return at + index;
      if (type === (block as unknown) && childNumber === index) return at;
      at += sizeOf(child);
    }
    if (type === (block as unknown)) return at;
    start = at + 1;
  }
  return type === (body as unknown) ? start : null;
}

/** The anchor of a range of the editor, for a document and the Yjs document that it shows. */
export function anchorFromRange(ydoc: Doc, doc: Node, from: number, to: number): Anchor {
  return {
    start: toOffset(doc, from),
    end: toOffset(doc, to),
    exact: textBetween(doc, from, to),
    prefix: whole(textBetween(doc, from - CONTEXT, from)),
    suffix: whole(textBetween(doc, to, to + CONTEXT)),
    relative: relativePair(ydoc, from, to),
  };
}

/** Without the half of a character that a cut in UTF-16 may leave at an end. */
const whole = (text: string) => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");

export function relativePair(ydoc: Doc, from: number, to: number): [string, string] {
  const encode = (position: number, side: 0 | -1) => toBase64(encodeRelativePosition(relativeAt(ydoc, position, side)));
  return [encode(from, 0), encode(to, -1)];
}

/** Where a pair of relative positions stands now; null when a block is gone or the pair is not one. */
export function resolvePair(ydoc: Doc, pair: readonly [string, string]): { from: number; to: number } | null {
  try {
    const [from, to] = pair.map((text) => positionOf(ydoc, decodeRelativePosition(fromBase64(text))));
    return typeof from === "number" && typeof to === "number"
      ? { from: Math.min(from, to), to: Math.max(from, to) }
      : null;
  } catch {
    return null;
  }
}
