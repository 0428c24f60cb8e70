/** The marks as they are drawn. A key that touches none of them only moves the drawing: on a slow tablet, making it anew is felt. */

import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { DecorationSet } from "prosemirror-view";
import { type DrawnMark, markDecorations } from "../core/marks";
import type { Palette } from "../core/types";

export interface Drawing {
  marks: readonly DrawnMark[];
  palette: Palette;
  set: DecorationSet;
}

export const NOTHING_DRAWN: Drawing = { marks: [], palette: { families: [] }, set: DecorationSet.empty };

/** These marks, drawn on `doc`; `tr` made it from the document of `before`. */
export function drawn(
  doc: Node,
  marks: readonly DrawnMark[],
  palette: Palette,
  before: Drawing,
  tr: Transaction,
): Drawing {
  const moves = tr.docChanged && palette === before.palette && onlyMoves(tr, before.marks, marks);
  return { marks, palette, set: moves ? before.set.map(tr.mapping, doc) : markDecorations(doc, marks, palette) };
}

/** Whether a change beside all the marks is the only thing that has happened to them. */
function onlyMoves(tr: Transaction, before: readonly DrawnMark[], now: readonly DrawnMark[]): boolean {
  const [map, more] = tr.mapping.maps;
  if (!map || more || before.length !== now.length) return false;
  const places: [number, number][] = [];
  map.forEach((from, to) => {
    places.push([from, to]);
  });
  const beside = places.every(([from, to]) => before.every((mark) => to < mark.from || from > mark.to));
  return beside && places.length > 0 && before.every((mark, index) => isMoved(mark, now[index]!, map.map(mark.from)));
}

function isMoved(mark: DrawnMark, now: DrawnMark, from: number): boolean {
  const same =
    mark.id === now.id && mark.family === now.family && mark.done === now.done && mark.current === now.current;
  return same && now.from === from && now.to - now.from === mark.to - mark.from;
}
