/** One text on the desk: what the teacher's hands do on the page, the buttons and the keys, and where it goes. */

import { h } from "../../core/dom";
import { newKey } from "../../core/outbox";
import type { Desk } from "../desk";
import { button, sure } from "../parts";
import type { EarlierAnnotation, Family, TextView, VersionView } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import { anchorsOn } from "./anchoring";
import { compareView } from "./compare";
import { Earlier } from "./earlier";
import { FamilyBar } from "./families";
import { readingHead } from "./head";
import { familyOf, isTyping, shortcutOf } from "./keys";
import { Margin } from "./margin";
import { MarkPanel } from "./mark_panel";
import { Marking } from "./marking";
import { Paper } from "./paper";
import { Review } from "./review";
import { at, extended, moved, type Selection } from "./selection";
import { tokenAt } from "./tokens";

export interface ReadingOptions {
  desk: Desk;
  text: TextView;
  version: VersionView;
  /** The text to read after this one. */
  next: string | null;
  around: { previous: string | null; next: string | null };
}

export class Reading {
  readonly element = h("div", { class: "reading" });
  private readonly marking: Marking;
  private readonly paper: Paper;
  private readonly families: FamilyBar;
  private readonly panel: MarkPanel;
  private readonly margin: Margin;
  private readonly earlier: Earlier;
  private readonly review: Review;
  private readonly heard = h("p", { class: "visually-hidden", "aria-live": "polite" });
  private readonly main = h("div", { class: "page" });
  private readonly stretch = button(WORDS.reading.stretch, { icon: "stretch", kind: "chip" });
  private readonly undo = button(WORDS.reading.undo, { icon: "undo", kind: "quiet", hidden: true });
  private readonly redo = button(WORDS.reading.redo, { icon: "redo", kind: "quiet", hidden: true });
  private readonly compare = button(WORDS.compare.toggle, { icon: "compare", kind: "quiet" });
  private readonly editable: boolean;
  private readonly stops: (() => void)[] = [];
  private stretching = false;

  constructor(private readonly options: ReadingOptions) {
    const { desk, text, version } = options;
    const { palette } = text;
    this.editable = text.stage === "reading";
    this.paper = new Paper({
      version,
      palette,
      label: WORDS.reading.text,
      asset: desk.service.asset,
      onPoint: this.point,
    });
    const anchor = anchorsOn(version.ydoc, this.paper.frozen.doc);
    const author = desk.person.username;
    this.marking = new Marking({
      version,
      outbox: desk.outbox,
      author,
      anchor,
      newId: newKey,
      onChange: () => this.draw(),
    });
    this.families = new FamilyBar(palette, (family) => this.give(family, false));
    const hint = version.earlier.length === 0 ? WORDS.reading.hint : "";
    this.panel = new MarkPanel({ marking: this.marking, palette, say: desk.voice.say, hint });
    this.margin = new Margin(palette, (mark) => this.choose(mark.id));
    this.earlier = new Earlier({
      version,
      palette,
      marking: this.marking,
      outbox: desk.outbox,
      editable: this.editable,
      say: this.hear,
      onChange: () => this.draw(),
      onShow: (mark) => mark.now && this.paper.reveal(mark.now),
    });
    this.review = new Review({
      text,
      outbox: desk.outbox,
      onHandBack: () => void this.handBack(),
      onAccept: () => void this.accept(),
    });
    this.build();
    this.listen();
    this.draw();
  }

  close = (): void => {
    if (this.editable) this.review.close();
    for (const stop of this.stops) stop();
    this.paper.close();
  };

  private build(): void {
    const { text, around } = this.options;
    const tools = this.editable ? [this.undo, this.redo, this.compare] : [this.compare];
    const answers = this.editable && this.review.answers;
    const head = readingHead(this.options.desk, text, around, { tools, answers });
    const code = h("div", { class: "tools", hidden: !this.editable }, this.families.element, this.stretch);
    const side = this.editable
      ? [this.panel.element, this.earlier.element, this.margin.element, this.review.element]
      : [this.earlier.element, this.margin.element];
    this.main.append(this.paper.element);
    this.compare.hidden = text.version < 2;
    this.element.append(
      h("div", { class: "bench" }, head, code),
      h("div", { class: "two" }, this.main, h("aside", { class: "side" }, ...side)),
      this.heard,
    );
  }

  private listen(): void {
    const { desk, text } = this.options;
    this.undo.addEventListener("click", () => this.back("undo"));
    this.redo.addEventListener("click", () => this.back("redo"));
    this.compare.addEventListener("click", () => void this.toggleCompare());
    this.stretch.addEventListener("click", () => {
      this.stretching = !this.stretching;
      if (this.stretching) desk.voice.say(WORDS.reading.stretchHint);
      this.draw();
    });
    this.element.addEventListener("keydown", this.key);
    this.stops.push(desk.onRefused(text.id, (message) => desk.voice.warn(WORDS.reading.refusedMark(message))));
  }

  private draw(): void {
    const { marking } = this;
    const { chosen, range } = marking;
    const shown = marking.marks.find((mark) => mark.id === chosen);
    this.paper.draw(marking.marks, this.earlier.marks, chosen ? null : range, chosen ?? this.earlier.current);
    this.families.draw(marking.marks, shown?.family ?? null, range !== null || shown !== undefined);
    this.panel.draw();
    this.margin.draw(marking.marks, chosen);
    this.undo.disabled = !marking.canUndo;
    this.redo.disabled = !marking.canRedo;
    this.stretch.disabled = range === null;
    this.stretch.setAttribute("aria-pressed", String(this.stretching));
  }

