/** The card of the mark that was tapped: its kind, the teacher's word, a hint, and « C'est corrigé ». */

import { h, keepKeyboard } from "../core/dom";
import { icon } from "../core/icons";
import type { Annotation, ErrorFamily } from "../core/types";
import { words } from "../core/words.fr";
import { familyTold, placeTold } from "./help";
import { badge, type NotesActions, type NotesState, stepButton } from "./notes";

export function noteCard(one: Annotation, state: NotesState, actions: NotesActions): HTMLElement {
  const family = familyTold(state.help, state.palette, one);
  return h(
    "section",
    {
      class: "note-card",
      "aria-label": family.label,
      tabindex: "-1",
      style: `--mark: ${family.colour}; --mark-ink: ${family.ink}`,
    },
    h("header", {}, badge(family), h("h2", {}, family.label), closeButton(actions)),
    ...place(one, state),
    ...hint(one, family, state, actions),
    one.comment && said("speech", words.comment, one.comment),
    h(
      "footer",
      {},
      stepButton(-1, actions),
      !family.positive && state.open && fixedButton(one, state, actions),
      stepButton(1, actions),
    ),
  );
}

/** The marked words, and what stood there when the teacher read; for who finds the place himself, only that it is on this line. */
function place(one: Annotation, state: NotesState): (HTMLElement | false)[] {
  if (!placeTold(state.help, state.palette, one)) return [h("p", {}, words.findOnLine)];
  const text = state.quote(one);
  const before = text !== one.anchor.exact && one.anchor.exact;
  return [
    h("p", { class: "quote" }, text ? words.quote(text) : words.emptyPlace),
    before ? h("p", { class: "muted" }, words.before(before)) : false,
  ];
}

/** The hint and the tool; at first only a way to ask for them, for who does without. */
function hint(
  one: Annotation,
  family: ErrorFamily,
  { help, hinted }: NotesState,
  actions: NotesActions,
): HTMLElement[] {
  if (family.positive) return [];
  const sentence = h("p", { class: "hint" }, family.hint);
  if (help.hints === "never") return [sentence];
  if (help.hints === "shown" || hinted.has(one.id))
    return family.tool ? [sentence, said("tool", words.tool, family.tool)] : [sentence];
  const ask = { type: "button", class: "button ask-hint", "data-key": "hint", onclick: () => actions.hint(one.id) };
  return [keepKeyboard(h("button", ask, icon("tool"), words.askHint))];
}

function closeButton(actions: NotesActions): HTMLElement {
  const attributes = {
    type: "button",
    class: "button quiet",
    "aria-label": words.closeCard,
    "data-key": "close",
    onclick: actions.close,
  };
  return keepKeyboard(h("button", attributes, icon("close")));
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
