/** The list of marks beside the text, by family with how many are left. */

import { h, keepKeyboard } from "../core/dom";
import { icon } from "../core/icons";
import { familyOf } from "../core/marks";
import type { Annotation, ErrorFamily, Palette } from "../core/types";
import { words } from "../core/words.fr";
import { familyTold, type Help, placeTold, UNTOLD } from "./help";

export interface NotesState {
  annotations: readonly Annotation[];
  palette: Palette;
  done: ReadonlySet<string>;
  current: string | null;
  help: Help;
  /** The marks for which he asked the hint. */
  hinted: ReadonlySet<string>;
  /** Whether he may still say that a mark is corrected. */
  open: boolean;
  /** What stands at the mark's place now. */
  quote: (annotation: Annotation) => string;
}

export interface NotesActions {
  choose: (id: string) => void;
  close: () => void;
  hint: (id: string) => void;
  toggle: (id: string, done: boolean) => void;
  step: (by: 1 | -1) => void;
}

/** How many marks are still to look at; compliments are not work. */
export function leftToDo(state: Pick<NotesState, "palette" | "annotations" | "done">): number {
  return state.annotations.filter((one) => !familyOf(state.palette, one.family)?.positive && !state.done.has(one.id))
    .length;
}

export function notesList(state: NotesState, actions: NotesActions): HTMLElement {
  const left = leftToDo(state);
  const walk = left > 0 && state.open && stepButton(1, actions);
  const title = state.open || !left ? words.leftToReview(left) : words.marked;
  const list = h("div", { class: "notes" }, h("header", {}, h("h2", {}, title), walk));
  if (!left && state.open) list.append(h("p", { class: "muted" }, words.allReviewed));
  for (const [family, annotations] of grouped(state)) list.append(familySection(family, annotations, state, actions));
  return list;
}

function grouped(state: NotesState): Map<ErrorFamily, Annotation[]> {
  const groups = new Map<ErrorFamily, Annotation[]>();
  for (const family of [UNTOLD, ...state.palette.families]) {
    const mine = state.annotations.filter((one) => familyTold(state.help, state.palette, one) === family);
    if (mine.length) groups.set(family, mine);
  }
  return groups;
}

function familySection(family: ErrorFamily, mine: Annotation[], state: NotesState, actions: NotesActions): HTMLElement {
  const left = mine.filter((one) => !state.done.has(one.id)).length;
  const asked = state.open || !left ? words.familyLeft(left) : words.familyMarked(left);
  const count = family.positive ? words.bravos(mine.length) : asked;
  const title = h("h3", {}, badge(family), h("span", {}, family.label), h("span", { class: "count" }, count));
  const told = mine.filter((one) => placeTold(state.help, state.palette, one));
  const items = told.map((one) => h("li", {}, item(one, family, state, actions)));
  const name = left || family.positive ? "family" : "family family-done";
  return h("section", { class: name }, title, items.length > 0 && h("ul", {}, ...items));
}

function item(one: Annotation, family: ErrorFamily, state: NotesState, actions: NotesActions): HTMLElement {
  const done = state.done.has(one.id);
  const text = state.quote(one);
  const mood = family.positive ? "" : done ? words.markState.done : state.open ? words.markState.todo : "";
  const attributes = {
    type: "button",
    id: `note-${one.id}`,
    "data-key": one.id,
    class: done ? "note note-done" : "note",
    "aria-current": state.current === one.id ? "true" : null,
    onclick: () => actions.choose(one.id),
  };
  const quote = h("span", { class: "quote" }, text ? words.quote(text) : words.emptyPlace);
  return h("button", attributes, done && icon("saved"), quote, h("span", { class: "visually-hidden" }, mood));
}

export function badge(family: ErrorFamily): HTMLElement {
  const face = family.shape === "star" ? icon("star") : family.letter;
  return h("span", { class: "badge", style: `--mark-ink: ${family.ink}`, "aria-hidden": "true" }, face);
}

export function stepButton(by: 1 | -1, actions: Pick<NotesActions, "step">): HTMLElement {
  const label = by === 1 ? words.next_ : words.previous;
  const attributes = {
    type: "button",
    class: "button",
    "aria-label": label,
    "data-key": `step${by}`,
    onclick: () => actions.step(by),
  };
  return keepKeyboard(h("button", attributes, icon(by === 1 ? "next" : "back")));
}
