/** Finds where a teacher's mark stands in the living text, and keeps whole words whole. All positions are ProseMirror positions. */

import type { Node } from "prosemirror-model";
import { type Mappable, type Mapping, StepMap } from "prosemirror-transform";
import type { Doc } from "yjs";
import { resolvePair } from "../core/anchors";
import { blockText, textBetween, toPosition } from "../core/positions";
import type { Anchor, Annotation } from "../core/types";

export interface Place {
  from: number;
  to: number;
}

/** What the pupil's page keeps in the Yjs map `anchors`: where the mark stood last, and what stood there. */
export interface StoredAnchor {
  start: string;
  end: string;
  exact: string;
}

/** A quote further away than this is another word that looks the same. */
const NEAR = 200;
const LETTER = /[\p{L}\p{N}'’-]/u;

export const storedAnchors = (ydoc: Doc) => ydoc.getMap<StoredAnchor>("anchors");

/** Where the mark stands: stored anchors that still hold words, else its quote nearby, else the place where its words were. */
export function locate(ydoc: Doc, doc: Node, annotation: Annotation): Place | null {
  const { anchor } = annotation;
  const stored = storedAnchors(ydoc).get(annotation.id);
  const pairs: { pair: [string, string]; exact: string }[] = [];
  if (stored) pairs.push({ pair: [stored.start, stored.end], exact: stored.exact });
  if (anchor.relative) pairs.push({ pair: anchor.relative, exact: anchor.exact });
  const found = pairs.flatMap(({ pair, exact }) => {
    const place = resolvePair(ydoc, pair);
    return place && place.to <= doc.content.size ? [{ ...place, exact }] : [];
  });
  const full = found.filter((place) => place.to > place.from);
  const best = full.find((place) => textBetween(doc, place.from, place.to) === place.exact) ?? full[0];
  if (best) return { from: best.from, to: best.to };
  const collapsed = found[0];
  if (collapsed && stored?.exact === "") return { from: collapsed.from, to: collapsed.to };
  const near = collapsed?.from ?? toPosition(doc, anchor.start);
  return nearestQuote(doc, stored?.exact || anchor.exact, near) ?? (collapsed ? { from: near, to: near } : null);
}

function nearestQuote(doc: Node, exact: string, near: number): Place | null {
  let best: Place | null = null;
  doc.descendants((block, position) => {
    const text = blockText(block);
    for (let at = exact ? text.indexOf(exact) : -1; at >= 0; at = text.indexOf(exact, at + 1)) {
      const from = position + 1 + at;
      if (Math.abs(from - near) < Math.abs((best?.from ?? near + NEAR) - near))
        best = { from, to: from + exact.length };
    }
    return false;
  });
  return best;
}

/**
 * The place after a change. What is typed beside a mark is not in it (whole words are drawn whole anyway); what is typed where its
 * words were takes their place.
 */
export function follow(doc: Node, place: Place, mapping: Mappable, anchor: Anchor): Place {
  const outward = place.from === place.to ? 1 : -1;
  const ends = [mapping.map(place.from, -outward), mapping.map(place.to, outward)];
  return trim(doc, { from: Math.min(...ends), to: Math.max(...ends) }, anchor.exact);
}

/** The blocks that one change went into, as positions before it, and by how much it moves what stands behind them. */
interface Touched extends Place {
  by: number;
}

/** Null when there were several changes, or none. */
export function touchedBlocks({ maps: [map, more] }: Mapping, before: Node): Touched | null {
  if (!map || more) return null;
  let [from, to, by] = [Number.POSITIVE_INFINITY, -1, 0];
  map.forEach((start, end, newStart, newEnd) => {
    [from, to] = [Math.min(from, start), Math.max(to, end)];
    by += newEnd - newStart - (end - start);
  });
  const within = (position: number) => before.resolve(position);
  return to < 0 ? null : { from: within(from).start(), to: within(to).end(), by };
}

/** By how much a place moves that is in none of these blocks; null when it is. */
export function beside(touched: Touched, place: Place): number | null {
  if (place.to < touched.from) return 0;
  return place.from > touched.to ? touched.by : null;
}

/** Without the spaces and signs at its ends that were not in what the teacher marked (`exact`). */
export function trim(doc: Node, place: Place, exact: string): Place {
  const inside = sameBlock(doc, place);
  if (!inside) return place;
  const { text, start } = inside;
  const words = text.slice(place.from - start, place.to - start);
  if (words.trim() === "") return words ? { from: place.to, to: place.to } : place;
  const edge = (character: string | undefined) => (LETTER.test(character ?? "") ? LETTER : /\S/);
  let { from, to } = place;
  if (LETTER.test(words)) {
    while (from < to && !edge(exact[0]).test(text[from - start]!)) from++;
    while (to > from && !edge(exact.at(-1)).test(text[to - start - 1]!)) to--;
  }
  return from < to ? { from, to } : place;
}

/** What is drawn: when the teacher marked whole words, whole words are drawn. An empty place stays a place. */
export function wholeWords(doc: Node, place: Place, anchor: Anchor): Place {
  const inside = place.to > place.from ? sameBlock(doc, place) : null;
  if (!inside) return place;
  const { text, start } = inside;
  let { from, to } = place;
  const whole = (edge = "", outside = "") => LETTER.test(edge) && !LETTER.test(outside);
  if (whole(anchor.exact[0], anchor.prefix.at(-1))) while (from > start && LETTER.test(text[from - start - 1]!)) from--;
  if (whole(anchor.exact.at(-1), anchor.suffix[0]))
    while (to < start + text.length && LETTER.test(text[to - start]!)) to++;
  return { from, to };
}

function sameBlock(doc: Node, place: Place): { text: string; start: number } | null {
  const $from = doc.resolve(Math.min(place.from, doc.content.size));
  if (!$from.parent.isTextblock || place.to > $from.end()) return null;
  return { text: blockText($from.parent), start: $from.start() };
}

/** The smallest change between two documents, for changes that replace the whole document at once (others' edits, undo). */
export function difference(before: Node, after: Node): { map: StepMap; from: number; to: number } | null {
  const from = before.content.findDiffStart(after.content);
  const ends = before.content.findDiffEnd(after.content);
  if (from === null || ends === null) return null;
  const overlap = Math.max(0, from - Math.min(ends.a, ends.b));
  const to = ends.a + overlap;
  return { map: new StepMap([from, to - from, ends.b + overlap - from]), from, to };
}
