/** Going from mark to mark in the order of the text. */

import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Annotation } from "../core/types";
import { placeOf } from "./marking";

/** Room above the line for the sticky head, in pixels; twice that below, for the card. */
const ROOM = 150;

/** In the order of the text, so that previous and next go where the eye goes. */
export function inOrder(annotations: readonly Annotation[], view: EditorView | null): Annotation[] {
  const at = (one: Annotation) => (view && placeOf(view.state, one)?.from) ?? one.anchor.start;
  return [...annotations].sort((a, b) => at(a) - at(b));
}

/** The mark after (1) or before (-1) the current one, round and round; null when there is none. */
export function neighbour(annotations: readonly Annotation[], current: string | null, by: 1 | -1): Annotation | null {
  const at = annotations.findIndex((one) => one.id === current);
  const next = at < 0 ? (by === 1 ? 0 : -1) : at + by;
  return annotations.at(next % annotations.length) ?? null;
}

/** Brings the marked words into sight, and puts the cursor at their end, unless the pupil is to find them himself. */
export function goTo(view: EditorView, annotation: Annotation, cursor: boolean): void {
  const place = placeOf(view.state, annotation);
  if (!place) return;
  if (cursor) view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, place.to)));
  const { top, bottom } = view.coordsAtPos(place.to);
  if (top < ROOM || bottom > innerHeight - ROOM * 2) scrollBy({ top: top - innerHeight / 3, behavior: "smooth" });
}
