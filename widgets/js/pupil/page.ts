/** The pupil's page: Mon cahier, and the text that is open. The address says which (#texte=…), so that the tablet's back button works. */

import { Api } from "../core/api";
import { Credentials } from "../core/credentials";
import { h, keepingFocus } from "../core/dom";
import { Away, NoCredential, Refused } from "../core/errors";
import { icon } from "../core/icons";
import { readKept, writeKept } from "../core/outbox";
import type { Notebook } from "../core/types";
import { words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { reloadButton } from "../editor/status_line";
import { leaveTablet } from "../editor/text_file";
import { drawCard, inTurn } from "./cards";

const ASK_AGAIN = 15_000;
const HASH = /^#texte=(.+)$/;

export interface PageOptions {
  /** Where the class service is: "/services/classroom/". */
  serviceUrl: string;
  ticket: string | null;
  /** The pupil's username, when the kernel says it: the journal opens before the network answers. */
  person?: string | null;
  askTicket?: () => Promise<string | null>;
  signOutUrl?: string;
}

export class PupilPage {
  readonly credentials: Credentials;
  private readonly api: Api;
  private pad: WritingPad | null = null;
  private notebook: Notebook | null = null;
  private trouble: "away" | "closed" | null = null;
  private shown = "";
  private gone = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly main = h("div", { class: "pupil" });

  constructor(
    root: HTMLElement,
    private readonly options: PageOptions,
  ) {
    const { serviceUrl: base, ticket, person = null, askTicket = async () => null } = options;
    this.credentials = new Credentials({ base, username: person, ticket, askTicket });
    this.api = new Api(base, this.credentials);
    root.classList.add("ecritoire");
    root.lang = "fr";
    root.append(this.main);
    addEventListener("hashchange", this.route);
    addEventListener("online", this.refresh);
    document.addEventListener("visibilitychange", this.refresh);
    this.route();
  }

  destroy(): void {
    this.gone = true;
    removeEventListener("hashchange", this.route);
    removeEventListener("online", this.refresh);
    document.removeEventListener("visibilitychange", this.refresh);
    this.close();
    this.main.remove();
  }

  private route = (): void => {
    this.close();
    const text = HASH.exec(location.hash)?.[1];
    if (text) void this.openText(decodeURIComponent(text));
    else this.openNotebook();
    scrollTo(0, 0);
  };

  private close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.pad?.destroy();
    this.pad = null;
  }

  private openNotebook(): void {
    const kept = this.credentials.username && readKept(place(this.credentials.username));
    this.notebook ??= kept ? (JSON.parse(kept) as Notebook) : null;
    this.drawNotebook();
    void this.refresh();
  }

  private get onNotebook(): boolean {
    return !this.gone && !HASH.test(location.hash);
  }

  /** Asks the class what there is to do, now and every few seconds while the notebook is shown. */
  private refresh = async (): Promise<void> => {
    if (!this.onNotebook || document.visibilityState === "hidden") return;
    try {
      this.notebook = await this.api.get<Notebook>("api/me/texts");
      this.trouble = null;
      writeKept(place(this.notebook.person.username), JSON.stringify(this.notebook));
    } catch (error) {
      if (!(error instanceof Away || error instanceof NoCredential || error instanceof Refused)) throw error;
      this.trouble = error instanceof Away ? "away" : "closed";
    }
    if (!this.onNotebook) return;
    this.drawNotebook();
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(this.refresh, ASK_AGAIN);
  };

  private drawNotebook(): void {
    const { notebook } = this;
    const cards = notebook && inTurn(notebook.cards).map((card) => drawCard(card, open));
    const sign = JSON.stringify([notebook, this.trouble]);
    if (this.shown === sign) return;
    this.shown = sign;
    const parts = [
      this.head(notebook?.person.name ?? ""),
      this.troubleNotice() ?? "",
      cards ? this.cardList(cards) : h("p", { class: "opening", role: "status" }, this.trouble ? "" : words.opening),
    ];
    keepingFocus(this.main, () => this.main.replaceChildren(...parts));
  }

  private head(name: string): HTMLElement {
    const leave = {
      class: "button",
      href: this.options.signOutUrl ?? "/hub/logout",
      onclick: () => this.leave(),
    };
    return h(
      "header",
      { class: "notebook-head" },
      h("div", {}, h("p", { class: "hello" }, words.greeting(name)), h("h1", {}, words.myNotebook)),
      h("a", leave, icon("leave"), words.leave),
    );
  }

  private leave(): void {
    const username = this.credentials.username;
    for (const card of this.notebook?.cards ?? []) if (username) leaveTablet(username, card.text);
    if (username) writeKept(place(username), null);
    this.credentials.forget();
  }

  private cardList(cards: HTMLElement[]): HTMLElement {
    return cards.length ? h("ul", { class: "cards" }, ...cards) : h("p", { class: "card" }, words.nothingYet);
  }

  private troubleNotice(): HTMLElement | null {
    if (!this.trouble) return null;
    const closed = this.trouble === "closed";
    const sentence = closed ? words.doorClosed : this.notebook ? words.notebookAway : words.notebookAwayEmpty;
    return h(
      "p",
      { class: "notice notice-waiting", role: "status" },
      icon(closed ? "warning" : "tablet"),
      sentence,
      closed && reloadButton(),
    );
  }

  private async openText(text: string): Promise<void> {
    this.main.replaceChildren(h("p", { class: "opening", role: "status" }, words.openingText));
    this.shown = "";
    const username = await this.whose();
    if (!username || HASH.exec(location.hash)?.[1] !== encodeURIComponent(text)) return;
    const title = this.notebook?.cards.find((card) => card.text === text)?.assignment.title;
    const back = h("a", { class: "button back", href: "#" }, icon("back"), words.backToNotebook);
    const { credentials } = this;
    this.pad = new WritingPad({ base: this.options.serviceUrl, text, username, credentials, title, back });
    this.main.replaceChildren(this.pad.element);
  }

  /** The pupil whose journal to open: known to the tablet, or asked from the class. Null after showing why nobody is known. */
  private async whose(): Promise<string | null> {
    if (this.credentials.username) return this.credentials.username;
    try {
      await this.credentials.lease();
    } catch {
      this.main.replaceChildren(
        h("p", { class: "notice notice-waiting", role: "status" }, words.doorClosed, reloadButton()),
      );
    }
    return this.credentials.username;
  }
}

const place = (username: string) => `ecritoire:${username}:notebook`;

function open(text: string): void {
  location.hash = `texte=${encodeURIComponent(text)}`;
}
