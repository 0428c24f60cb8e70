/** The pupil's page: Mon cahier, the text that is open (#texte=…), or a comrade's that is read (#lire=…), so that the tablet's back button works. */

import { Api } from "../core/api";
import type { Credentials } from "../core/credentials";
import { h } from "../core/dom";
import { isExpected } from "../core/errors";
import { icon } from "../core/icons";
import { words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { reloadButton } from "../editor/status_line";
import { type Reading, readingPage } from "./class_texts";
import { NotebookScreen } from "./notebook";
import { credentialsOf, type PageOptions } from "./options";
import { Shelf } from "./shelf";

const HASH = /^#(texte|lire)=(.+)$/;

export class PupilPage {
  readonly credentials: Credentials;
  private readonly shelf: Shelf;
  private readonly notebook: NotebookScreen;
  private open: WritingPad | Reading | null = null;
  private readonly main = h("div", { class: "pupil" });

  constructor(
    root: HTMLElement,
    private readonly options: PageOptions,
  ) {
    this.credentials = credentialsOf(options);
    const api = new Api(options.serviceUrl, this.credentials);
    this.shelf = new Shelf(api);
    const { serviceUrl: base, signOutUrl = "/hub/logout", openSocket } = options;
    const { credentials, shelf } = this;
    this.notebook = new NotebookScreen({ api, base, credentials, shelf, signOutUrl, open, openSocket });
    root.classList.add("ecritoire");
    root.lang = "fr";
    root.append(this.main);
    addEventListener("hashchange", this.route);
    this.route();
  }

  destroy(): void {
    removeEventListener("hashchange", this.route);
    this.close();
    this.notebook.destroy();
    this.main.remove();
  }

  private route = (): void => {
    this.close();
    const [, what, id] = HASH.exec(location.hash) ?? [];
    if (!what || !id) this.showNotebook();
    else if (what === "texte") void this.write(decodeURIComponent(id));
    else void this.read(decodeURIComponent(id));
    scrollTo(0, 0);
  };

  private close(): void {
    this.notebook.hide();
    this.open?.destroy();
    this.open = null;
  }

  private showNotebook(): void {
    this.main.replaceChildren(this.notebook.element);
    this.notebook.show();
  }

  private async write(text: string): Promise<void> {
    const hash = this.wait(words.openingText);
    const username = await this.whose();
    if (!username || location.hash !== hash) return;
    const title = this.notebook.notebook?.cards.find((card) => card.text === text)?.assignment.title;
    const { credentials } = this;
    const { serviceUrl: base, openSocket } = this.options;
    this.show(new WritingPad({ base, text, username, credentials, title, back: back(), openSocket }));
  }

  private async read(text: string): Promise<void> {
    const hash = this.wait(words.openingReading);
    try {
      await this.shelf.look(this.notebook.notebook?.person.classroom ?? (await this.notebook.ask()));
    } catch (error) {
      if (!isExpected(error)) throw error;
    }
    if (location.hash !== hash) return;
    const found = this.shelf.find(text);
    if (found) return this.show(readingPage(found, this.options.serviceUrl, back()));
    this.main.replaceChildren(
      h("p", { class: "opening" }, this.shelf.known ? words.readGone : words.readAway),
      h("p", { class: "opening" }, back()),
    );
  }

  /** Says that something opens; gives the address that must still be there when it has. */
  private wait(sentence: string): string {
    this.main.replaceChildren(h("p", { class: "opening", role: "status" }, sentence));
    return location.hash;
  }

  private show(screen: WritingPad | Reading): void {
    this.open = screen;
    this.main.replaceChildren(screen.element);
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

const back = () => h("a", { class: "button back", href: "#" }, icon("back"), words.backToNotebook);

function open(text: string): void {
  location.hash = `texte=${encodeURIComponent(text)}`;
}
