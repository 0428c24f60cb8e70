/** Mon cahier, the screen: what there is to do, asked again every few seconds, with what the tablet keeps while the class is away. */

import type { Api } from "../core/api";
import type { Credentials } from "../core/credentials";
import { h, keepingFocus } from "../core/dom";
import { Away, isExpected } from "../core/errors";
import { icon } from "../core/icons";
import { forgetNotebook, keepNotebook, keptNotebook } from "../core/kept_notebook";
import { forgetPage } from "../core/page_keeper";
import type { Card, Notebook } from "../core/types";
import type { Socket } from "../core/wire";
import { words } from "../core/words.fr";
import { confirm } from "../editor/confirm";
import { keptOf, leaveTablet, othersWaiting, waitingTexts } from "../editor/kept";
import { reloadButton } from "../editor/status_line";
import { drawCard, inTurn } from "./cards";
import { classTexts } from "./class_texts";
import { Courier } from "./courier";
import type { Shelf } from "./shelf";

const ASK_AGAIN = 15_000;
const ASK_AWAY_AGAIN = 5_000;

export interface NotebookOptions {
  api: Api;
  base: string;
  credentials: Credentials;
  shelf: Shelf;
  signOutUrl: string;
  open: (text: string) => void;
  openSocket?: (url: string) => Socket;
}

export class NotebookScreen {
  readonly element = h("div", { class: "notebook" });
  notebook: Notebook | null = null;
  private trouble: "away" | "closed" | null = null;
  private refusal = "";
  private sign = "";
  private readonly courier: Courier;
  private shown = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: NotebookOptions) {
    this.courier = new Courier({
      ...options,
      onDelivered: () => void this.refresh(),
      onRefused: (message) => this.refused(message),
    });
    addEventListener("online", this.refresh);
    document.addEventListener("visibilitychange", this.refresh);
  }

  show(): void {
    this.shown = true;
    const { username } = this.options.credentials;
    if (username) this.notebook ??= keptNotebook<Notebook>(username);
    if (username) this.courier.carry(username);
    this.draw();
    void this.refresh();
  }

  hide(): void {
    this.shown = false;
    this.refusal = "";
    this.courier.stop();
    if (this.timer) clearTimeout(this.timer);
  }

  destroy(): void {
    this.hide();
    removeEventListener("online", this.refresh);
    document.removeEventListener("visibilitychange", this.refresh);
  }

  /** Asks the class what there is to do; gives the pupil's class. Throws as Api. */
  async ask(): Promise<string> {
    this.notebook = await this.options.api.get<Notebook>("api/me/texts");
    const { person } = this.notebook;
    keepNotebook(person.username, this.notebook);
    return person.classroom;
  }

  /** Now, and every few seconds while the notebook is shown. */
  private refresh = async (): Promise<void> => {
    if (!this.shown || document.visibilityState === "hidden") return;
    try {
      const classroom = await this.ask();
      this.trouble = null;
      await this.options.shelf.look(classroom);
    } catch (error) {
      if (!isExpected(error)) throw error;
      this.trouble = error instanceof Away ? "away" : "closed";
    }
    if (!this.shown) return;
    this.draw();
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(this.refresh, this.trouble ? ASK_AWAY_AGAIN : ASK_AGAIN);
  };

  /** What the class says no to while no text is open. */
  private refused(message: string): void {
    this.refusal = message;
    this.draw();
  }

  private draw(): void {
    const { notebook, trouble, refusal } = this;
    const others = othersWaiting(this.options.credentials.username ?? "");
    const comrades = this.options.shelf.others(notebook?.person.username ?? "");
    const kept = notebook?.cards.map((card) => keptOf(notebook.person.username, card.text));
    const sign = JSON.stringify([
      notebook,
      kept,
      trouble,
      refusal,
      others,
      comrades.map((one) => [one.text, one.published_at]),
    ]);
    if (this.sign === sign) return;
    this.sign = sign;
    const parts = [
      this.head(notebook?.person.name ?? ""),
      this.troubleNotice() ?? "",
      refusal && h("p", { class: "warning", role: "alert" }, refusal),
      notebook ? this.cards(notebook) : h("p", { class: "opening", role: "status" }, trouble ? "" : words.opening),
      others.length ? h("p", { class: "others", role: "note" }, icon("tablet"), words.othersWait(others)) : "",
      classTexts(comrades) ?? "",
    ];
    keepingFocus(this.element, () => this.element.replaceChildren(...parts));
  }

  private head(name: string): HTMLElement {
    const leave = { class: "button", href: this.options.signOutUrl, onclick: this.leave };
    return h(
      "header",
      { class: "notebook-head" },
      h("div", {}, h("p", { class: "hello" }, words.greeting(name)), h("h1", {}, words.myNotebook)),
      h("a", leave, icon("leave"), words.leave),
    );
  }

  private cards({ cards, person }: Notebook): HTMLElement {
    if (!cards.length) return h("p", { class: "card" }, words.nothingYet);
    const draw = (card: Card) => drawCard(card, this.options.open, keptOf(person.username, card.text));
    return h("ul", { class: "cards" }, ...inTurn(cards).map(draw));
  }

  private troubleNotice(): HTMLElement | null {
    if (!this.trouble) return null;
    const closed = this.trouble === "closed";
    const sentence = closed ? words.doorClosed : this.notebook ? words.notebookAway : words.notebookAwayEmpty;
    const attributes = { class: "notice notice-waiting", role: "status" };
    return h("p", attributes, icon(closed ? "warning" : "tablet"), sentence, closed && reloadButton());
  }

  /** Tablets are shared: nothing of this pupil that the class has whole stays on it. What the class lacks waits here, and he is told. */
  private leave = (event: Event): void => {
    const { username } = this.options.credentials;
    event.preventDefault();
    const waits = username !== null && waitingTexts(username).length > 0;
    void (waits ? this.leaveAnyway(username) : this.forget(username));
  };

  private async leaveAnyway(username: string): Promise<void> {
    const { leaveTitle: title, leaveAdvice, leaveYes: yes, leaveNo: no } = words;
    if (await confirm(this.element, { title, sentences: [leaveAdvice], yes, no })) await this.forget(username);
  }

  private async forget(username: string | null): Promise<void> {
    this.courier.stop();
    for (const card of this.notebook?.cards ?? []) if (username) leaveTablet(username, card.text);
    if (username) forgetNotebook(username);
    this.options.credentials.forget();
    await forgetPage().catch(() => {});
    location.assign(this.options.signOutUrl);
  }
}
