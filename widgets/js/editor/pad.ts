/** The page where a pupil writes, deposits and corrects one text. */

import type { EditorView } from "prosemirror-view";
import { Api } from "../core/api";
import type { Credentials } from "../core/credentials";
import { type Child, h, keepingFocus, keepKeyboard, throttled } from "../core/dom";
import { icon } from "../core/icons";
import { annotationAt } from "../core/marks";
import { plainText, textBetween } from "../core/positions";
import type { Annotation } from "../core/types";
import type { Socket } from "../core/wire";
import { words } from "../core/words.fr";
import { askToSubmit, promptCard, teacherWord } from "./around";
import { drawNotice, noticeOf } from "./banner";
import { createEditor } from "./editor";
import { followKeyboard } from "./keyboard";
import { placeOf, setMarking } from "./marking";
import { familyShown, leftToDo, type NotesState, noteCard, notesList } from "./notes";
import { StatusLine } from "./status_line";
import { TextFile } from "./text_file";
import { Toolbar } from "./toolbar";
import { versionList } from "./versions";
import { goTo, inOrder, neighbour } from "./walking";

const REDRAW_EVERY = 200;

export interface PadOptions {
  base: string;
  text: string;
  username: string;
  credentials: Credentials;
  /** The title shown before the class has answered. */
  title?: string;
  /** What stands before the title: the way back to the notebook. */
  back?: Child;
  openSocket?: (url: string) => Socket;
}

export class WritingPad {
  readonly element = h("section", { class: "pad" });
  readonly file: TextFile;
  private readonly api: Api;
  private view: EditorView | null = null;
  private current: string | null = null;
  private destroyed = false;
  private readonly leaveKeyboard = followKeyboard(this.element);
  private drawnSign = "";
  private markedSign = "";
  private readonly status = new StatusLine();
  private readonly toolbar = new Toolbar(() => this.view!);
  private readonly title = h("h1", {});
  private readonly submitButton = h("button", {
    type: "button",
    class: "button primary submit",
    onclick: () => this.submit(),
  });
  private readonly walkButton = keepKeyboard(
    h("button", { type: "button", class: "button walk", onclick: () => this.step(1) }),
  );
  private readonly tools = h("div", { class: "tools" }, this.toolbar.element, this.walkButton);
  private readonly prompt = h("div", {});
  private readonly before = h("div", {});
  private readonly above = h("div", { class: "above" });
  private readonly sheet = h("div", { class: "sheet" });
  private readonly side = h("aside", { class: "side", "aria-label": words.toReview });
  private readonly said = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly warning = h("p", { class: "warning", role: "alert" });
  private readonly redraw = throttled(() => this.draw(), REDRAW_EVERY);

  constructor(private readonly options: PadOptions) {
    this.file = new TextFile(options);
    this.api = new Api(options.base, options.credentials);
    this.file.onChange = this.redraw;
    this.file.onRefused = (message) => this.warn(message);
    this.file.plain = () => (this.view ? plainText(this.view.state.doc) : "");
    this.element.append(
      h("header", { class: "pad-head" }, options.back, this.title, this.status.element, this.submitButton),
      h(
        "div",
        { class: "pad-body" },
        h("div", { class: "pad-main" }, this.prompt, this.above, this.warning, this.tools, this.sheet),
        this.side,
        this.before,
      ),
      this.said,
    );
    this.draw();
    void this.open();
  }

  destroy(): void {
    this.destroyed = true;
    this.leaveKeyboard();
    this.redraw.cancel();
    this.file.onChange = () => {};
    this.view?.destroy();
    this.file.close();
  }

  private async open(): Promise<void> {
    await this.file.open();
    if (this.destroyed) return;
    this.view = createEditor(this.sheet, {
      ydoc: this.file.doc,
      base: this.options.base,
      label: words.textLabel(this.titleText),
      editable: () => this.file.writable,
      onChange: this.redraw,
      onTooLong: () => this.warn(words.tooLong),
    });
    this.view.dom.addEventListener("click", (event) => this.choose(annotationAt(event), false));
    this.view.dom.addEventListener("input", () => this.warn(""));
    this.element.addEventListener("keydown", this.onKey);
    this.draw();
  }

  private get titleText(): string {
    return this.file.view?.assignment.title ?? this.options.title ?? words.myText;
  }

  private get notes(): NotesState {
    const { view, done } = this.file;
    const level = view?.help_level ?? "2";
    return {
      annotations: inOrder(view?.annotations ?? [], this.view),
      palette: view?.palette ?? { families: [] },
      done,
      current: this.current,
      kinds: level !== "0" && level !== "1",
      open: this.file.writable && (view?.moves.includes("submit") ?? false),
      quote: (annotation) => this.quote(annotation),
    };
  }

  private quote(annotation: Annotation): string {
    const place = this.view && placeOf(this.view.state, annotation);
    return place ? textBetween(this.view!.state.doc, place.from, place.to) : annotation.anchor.exact;
  }

