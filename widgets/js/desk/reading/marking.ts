/** The marks of the version being read: what is taken, what is marked, and the way back. Each change is stored as soon as it is made. */

import type { Outbox } from "../outbox";
import type { Anchor, Annotation, Family, VersionView } from "../shapes";
import { applied, type Change, type Fields } from "./changes";
import { EMPTY, type History, recorded, redone, undone } from "./history";
import { replayed, requestsOf } from "./requests";
import { at, covering, rangeOf, type Selection } from "./selection";
import { nextWord, type Range, samePlaces, type Token, tokensOf } from "./tokens";

export interface MarkingOptions {
  version: VersionView;
  outbox: Pick<Outbox, "add" | "pending">;
  author: string;
  anchor: (range: Range) => Anchor;
  newId: () => string;
  onChange: () => void;
}

export class Marking {
  readonly tokens: readonly Token[];
  marks: Annotation[];
  selection: Selection | null = null;
  /** The mark that the keys and buttons change; `last` is the one just made, shown beside the text. */
  chosen: string | null = null;
  last: string | null = null;
  private history: History = EMPTY;

  constructor(private readonly options: MarkingOptions) {
    const { version, outbox } = options;
    this.tokens = tokensOf(version.plain);
    this.marks = replayed(version, outbox.pending(version.text), options.author);
  }

  get range(): Range | null {
    return this.selection && rangeOf(this.tokens, this.selection);
  }

  /** The mark that the panel shows. */
  get shown(): Annotation | null {
    return this.marks.find((mark) => mark.id === (this.chosen ?? this.last)) ?? null;
  }

  get canUndo(): boolean {
    return this.history.done.length > 0;
  }

  get canRedo(): boolean {
    return this.history.undone.length > 0;
  }

  /** Takes words; a mark that covers exactly these words is chosen with them. */
  take(selection: Selection | null): void {
    this.selection = selection;
    this.chosen = (this.range && this.exactly(this.range)?.id) ?? null;
    this.last = null;
    this.options.onChange();
  }

  /** A touch on a word: the word first, then, touch after touch, the marks that cover it. */
  touch(token: number): void {
    const { start, end } = this.tokens[token];
    const over = this.marks
      .filter(({ anchor }) => anchor.start <= start && anchor.end >= end && anchor.end - anchor.start > end - start)
      .sort((a, b) => a.anchor.end - a.anchor.start - (b.anchor.end - b.anchor.start));
    const alone = this.selection?.head === token && this.selection.anchor === token;
    const next = over.findIndex((mark) => mark.id === this.chosen) + 1;
    if ((alone || next > 0) && over[next]) this.choose(over[next].id);
    else this.take(at(token));
  }

  choose(id: string | null): void {
    const mark = this.marks.find((one) => one.id === id);
    this.chosen = mark?.id ?? null;
    this.last = null;
    if (mark) this.selection = covering(this.tokens, mark.anchor);
    this.options.onChange();
  }

  /** Keeps the words but lets go of the mark, so that a second mark can be put on them. */
  another(): void {
    this.chosen = null;
    this.last = null;
    this.options.onChange();
  }

  /** Gives a family to what is taken, or to the chosen mark. `advance` goes on to the next word, for the keyboard. */
  give(family: Family, advance: boolean): Annotation | null {
    const mark = this.marks.find((one) => one.id === this.chosen);
    if (mark) return this.edit(mark, { family: family.code, type: null });
    if (!this.range || !this.selection) return null;
    const fresh = this.mark(family.code, this.range);
    const next = nextWord(this.tokens, Math.max(this.selection.anchor, this.selection.head), 1);
    if (advance) this.selection = at(next);
    this.chosen = advance ? null : fresh.id;
    this.last = fresh.id;
    this.make({ kind: "add", mark: fresh });
    return fresh;
  }

  /** The other places where the words of this mark stand and carry no mark yet. */
  elsewhere(mark: Annotation): Range[] {
    return samePlaces(this.tokens, mark.anchor).filter((range) => !this.exactly(range));
  }

  /** The same mark wherever the same words stand. How many were put. */
  everywhere(mark: Annotation): number {
    const changes = this.elsewhere(mark).map((range): Change => {
      const { family, type, comment } = mark;
      return { kind: "add", mark: { ...this.mark(family, range), type, comment } };
    });
    if (changes.length > 0) this.make({ kind: "several", changes });
    return changes.length;
  }

  /** A mark of an earlier version, put again on its place in this one. */
  again(earlier: Fields, range: Range): void {
    const { family, type, comment } = earlier;
    const fresh = { ...this.mark(family, range), type, comment };
    this.last = fresh.id;
    this.make({ kind: "add", mark: fresh });
  }

  setType(mark: Annotation, type: string | null): void {
    this.edit(mark, { type });
  }

  setComment(mark: Annotation, comment: string): void {
    if (comment !== this.marks.find(({ id }) => id === mark.id)?.comment) this.edit(mark, { comment });
  }

  remove(mark: Annotation): void {
    this.chosen = null;
    this.last = null;
    this.make({ kind: "remove", mark });
  }

  undo(): boolean {
    return this.replay(undone(this.history));
  }

  redo(): boolean {
    return this.replay(redone(this.history));
  }

  exactly({ start, end }: Range): Annotation | undefined {
    return this.marks.find(({ anchor }) => anchor.start === start && anchor.end === end);
  }

  private mark(family: string, range: Range): Annotation {
    const { version, author, newId, anchor } = this.options;
    const place = { text: version.text, version: version.number, anchor: anchor(range) };
    const made = { id: newId(), author, created_at: new Date().toISOString() };
    return { ...made, ...place, family, type: null, comment: "", outcome: null, confirmed: false, done: false };
  }

  /** Changes the mark as it is now: what is shown of it may be older than what was typed last. */
  private edit({ id }: Annotation, fields: Partial<Fields>): Annotation | null {
    const mark = this.marks.find((one) => one.id === id);
    if (!mark) return null;
    const { family, type, comment } = mark;
    const before = { family, type, comment };
    this.make({ kind: "edit", id: mark.id, before, after: { ...before, ...fields } });
    return { ...mark, ...fields };
  }

  private make(change: Change): void {
    this.history = recorded(this.history, change);
    this.put(change);
  }

  private replay(step: [History, Change] | null): boolean {
    if (!step) return false;
    this.history = step[0];
    this.chosen = null;
    this.last = null;
    this.put(step[1]);
    return true;
  }

  private put(change: Change): void {
    const { version, outbox, onChange } = this.options;
    this.marks = applied(this.marks, change);
    outbox.add(...requestsOf(change, version.text, version.number));
    onChange();
  }
}
