/** The list of marks beside the text, by family with how many are left, and the card of the mark that was tapped. */

import { h, keepKeyboard } from "../core/dom";
import { icon } from "../core/icons";
import { familyOf } from "../core/marks";
import type { Annotation, ErrorFamily, Palette } from "../core/types";
import { words } from "../core/words.fr";

export interface NotesState {
  annotations: readonly Annotation[];
  palette: Palette;
  done: ReadonlySet<string>;
  current: string | null;
  /** Whether the pupil is told the kind of each mark (help level 2 and more), or only where to look. */
  kinds: boolean;
  /** Whether he may still say that a mark is corrected. */
  open: boolean;
  /** What stands at the mark's place now. */
  quote: (annotation: Annotation) => string;
}

export interface NotesActions {
  choose: (id: string) => void;
  close: () => void;
  toggle: (id: string, done: boolean) => void;
  step: (by: 1 | -1) => void;
}

const OTHER: ErrorFamily = {
  code: "",
  letter: "?",
  label: words.otherPlace,
  shape: "solid",
  colour: "#e9e6dd",
  ink: "#4a4438",
  hint: words.otherPlaceHint,
  tool: "",
  key: "",
  types: [],
  positive: false,
};

export function familyShown(state: Pick<NotesState, "palette" | "kinds">, annotation: Annotation): ErrorFamily {
  const family = familyOf(state.palette, annotation.family);
  return (family?.positive || state.kinds ? family : null) ?? OTHER;
}

/** How many marks are still to look at; compliments are not work. */
export function leftToDo(state: Pick<NotesState, "palette" | "annotations" | "done">): number {
  return state.annotations.filter((one) => !familyOf(state.palette, one.family)?.positive && !state.done.has(one.id))
    .length;
}

export function notesList(state: NotesState, actions: NotesActions): HTMLElement {
  const left = leftToDo(state);
  const walk = left > 0 && state.open && stepButton(1, actions);
  const list = h("div", { class: "notes" }, h("header", {}, h("h2", {}, words.leftToReview(left)), walk));
  if (!left && state.open) list.append(h("p", { class: "muted" }, words.allReviewed));
  for (const [family, annotations] of grouped(state)) list.append(familySection(family, annotations, state, actions));
  return list;
}

function grouped(state: NotesState): Map<ErrorFamily, Annotation[]> {
  const groups = new Map<ErrorFamily, Annotation[]>();
  const families = [OTHER, ...state.palette.families];
  for (const family of families) {
    const mine = state.annotations.filter((one) => familyShown(state, one) === family);
    if (mine.length) groups.set(family, mine);
  }
  return groups;
}

function familySection(family: ErrorFamily, mine: Annotation[], state: NotesState, actions: NotesActions): HTMLElement {
  const left = mine.filter((one) => !state.done.has(one.id)).length;
  const count = family.positive ? words.bravos(mine.length) : words.familyLeft(left);
  const title = h("h3", {}, badge(family), h("span", {}, family.label), h("span", { class: "count" }, count));
  const items = mine.map((one) => h("li", {}, item(one, family, state, actions)));
  return h(
    "section",
    { class: left || family.positive ? "family" : "family family-done" },
    title,
    h("ul", {}, ...items),
  );
}

function item(one: Annotation, family: ErrorFamily, state: NotesState, actions: NotesActions): HTMLElement {
  const done = state.done.has(one.id);
  const text = state.quote(one);
  const mood = family.positive ? "" : done ? words.markState.done : words.markState.todo;
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

export function noteCard(one: Annotation, state: NotesState, actions: NotesActions): HTMLElement {
  const family = familyShown(state, one);
  const text = state.quote(one);
  const before = text !== one.anchor.exact && one.anchor.exact;
  const close = h(
    "button",
    {
      type: "button",
      class: "button quiet",
      "aria-label": words.closeCard,
      "data-key": "close",
      onclick: actions.close,
    },
    icon("close"),
  );
  return h(
    "section",
    {
      class: "note-card",
      "aria-label": family.label,
      tabindex: "-1",
      style: `--mark: ${family.colour}; --mark-ink: ${family.ink}`,
    },
    h("header", {}, badge(family), h("h2", {}, family.label), keepKeyboard(close)),
    h("p", { class: "quote" }, text ? words.quote(text) : words.emptyPlace),
    before && h("p", { class: "muted" }, words.before(before)),
    !family.positive && h("p", { class: "hint" }, family.hint),
    one.comment && said("speech", words.comment, one.comment),
    family.tool && said("tool", words.tool, family.tool),
    h(
      "footer",
      {},
      stepButton(-1, actions),
      !family.positive && state.open && fixedButton(one, state, actions),
      stepButton(1, actions),
    ),
  );
}

function said(name: "speech" | "tool", title: string, text: string): HTMLElement {
  return h("div", { class: "said" }, icon(name), h("div", {}, h("h3", {}, title), h("p", {}, text)));
}

function fixedButton(one: Annotation, state: NotesState, actions: NotesActions): HTMLElement {
  const done = state.done.has(one.id);
  const attributes = {
    type: "button",
    class: done ? "button fixed fixed-on" : "button fixed",
    "aria-pressed": String(done),
    "data-key": "fixed",
    onclick: () => actions.toggle(one.id, !done),
  };
  return keepKeyboard(h("button", attributes, h("span", { class: "tick" }, done && icon("saved")), words.fixed));
}

function stepButton(by: 1 | -1, actions: NotesActions): HTMLElement {
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