  private draw(): void {
    const { file } = this;
    this.title.textContent = this.titleText;
    this.status.show(file.status);
    this.mark();
    this.drawChanging();
    if (!this.view) return;
    this.tools.hidden = !file.writable;
    this.toolbar.refresh();
    if (this.view.editable !== file.writable) this.view.setProps({});
  }

  /** Gives the editor the marks to draw, when they have changed. */
  private mark(): void {
    if (!this.view) return;
    const { annotations, palette, done, current, kinds } = this.notes;
    const sign = JSON.stringify([annotations.map((one) => one.id).sort(), palette, [...done].sort(), current, kinds]);
    if (sign === this.markedSign) return;
    this.markedSign = sign;
    setMarking(this.view, { annotations, palette, done, current, kinds });
  }

  /** What stands around the text is drawn again only when it would be different. */
  private drawChanging(): void {
    const { file, notes } = this;
    const notice = noticeOf(file);
    const quotes = notes.annotations.map((one) => [one.id, notes.quote(one)]);
    const sign = JSON.stringify([file.view, notice, quotes, [...notes.done].sort(), this.current, file.writable]);
    if (sign === this.drawnSign) return;
    this.drawnSign = sign;
    keepingFocus(this.element, () => {
      this.drawPrompt();
      this.above.replaceChildren(
        ...[notice && drawNotice(notice, file), teacherWord(file.view)].filter((part) => part !== null),
      );
      this.drawSide(notes);
      this.drawWalk(notes);
      this.drawBefore();
      this.drawSubmit();
    });
  }

  private drawBefore(): void {
    const { view } = this.file;
    const sign = JSON.stringify(view?.versions);
    if (!view || this.before.dataset.shown === sign) return;
    this.before.dataset.shown = sign;
    this.before.replaceChildren(versionList(view, this.api) ?? "");
  }

  private drawPrompt(): void {
    const assignment = this.file.view?.assignment;
    if (!assignment || this.prompt.dataset.text === assignment.prompt) return;
    this.prompt.dataset.text = assignment.prompt;
    this.prompt.replaceChildren(promptCard(assignment, this.options.base, this.file.view?.stage === "writing"));
  }

  private drawSide(notes: NotesState): void {
    this.side.hidden = notes.annotations.length === 0;
    this.element.classList.toggle("pad-marked", !this.side.hidden);
    const actions = {
      choose: (id: string) => this.choose(id, true),
      close: () => this.choose(null, false),
      toggle: (id: string, done: boolean) => this.file.sync.ask("mark", { annotation: id, done }),
      step: (by: 1 | -1) => this.step(by),
    };
    const current = notes.annotations.find((one) => one.id === this.current);
    this.side.replaceChildren(
      ...[current && noteCard(current, notes, actions), notesList(notes, actions)].filter((part) => part !== undefined),
    );
  }

  /** Where the list of marks is below the text, the way to the next one is above it. */
  private drawWalk(notes: NotesState): void {
    const left = leftToDo(notes);
    this.walkButton.hidden = !left || !notes.open;
    this.walkButton.replaceChildren(words.familyLeft(left), icon("next"));
    this.walkButton.setAttribute("aria-label", `${words.familyLeft(left)}. ${words.next_}`);
  }

  private drawSubmit(): void {
    const { view, writable, pendingSubmit } = this.file;
    this.submitButton.hidden = !writable || Boolean(pendingSubmit) || !view?.moves.includes("submit");
    this.submitButton.replaceChildren(icon("send"), view?.hand_backs.length ? words.submitAgain : words.submit);
  }

  private async submit(): Promise<void> {
    if (!this.file.plain().trim()) return this.warn(words.emptyText);
    if (!(await askToSubmit(this.element, leftToDo(this.notes))) || !this.file.writable) return;
    this.warn("");
    this.choose(null, false);
    this.file.sync.ask("submit");
    scrollTo({ top: 0, behavior: "smooth" });
  }

  private warn(message: string): void {
    this.warning.textContent = message;
  }

  private choose(id: string | null, go: boolean): void {
    this.current = id;
    this.redraw.cancel();
    this.draw();
    const one = id && this.notes.annotations.find((annotation) => annotation.id === id);
    if (!one) return;
    const { label, hint } = familyShown(this.notes, one);
    this.said.textContent = `${label} ${words.quote(this.quote(one))}. ${hint}`;
    if (go && this.view) goTo(this.view, one);
  }

  private step(by: 1 | -1): void {
    const next = neighbour(this.notes.annotations, this.current, by);
    if (next) this.choose(next.id, true);
  }

  /** F8 walks through the marks, from the text as from the list; Escape closes the card. */
  private onKey = (event: KeyboardEvent): void => {
    if (event.key === "F8") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && this.current) this.choose(null, false);
    else return;
    event.preventDefault();
  };
}
