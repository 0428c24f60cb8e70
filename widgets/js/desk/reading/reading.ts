/** One text on the desk: the page, the colour code, the margin and the word for the pupil, put together. */

import { h } from "../../core/dom";
import { newKey } from "../../core/outbox";
import type { Desk, Refusal } from "../desk";
import { button } from "../parts";
import { rescuesOf } from "../rescues";
import type { Annotation, TextView, VersionView } from "../shapes";
import { WORDS } from "../words.fr";
import { anchorsOn } from "./anchoring";
import { Earlier } from "./earlier";
import { FamilyBar } from "./families";
import { Hands } from "./hands";
import { readingHead } from "./head";
import { Margin } from "./margin";
import { MarkPanel } from "./mark_panel";
import { Marking } from "./marking";
import { PageView } from "./page_view";
import { Paper } from "./paper";
import { Review } from "./review";
import { shownTo } from "./support";
import type { Range } from "./tokens";
import { WayOut } from "./way_out";

export interface ReadingOptions {
  desk: Desk;
  text: TextView;
  version: VersionView;
  /** The text to read after this one. */
  next: string | null;
  around: { previous: string | null; next: string | null };
  /** The document that its pupil has laid out since the text was accepted; null before. */
  laidOut: unknown;
}

export class Reading {
  readonly element = h("div", { class: "reading" });
  private readonly editable: boolean;
  private readonly marking: Marking;
  private readonly paper: Paper;
  private readonly hands: Hands;
  private readonly families: FamilyBar;
  private readonly panel: MarkPanel;
  private readonly margin: Margin;
  private readonly earlier: Earlier;
  private readonly review: Review;
  private readonly heard = h("p", { class: "visually-hidden", "aria-live": "polite" });
  private readonly page: PageView;
  private readonly stretch = button(WORDS.reading.stretch, { icon: "stretch", kind: "chip" });
  private readonly undo = button(WORDS.reading.undo, { icon: "undo", kind: "quiet", hidden: true });
  private readonly redo = button(WORDS.reading.redo, { icon: "redo", kind: "quiet", hidden: true });
  private readonly stopHearing: () => void;
  private closed = false;

  constructor(private readonly options: ReadingOptions) {
    const { desk, text, version } = options;
    const { outbox, person, voice } = desk;
    const { palette } = text;
    const { say } = voice;
    this.editable = text.stage === "reading";
    const onPoint = (place: number | null, gesture: "touch" | "stretch") =>
      this.editable && this.hands.point(place, gesture);
    this.paper = new Paper({ version, palette, label: WORDS.reading.text, base: desk.service.base, onPoint });
    const onChange = () => this.draw();
    const anchor = anchorsOn(version.ydoc, this.paper.frozen.doc);
    const marking = new Marking({ version, outbox, author: person.username, anchor, newId: newKey, onChange });
    this.marking = marking;
    const hear = (message: string) => {
      this.heard.textContent = message;
    };
    const pages = { paper: () => this.paper, earlier: () => this.earlier };
    this.hands = new Hands({ plain: version.plain, palette, marking, ...pages, hear, say, onChange });
    this.families = new FamilyBar(palette, (family) => this.hands.give(family, false));
    this.panel = new MarkPanel({ marking, palette, say, hint: version.earlier.length === 0 ? WORDS.reading.hint : "" });
    this.margin = new Margin(palette, this.choose);
    const judging = { version, palette, marking, outbox, editable: this.editable };
    this.earlier = new Earlier({ ...judging, say: hear, onChange, onShow: ({ now }) => now && this.reveal(now) });
    const out = new WayOut({ desk, text, marking, review: () => this.review, next: options.next });
    this.review = new Review({
      text,
      outbox,
      onSupport: onChange,
      onHandBack: () => void out.handBack(),
      onAccept: () => void out.accept(),
    });
    const onTurn = () => marking.take(null);
    this.page = new PageView({ ...options, paper: this.paper.element, onTurn });
    this.stopHearing = desk.onRefused(text.id, this.refused);
    this.build();
    this.listen();
    this.draw();
  }

  focus = (): void => this.paper.focus();

  /** Stores what was typed in the last instant. */
  save = (): void => {
    if (!this.editable) return;
    this.panel.save();
    this.review.saveTyped();
  };

  close = (): void => {
    this.save();
    this.closed = true;
    this.stopHearing();
    this.page.close();
    this.paper.close();
  };

  private build(): void {
    const { desk, text, around } = this.options;
    const { editable, review } = this;
    const { compare, layout } = this.page;
    const tools = editable ? [this.undo, this.redo, compare] : [layout, compare];
    const help = editable && review.help.element;
    const head = readingHead(desk, text, around, { tools, help, answers: editable && review.answers });
    const code = h("div", { class: "tools", hidden: !editable }, this.families.element, this.stretch);
    const panel = editable && this.panel.element;
    const side = h(
      "aside",
      { class: "side" },
      panel,
      rescuesOf(text),
      this.earlier.element,
      this.margin.element,
      editable && review.element,
    );
    const two = h("div", { class: "two" }, this.page.element, side);
    this.element.append(h("div", { class: "bench" }, head, code), two, this.heard);
  }

  private listen(): void {
    if (!this.editable) return;
    this.undo.addEventListener("click", () => this.hands.back("undo"));
    this.redo.addEventListener("click", () => this.hands.back("redo"));
    this.stretch.addEventListener("click", this.hands.stretch);
    this.element.addEventListener("keydown", this.hands.key);
    this.element.addEventListener("click", this.keepKeys);
  }

  /** A button that goes away as it is used leaves the keys to the text: they would fall beside it. */
  private keepKeys = (): void => {
    if (document.activeElement === document.body) this.focus();
  };

  private draw(): void {
    if (this.closed) return;
    const { marking } = this;
    const { chosen, range } = marking;
    const shown = marking.marks.find((mark) => mark.id === chosen);
    const seen = this.seen();
    this.paper.draw(marking.marks, this.earlier.marks, {
      taken: chosen ? null : range,
      chosen: chosen ?? this.earlier.current,
      seen,
    });
    this.families.draw(marking.marks, shown?.family ?? null, range !== null || shown !== undefined);
    this.panel.draw();
    this.earlier.draw();
    this.margin.draw(marking.marks, { chosen, seen });
    this.undo.disabled = !marking.canUndo;
    this.redo.disabled = !marking.canRedo;
    this.stretch.disabled = range === null;
    this.stretch.setAttribute("aria-pressed", String(this.hands.stretching));
  }

  /** The marks that the pupil will see; says it where the help is chosen. Those of a text that is not on the desk were settled before. */
  private seen(): Set<string> {
    const { marks } = this.marking;
    if (!this.editable) return new Set(marks.map(({ id }) => id));
    const { help } = this.review;
    const { palette } = this.options.text;
    help.draw(marks);
    return shownTo(help.support, marks, palette);
  }

  private choose = (mark: Annotation): void => {
    this.marking.choose(mark.id);
    this.reveal(mark.anchor);
  };

  private reveal(place: Range): void {
    this.page.turnBack();
    this.paper.reveal(place);
  }

  /** The service knows better: what it said is shown, then the text as it is there. */
  private refused: Refusal = (message, { path, body }) => {
    const { desk, text } = this.options;
    const { comment = "" } = (body ?? {}) as { comment?: string };
    const word = path.endsWith("/review") && comment;
    desk.voice.warn(word ? WORDS.reading.refusedWord(message, comment) : WORDS.reading.refusedMark(message));
    void desk.outbox.settled().then(() => this.closed || desk.go({ screen: "text", text: text.id }));
  };
}
