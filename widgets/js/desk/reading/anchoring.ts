/** Ties the words taken on a version to its frozen Yjs document, so that the mark finds them again in the pupil's living text. */

import type { Node } from "prosemirror-model";
import { applyUpdate, Doc } from "yjs";
import { anchorFromRange } from "../../core/anchors";
import { fromBase64 } from "../../core/bytes";
import { toPosition } from "../../core/positions";
import type { Anchor } from "../shapes";
import type { Range } from "./tokens";

/** Makes anchors on one version: `ydoc` is its frozen Yjs update in base64, `document` what is shown of it. */
export function anchorsOn(ydoc: string, document: Node): (range: Range) => Anchor {
  const frozen = new Doc();
  applyUpdate(frozen, fromBase64(ydoc));
  return ({ start, end }) => anchorFromRange(frozen, document, toPosition(document, start), toPosition(document, end));
}
