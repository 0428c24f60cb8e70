/** A marked passage that is deleted and typed again keeps its mark over what is typed, word after word, until the cursor goes elsewhere. */

import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { textBetween } from "../core/positions";
import { type Place, trim } from "./places";

const wordsIn = (text: string) => text.split(/\s+/u).filter(Boolean).length;

/** Whether a change takes away all that stood at a place (`before` it, `after` it), or types where nothing was left. */
export function retypes(tr: Transaction, before: Place, after: Place): boolean {
  if (before.from === before.to) return after.to > after.from;
  let covered = false;
  for (const map of tr.mapping.maps)
    map.forEach((from, to) => {
      covered ||= from <= before.from && to >= before.to;
    });
  return covered;
}

/** The place stretched to the cursor, while no more words stand there than the teacher marked (`exact`). */
export function stretched(doc: Node, tr: Transaction, place: Place, exact: string): Place {
  const { head, $head } = tr.selection;
  const here = place.from >= $head.start() && place.from <= head && head > place.to;
  if (!here || wordsIn(textBetween(doc, place.from, head)) > wordsIn(exact)) return place;
  return trim(doc, { from: place.from, to: head }, exact);
}
