/** The teacher's hands on a text: fingers, mouse and keys take words, give families, and go back. */

import type { EarlierAnnotation, Family, Palette } from "../shapes";
import { WORDS } from "../words.fr";
import type { Earlier } from "./earlier";
import { familyOf, isTyping, type Shortcut, shortcutOf } from "./keys";
import type { Marking } from "./marking";
import type { Paper } from "./paper";
import { at, extended, moved, type Selection } from "./selection";
import { tokenAt } from "./tokens";

export interface HandsOptions {
  plain: string;
  palette: Palette;
  marking: Marking;
  paper: () => Paper;
  earlier: () => Earlier;
  /** For screen readers only: what the eyes see by themselves. */
  hear: (message: string) => void;
  say: (message: string) => void;
  onChange: () => void;
}

const STEPS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };

export class Hands {
  /** Whether the next word touched ends the passage: how a finger takes several words without dragging. */
  stretching = false;

  constructor(private readonly options: HandsOptions) {}

  stretch = (): void => {
    this.stretching = !this.stretching;
    if (this.stretching) this.options.say(WORDS.reading.stretchHint);
    this.options.onChange();
  };

  /** A touch or a drag on the text, at this code point; null beside the words. */
  point = (place: number | null, gesture: "touch" | "stretch"): void => {
    const { marking, earlier, onChange } = this.options;
    const token = place === null ? -1 : tokenAt(marking.tokens, place);
    if (place === null || token < 0) {
      marking.take(null);
      return;
    }
    const before = gesture === "touch" && marking.selection === null && this.earlierAt(place);
    if (before) earlier().show(before);
    const long = (gesture === "stretch" || this.stretching) && marking.selection !== null;
    if (long) this.take(extended(marking.tokens, marking.selection as Selection, token));
    else if (gesture === "touch") marking.touch(token);
    if (gesture === "touch") this.stretching = false;
    onChange();
  };

  /** Gives a family to what is taken; `advance` goes on to the next word. */
  give(family: Family, advance: boolean): void {
    const { marking, hear, say } = this.options;
    const mark = marking.give(family, advance);
    if (mark) hear(WORDS.reading.marked(family.label, mark.anchor.exact));
    else say(WORDS.reading.hint);
    if (advance) this.reveal();
  }

  back(which: "undo" | "redo"): void {
    const { marking, hear } = this.options;
    const done = which === "undo" ? marking.undo() : marking.redo();
    if (done) hear(which === "undo" ? WORDS.reading.undone : WORDS.reading.redone);
  }

  key = (event: KeyboardEvent): void => {
    if (isTyping(event)) return;
    const family = familyOf(event, this.options.palette);
    const shortcut = shortcutOf(event);
    const onPaper = this.options.paper().element.contains(event.target as Node);
    if (family) this.give(family, true);
    else if (shortcut) this.shortcut(shortcut);
    else if (!onPaper || !this.arrow(event)) return;
    event.preventDefault();
  };

  private shortcut(what: Shortcut): void {
    const { marking, earlier, hear } = this.options;
    if (what === "undo" || what === "redo") this.back(what);
    else if (what === "confirm" || what === "reopen") earlier().decide(what);
    else if (what === "let-go") marking.take(null);
    else if (marking.shown) {
      marking.remove(marking.shown);
      hear(WORDS.reading.removed);
    }
  }

  /** Moves from word to word; whether the key was one of ours. */
  private arrow(event: KeyboardEvent): boolean {
    const { tokens, selection } = this.options.marking;
    const step = STEPS[event.key];
    if (!step || tokens.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const from = selection ?? at(step > 0 ? -1 : tokens.length);
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    const to = vertical && selection ? this.vertical(selection, step, event.shiftKey) : null;
    this.take(to ?? moved(tokens, from, step, event.shiftKey && selection !== null));
    this.reveal();
    return true;
  }

  private vertical(from: Selection, step: 1 | -1, extend: boolean): Selection {
    const { tokens } = this.options.marking;
    const place = this.options.paper().line(tokens[from.head].start, step);
    const token = place === null ? from.head : tokenAt(tokens, place);
    return extend ? extended(tokens, from, token) : at(token);
  }

  private take(selection: Selection): void {
    const { marking, plain, hear } = this.options;
    marking.take(selection);
    const { start, end } = marking.range ?? { start: 0, end: 0 };
    hear(WORDS.reading.taken(Array.from(plain).slice(start, end).join("")));
  }

  private reveal(): void {
    const { range } = this.options.marking;
    if (range) this.options.paper().reveal(range);
  }

  private earlierAt = (place: number): EarlierAnnotation | undefined =>
    this.options.earlier().marks.find(({ now }) => now && now.start <= place && place < now.end);
}