  private hear = (message: string): void => {
    this.heard.textContent = message;
  };

  private point = (place: number | null, gesture: "touch" | "stretch"): void => {
    if (!this.editable) return;
    const { marking } = this;
    const earlier = place === null ? null : this.earlierAt(place);
    if (place === null) marking.take(null);
    else if (earlier && gesture === "touch" && !this.stretching && marking.selection === null)
      this.earlier.show(earlier);
    const token = place === null ? -1 : tokenAt(marking.tokens, place);
    if (token < 0) return;
    const long = (gesture === "stretch" || this.stretching) && marking.selection !== null;
    if (long) this.take(extended(marking.tokens, marking.selection as Selection, token));
    else if (gesture === "touch") marking.touch(token);
    if (gesture === "touch") this.stretching = false;
    this.draw();
  };

  private earlierAt = (place: number): EarlierAnnotation | undefined =>
    this.earlier.marks.find(({ now }) => now && now.start <= place && place < now.end);

  private take(selection: Selection): void {
    this.marking.take(selection);
    const { exact } = this.taken();
    this.hear(WORDS.reading.taken(exact));
  }

  private taken(): { exact: string } {
    const { start, end } = this.marking.range ?? { start: 0, end: 0 };
    return { exact: Array.from(this.options.version.plain).slice(start, end).join("") };
  }

  private choose(id: string): void {
    this.marking.choose(id);
    if (this.marking.range) this.paper.reveal(this.marking.range);
  }

  private give(family: Family, advance: boolean): void {
    const mark = this.marking.give(family, advance);
    if (!mark) return;
    this.hear(WORDS.reading.marked(family.label, mark.anchor.exact));
    if (advance && this.marking.range) this.paper.reveal(this.marking.range);
  }

  private back(which: "undo" | "redo"): void {
    const done = which === "undo" ? this.marking.undo() : this.marking.redo();
    if (done) this.hear(which === "undo" ? WORDS.reading.undone : WORDS.reading.redone);
  }

  private key = (event: KeyboardEvent): void => {
    if (!this.editable || isTyping(event)) return;
    const family = familyOf(event, this.options.text.palette);
    const shortcut = shortcutOf(event);
    const onPaper = this.paper.element.contains(event.target as Node);
    if (family) this.give(family, true);
    else if (shortcut) this.shortcut(shortcut);
    else if (!onPaper || !this.arrow(event)) return;
    event.preventDefault();
  };

  private shortcut(what: NonNullable<ReturnType<typeof shortcutOf>>): void {
    const { shown } = this.marking;
    if (what === "undo" || what === "redo") this.back(what);
    else if (what === "confirm" || what === "reopen") this.earlier.decide(what);
    else if (what === "let-go") this.marking.take(null);
    else if (shown) {
      this.marking.remove(shown);
      this.hear(WORDS.reading.removed);
    }
  }

  /** Moves from word to word; whether the key was one of ours. */
  private arrow(event: KeyboardEvent): boolean {
    const { tokens, selection } = this.marking;
    const steps: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (!step || tokens.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const from = selection ?? at(step > 0 ? -1 : tokens.length);
    const vertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    const to = vertical && selection ? this.vertical(selection, step, event.shiftKey) : null;
    this.take(to ?? moved(tokens, from, step, event.shiftKey && selection !== null));
    if (this.marking.range) this.paper.reveal(this.marking.range);
    return true;
  }

  private vertical(from: Selection, step: 1 | -1, extend: boolean): Selection {
    const { tokens } = this.marking;
    const place = this.paper.line(tokens[from.head].start, step);
    const token = place === null ? from.head : tokenAt(tokens, place);
    return extend ? extended(tokens, from, token) : at(token);
  }

  private async toggleCompare(): Promise<void> {
    const { desk, text, version } = this.options;
    const on = this.compare.getAttribute("aria-pressed") !== "true";
    this.compare.setAttribute("aria-pressed", String(on));
    if (!on) return this.main.replaceChildren(this.paper.element);
    const before = await desk.service.get<VersionView>(`api/texts/${text.id}/versions/${version.number - 1}`);
    this.main.replaceChildren(compareView(before, version));
  }

  private async handBack(): Promise<void> {
    const { desk, text } = this.options;
    const empty = this.marking.marks.length === 0 && this.review.comment === "";
    if (empty && !(await sure(WORDS.reading.handBackSure, WORDS.reading.handBack))) return;
    const body = { key: newKey(), comment: this.review.comment };
    await this.finish(`api/texts/${text.id}/hand-back`, body, WORDS.reading.handedBack(text.pupil.name));
    desk.outbox.hurry();
  }

  private async accept(): Promise<void> {
    const { text } = this.options;
    const marked = this.marking.marks.length > 0;
    if (marked && !(await sure(WORDS.reading.acceptSure, WORDS.reading.accept))) return;
    const body = { move: "accept", key: newKey() };
    await this.finish(`api/texts/${text.id}/moves`, body, WORDS.reading.accepted(text.pupil.name));
  }

  /** Waits until every mark is stored, sends the text on its way, and goes to the next one. */
  private async finish(path: string, body: unknown, said: string): Promise<void> {
    const { desk, next } = this.options;
    try {
      this.review.save();
      await desk.outbox.settled();
      await desk.service.post(path, body);
      desk.voice.say(said);
      desk.go(next ? { screen: "text", text: next } : { screen: "pile" });
    } catch (error) {
      desk.voice.warn(sentenceOf(error));
    }
  }
}
