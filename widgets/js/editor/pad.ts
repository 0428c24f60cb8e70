/** The page where a pupil writes, deposits and corrects one text. */

import type { EditorView } from "prosemirror-view";
import { Api } from "../core/api";
import type { Credentials } from "../core/credentials";
import { type Child, h, keepingFocus, throttled } from "../core/dom";
import { icon } from "../core/icons";
import type { TextView } from "../core/types";
import type { Socket } from "../core/wire";
import { words } from "../core/words.fr";
import { drawAbove, signOfAbove } from "./above";
import { askToSubmit, promptCard } from "./around";
import { Correcting } from "./correcting";
import { createEditor } from "./editor";
import { followKeyboard } from "./keyboard";
import { LayoutBar } from "./layout_bar";
import { leftToDo } from "./notes";
import { Past } from "./past";
import { StatusLine } from "./status_line";
import { TextFile } from "./text_file";
import { Toolbar } from "./toolbar";
import { versionList } from "./versions";

const REDRAW_EVERY = 200;
/** Milliseconds that a key has to come onto the screen before what stands around the text is drawn. */
const LETTER_FIRST = 80;

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
  private readonly correcting: Correcting;
  private view: EditorView | null = null;
  private destroyed = false;
  private drawnSign = "";
  private drawnFor = { view: null as TextView | null, writable: false, wrong: "" };
  private readonly leaveKeyboard = followKeyboard(this.element);
  private readonly status = new StatusLine();
  private readonly toolbar = new Toolbar(() => this.view!);
  private readonly layout = new LayoutBar({
    view: () => this.view!,
    send: (picture) => this.api.sendPicture(picture),
    reachable: () => this.file.sync.link === "live",
    warn: (message) => this.warn(message),
  });
  private readonly title = h("h1", {});
  private readonly submitButton = h("button", {
    type: "button",
    class: "button primary submit",
    onclick: () => this.submit(),
  });
  private readonly tools = h("div", { class: "tools" }, this.toolbar.element);
  private readonly prompt = h("div", {});
  private readonly above = h("div", { class: "above" });
  private readonly before = h("div", {});
  private readonly sheet = h("div", { class: "sheet" });
  private readonly warning = h("p", { class: "warning", role: "alert" });
  private readonly redraw = throttled(() => this.draw(), REDRAW_EVERY, LETTER_FIRST);

  constructor(private readonly options: PadOptions) {
    this.file = new TextFile(options);
    this.api = new Api(options.base, options.credentials);
    this.correcting = new Correcting(this.file, () => this.drawNow());
    this.file.onChange = () => this.changed();
    this.file.onRefused = (message) => this.warn(message);
    this.compose();
    addEventListener("resize", this.redraw);
    this.draw();
    void this.open();
  }

  destroy(): void {
    this.destroyed = true;
    this.leaveKeyboard();
    removeEventListener("resize", this.redraw);
    this.redraw.cancel();
    this.file.onChange = () => {};
    this.view?.destroy();
    this.file.close();
  }

  private compose(): void {
    const { side, walkButton, counts, said } = this.correcting;
    this.tools.append(walkButton, this.layout.element);
    this.sheet.append(counts.element);
    const main = h("div", { class: "pad-main" }, this.prompt, this.above, this.warning, this.tools, this.sheet);
    this.element.append(
      h("header", { class: "pad-head" }, this.options.back, this.title, this.status.element, this.submitButton),
      h("div", { class: "pad-body" }, main, side, this.before),
      said,
    );
  }

  private async open(): Promise<void> {
    await this.file.open();
    if (this.destroyed) return;
    if (this.file.newer !== null) return this.showOnly(this.file.newer);
    this.view = createEditor(this.sheet, {
      ydoc: this.file.doc,
      base: this.options.base,
      label: words.textLabel(this.titleText),
      editable: () => this.file.writable,
      onChange: this.redraw,
      onTooLong: () => this.warn(words.tooLong),
    });
    this.correcting.follow(this.view);
    this.view.dom.addEventListener("input", () => this.warn(""));
    this.element.addEventListener("keydown", this.correcting.onKey);
    this.draw();
  }

  /** A text that no editor of this page may touch, as words only. */
  private showOnly(plain: string): void {
    const lines = plain.split("\n").map((line) => h("p", {}, line));
    const about = {
      class: "prose",
      role: "document",
      lang: "fr",
      tabindex: "0",
      "aria-label": words.textLabel(this.titleText),
    };
    this.tools.hidden = true;
    this.sheet.append(h("div", about, ...lines));
    this.draw();
  }

  private get titleText(): string {
    return this.file.view?.assignment.title ?? this.options.title ?? words.myText;
  }

  /** Where the text is kept, and news from the class, are shown at once: « Enregistré » is never a letter late. */
  private changed(): void {
    const { view, writable, status } = this.file;
    this.status.show(status);
    const wrong = status.trouble?.title ?? "";
    const before = this.drawnFor;
    const news = view !== before.view || writable !== before.writable || wrong !== before.wrong;
    this.drawnFor = { view, writable, wrong };
    if (news) this.drawNow();
    else this.redraw();
  }

  private drawNow(): void {
    this.redraw.cancel();
    this.draw();
  }

  private draw(): void {
    const { file } = this;
    this.title.textContent = this.titleText;
    this.status.show(file.status);
    this.correcting.mark();
    this.drawChanging();
    if (!this.view) return;
    this.tools.hidden = !file.writable;
    this.toolbar.refresh();
    this.layout.element.hidden = file.view?.stage !== "layout";
    if (!this.layout.element.hidden) this.layout.refresh();
    if (this.view.editable !== file.writable) this.view.setProps({});
  }

  /** What stands around the text is drawn again only when it would be different. */
  private drawChanging(): void {
    const { file, correcting } = this;
    const sign = JSON.stringify([file.view, signOfAbove(file), correcting.sign, file.writable]);
    if (sign === this.drawnSign) return;
    this.drawnSign = sign;
    keepingFocus(this.element, () => {
      this.drawPrompt();
      this.above.replaceChildren(...drawAbove(file, this.view));
      correcting.draw();
      this.element.classList.toggle("pad-marked", !correcting.side.hidden);
      this.drawBefore();
      this.drawSubmit();
    });
  }

  private drawBefore(): void {
    const { view } = this.file;
    const sign = JSON.stringify(view?.versions);
    if (!view || this.before.dataset.shown === sign) return;
    this.before.dataset.shown = sign;
    const past = () => new Past(this.file, this.api, this.options.base).open();
    this.before.replaceChildren(versionList(view, this.api, past));
  }

  private drawPrompt(): void {
    const assignment = this.file.view?.assignment;
    if (!assignment || this.prompt.dataset.text === assignment.prompt) return;
    this.prompt.dataset.text = assignment.prompt;
    this.prompt.replaceChildren(promptCard(assignment, this.options.base, this.file.view?.stage === "writing"));
  }

  private drawSubmit(): void {
    const { view, writable, pendingSubmit } = this.file;
    this.submitButton.hidden = !writable || Boolean(pendingSubmit) || !view?.moves.includes("submit");
    this.submitButton.replaceChildren(icon("send"), view?.hand_backs.length ? words.submitAgain : words.submit);
  }

  private async submit(): Promise<void> {
    if (!this.file.plain.trim()) return this.warn(words.emptyText);
    if (!(await askToSubmit(this.element, leftToDo(this.correcting.notes))) || !this.file.writable) return;
    this.warn("");
    this.correcting.choose(null, false);
    this.file.sync.ask("submit");
    scrollTo({ top: 0, behavior: "smooth" });
  }

  private warn(message: string): void {
    this.warning.textContent = message;
  }
}
