/** The teacher's marks on the pupil's own text: they follow what he types, and their places are kept in the document for other screens. */

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import type { Doc } from "yjs";
import { relativePair, resolvePair } from "../core/anchors";
import type { DrawnMark } from "../core/marks";
import { textBetween } from "../core/positions";
import type { Annotation, Palette } from "../core/types";
import { type Drawing, drawn, NOTHING_DRAWN } from "./drawing";
import { familyTold, type Help, helpOf, placeTold } from "./help";
import { beside, difference, follow, locate, type Place, storedAnchors, touchedBlocks, wholeWords } from "./places";
import { retypes, stretched } from "./retyping";

const KEEP_AFTER = 100;
const ORIGIN = "anchors";

/** What to draw: the service's annotations, and what the pupil says of them. */
export interface Marking {
  annotations: readonly Annotation[];
  palette: Palette;
  done: ReadonlySet<string>;
  current: string | null;
  /** What the pupil is told of them. */
  help: Help;
}

/** Where a mark stands, and the whole words on which it is drawn. */
interface Stand extends Place {
  drawn: Place;
}

interface State {
  marking: Marking;
  /** A mark that no longer finds its place is not here. */
  places: ReadonlyMap<string, Stand>;
  drawing: Drawing;
  /** The marks whose passage is being typed again. */
  retyping: ReadonlySet<string>;
  /** How many changes were made here: only they are worth writing places for. */
  changes: number;
}

const EMPTY: Marking = {
  annotations: [],
  palette: { families: [] },
  done: new Set(),
  current: null,
  help: helpOf("2"),
};
const key = new PluginKey<State>("marking");

/** Shows these marks from now on. Places are looked up again when `relocate` says so. */
export function setMarking(view: EditorView, marking: Marking): void {
  view.dispatch(view.state.tr.setMeta(key, { marking }));
}

/** Where a mark is drawn now, whole words included; null when it has no place. */
export function placeOf(state: EditorState, annotation: Annotation): Place | null {
  return key.getState(state)?.places.get(annotation.id)?.drawn ?? null;
}

export function markingPlugin(ydoc: Doc): Plugin<State> {
  return new Plugin<State>({
    key,
    state: {
      init: () => ({ marking: EMPTY, places: new Map(), drawing: NOTHING_DRAWN, retyping: new Set(), changes: 0 }),
      apply: (tr, state, before, after) => next(ydoc, tr, state, before.doc, after.doc),
    },
    props: { decorations: (state) => key.getState(state)?.drawing.set },
    view: (view) => keeper(ydoc, view),
  });
}

function next(ydoc: Doc, tr: Transaction, state: State, before: Node, doc: Node): State {
  const news = tr.getMeta(key) as { marking?: Marking; relocate?: boolean } | undefined;
  if (!news && !tr.docChanged) return tr.selectionSet ? { ...state, retyping: new Set() } : state;
  const marking = news?.marking ?? state.marking;
  const move = tr.docChanged ? mover(ydoc, tr, before, doc) : null;
  const touched = tr.docChanged && !fromYjs(tr) ? touchedBlocks(tr.mapping, before) : null;
  const places = new Map<string, Stand>();
  const retyping = new Set(state.retyping);
  for (const annotation of marking.annotations) {
    const { id, anchor } = annotation;
    const known = news?.relocate ? undefined : state.places.get(id);
    const by = touched && known ? beside(touched, known) : null;
    if (known && by !== null) {
      places.set(id, { ...moved(known, by), drawn: moved(known.drawn, by) }); // as for nearly all marks at nearly all keys
      continue;
    }
    let place = known ? (move ? move(annotation, known) : known) : locate(ydoc, doc, annotation);
    if (known && place && tr.docChanged && !fromYjs(tr)) {
      if (retypes(tr, known, place)) retyping.add(id);
      if (retyping.has(id)) place = stretched(doc, tr, place, anchor.exact);
    }
    if (place) places.set(id, { ...place, drawn: wholeWords(doc, place, anchor) });
  }
  const changes = state.changes + (tr.docChanged && madeHere(tr) ? 1 : 0);
  const drawing = drawn(doc, toDraw(marking, places), marking.palette, state.drawing, tr);
  return { marking, places, drawing, retyping, changes };
}

const moved = ({ from, to }: Place, by: number): Place => ({ from: from + by, to: to + by });

const fromYjs = (tr: Transaction): boolean => Boolean(tr.getMeta(ySyncPluginKey)?.isChangeOrigin);

/** Typing, and undoing, which comes through Yjs. */
function madeHere(tr: Transaction): boolean {
  const sync = tr.getMeta(ySyncPluginKey);
  return !sync?.isChangeOrigin || Boolean(sync.isUndoRedoOperation);
}

/** Our own changes are mapped (Yjs hears of them later); others' and undo replace the document, so what they touch is looked up again. */
function mover(ydoc: Doc, tr: Transaction, before: Node, doc: Node) {
  if (!fromYjs(tr)) return (annotation: Annotation, place: Place) => follow(doc, place, tr.mapping, annotation.anchor);
  const change = difference(before, doc);
  return (annotation: Annotation, place: Place) => {
    if (!change) return place;
    const touched = change.from <= place.to && change.to >= place.from;
    const found = touched ? locate(ydoc, doc, annotation) : null;
    const moved = follow(doc, place, change.map, annotation.anchor);
    return [found, moved].find((one) => one && one.to > one.from) ?? found ?? moved;
  };
}

function toDraw(marking: Marking, places: ReadonlyMap<string, Stand>): DrawnMark[] {
  return marking.annotations.flatMap((annotation) => {
    const place = places.get(annotation.id);
    if (!place || !placeTold(marking.help, marking.palette, annotation)) return [];
    const family = familyTold(marking.help, marking.palette, annotation).code;
    const state = { done: marking.done.has(annotation.id), current: marking.current === annotation.id };
    return [{ id: annotation.id, family, ...state, ...place.drawn }];
  });
}

/** After the pupil's changes, writes where the marks stand into the document; and looks again when another screen did. */
function keeper(ydoc: Doc, view: EditorView) {
  const anchors = storedAnchors(ydoc);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const relocate = (_: unknown, transaction: { origin: unknown; local: boolean }) => {
    if (!transaction.local)
      queueMicrotask(() => view.isDestroyed || view.dispatch(view.state.tr.setMeta(key, { relocate: true })));
  };
  anchors.observe(relocate);
  return {
    update: (_: EditorView, previous: EditorState) => {
      if (key.getState(previous)!.changes === key.getState(view.state)!.changes) return;
      clearTimeout(timer);
      timer = setTimeout(() => keepPlaces(ydoc, view.state), KEEP_AFTER);
    },
    destroy: () => {
      clearTimeout(timer);
      anchors.unobserve(relocate);
    },
  };
}

function keepPlaces(ydoc: Doc, state: EditorState): void {
  const { marking, places } = key.getState(state)!;
  const anchors = storedAnchors(ydoc);
  ydoc.transact(() => {
    for (const { id, anchor } of marking.annotations) {
      const place = places.get(id);
      if (!place) continue;
      const kept = anchors.get(id);
      const pair: [string, string] | null = kept ? [kept.start, kept.end] : anchor.relative;
      const now = pair && resolvePair(ydoc, pair);
      const exact = textBetween(state.doc, place.from, place.to);
      if (now?.from === place.from && now.to === place.to && (!kept || kept.exact === exact)) continue;
      const [start, end] = relativePair(ydoc, place.from, place.to);
      anchors.set(id, { start, end, exact });
    }
  }, ORIGIN);
}
