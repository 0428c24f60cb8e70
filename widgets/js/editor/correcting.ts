/** Correcting: which mark is looked at, the list beside the text, and the way from one mark to the next. */

import type { EditorView } from "prosemirror-view";
import { h, keepKeyboard } from "../core/dom";
import { icon } from "../core/icons";
import { annotationAt } from "../core/marks";
import { textBetween } from "../core/positions";
import type { Annotation } from "../core/types";
import { words } from "../core/words.fr";
import { familyTold, helpOf, placeTold } from "./help";
import { LineCounts } from "./line_counts";
import { placeOf, setMarking } from "./marking";
import { noteCard } from "./note_card";
import { leftToDo, type NotesActions, type NotesState, notesList } from "./notes";
import type { TextFile } from "./text_file";
import { goTo, inOrder, neighbour } from "./walking";

/** The step of the ladder at which hint and tool are seen: what the class is told when a pupil asks for them. */
const WITH_HINT = "3";

export class Correcting {
  readonly side = h("aside", { class: "side", "aria-label": words.toReview });
  /** Where the list is below the text, the way to the next mark is above it. */
  readonly walkButton = keepKeyboard(
    h("button", { type: "button", class: "button walk", onclick: () => this.step(1) }),
  );
  readonly counts = new LineCounts((id) => this.choose(id, false));
  /** What a screen reader says of the mark that was chosen. */
  readonly said = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private view: EditorView | null = null;
  private current: string | null = null;
  private readonly hinted = new Set<string>();
  private markedSign = "";

  /** `redraw` draws the whole pad again, now. */
  constructor(
    private readonly file: TextFile,
    private readonly redraw: () => void,
  ) {}

  follow(view: EditorView): void {
    this.view = view;
    view.dom.addEventListener("click", (event) => this.choose(annotationAt(event), false));
  }

  get notes(): NotesState {
    const { view, done } = this.file;
    return {
      annotations: inOrder(view?.annotations ?? [], this.view),
      palette: view?.palette ?? { families: [] },
      done,
      current: this.current,
      help: helpOf(view?.help_level ?? "2"),
      hinted: this.hinted,
      open: this.file.writable && (view?.moves.includes("submit") ?? false),
      quote: (annotation) => this.quote(annotation),
    };
  }

  /** All that the list and the card depend on. */
  get sign(): unknown[] {
    const { annotations, done, quote } = this.notes;
    return [annotations.map((one) => [one.id, quote(one)]), [...done].sort(), this.current, [...this.hinted]];
  }

  /** Gives the editor the marks to draw, when they have changed, and counts those of each line. */
  mark(): void {
    if (!this.view) return;
    const { notes } = this;
    const { annotations, palette, done, current, help } = notes;
    const sign = JSON.stringify([annotations.map((one) => one.id).sort(), palette, [...done].sort(), current, help]);
    if (sign !== this.markedSign) setMarking(this.view, { annotations, palette, done, current, help });
    this.markedSign = sign;
    this.counts.show(this.view, notes);
  }

  draw(): void {
    const { notes } = this;
    const current = notes.annotations.find((one) => one.id === this.current);
    this.side.hidden = notes.annotations.length === 0;
    this.side.replaceChildren(
      ...[current && noteCard(current, notes, this.actions), notesList(notes, this.actions)].filter(
        (part) => part !== undefined,
      ),
    );
    const left = leftToDo(notes);
    this.walkButton.hidden = !left || !notes.open;
    this.walkButton.replaceChildren(words.familyLeft(left), icon("next"));
    this.walkButton.setAttribute("aria-label", `${words.familyLeft(left)}. ${words.next_}`);
  }

  /** Shows the card of a mark, or none; `go` also brings its words into sight. */
  choose(id: string | null, go: boolean): void {
    this.current = id;
    this.redraw();
    const { notes } = this;
    const one = id && notes.annotations.find((annotation) => annotation.id === id);
    if (!one) return;
    const { label, hint } = familyTold(notes.help, notes.palette, one);
    const place = placeTold(notes.help, notes.palette, one);
    const where = place ? words.quote(this.quote(one)) : words.findOnLine;
    this.said.textContent = `${label} ${where} ${notes.help.hints === "asked" ? "" : hint}`;
    if (go && this.view) goTo(this.view, one, place);
  }

  /** F8 walks through the marks, from the text as from the list; Escape closes the card. */
  onKey = (event: KeyboardEvent): void => {
    if (event.key === "F8") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && this.current) this.choose(null, false);
    else return;
    event.preventDefault();
  };

  private readonly actions: NotesActions = {
    choose: (id) => this.choose(id, true),
    close: () => this.choose(null, false),
    hint: (id) => this.askHint(id),
    toggle: (id, done) => this.file.sync.ask("mark", { annotation: id, done }),
    step: (by) => this.step(by),
  };

  private askHint(id: string): void {
    this.hinted.add(id);
    this.file.sync.ask("help", { annotation: id, level: WITH_HINT });
    this.redraw();
  }

  private quote(annotation: Annotation): string {
    const place = this.view && placeOf(this.view.state, annotation);
    return place ? textBetween(this.view!.state.doc, place.from, place.to) : annotation.anchor.exact;
  }

  private step(by: 1 | -1): void {
    const next = neighbour(this.notes.annotations, this.current, by);
    if (next) this.choose(next.id, true);
  }
}
