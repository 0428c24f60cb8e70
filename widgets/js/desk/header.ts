/** The top of every screen of the desk: where one can go, whether everything is stored, who is there. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Desk } from "./desk";
import { button } from "./parts";
import { hashOf, type Place } from "./router";
import { WORDS } from "./words.fr";

export interface Links {
  /** Where the class's figures, the teacher's notebooks and nbgrader's gradebook are; empty when there is no such page. */
  progressUrl: string;
  notebooksUrl: string;
  gradesUrl: string;
  logoutUrl: string;
}

const SCREENS: [Place, string, IconName][] = [
  [{ screen: "pile" }, WORDS.nav.pile, "stack"],
  [{ screen: "project", id: null }, WORDS.nav.project, "pencil"],
  [{ screen: "classroom" }, WORDS.nav.classroom, "people"],
];

export class Header {
  readonly element: HTMLElement;
  private readonly links = SCREENS.map(([place, words, name]) => {
    const link = h("a", { href: hashOf(place), "data-screen": place.screen }, icon(name), h("span", {}, words));
    return link;
  });

  constructor(
    private readonly desk: Desk,
    private readonly to: Links,
  ) {
    const nav = h("nav", { "aria-label": WORDS.nav.label }, ...this.links, ...this.others());
    const name = h("span", { class: "name" }, desk.person.name);
    const leave = button(WORDS.nav.leave, { icon: "leave", kind: "quiet", onclick: this.leave });
    this.element = h("header", { class: "desk-header" }, nav, this.saving(), name, leave);
  }

  /** Says which screen is on show. */
  show(place: Place): void {
    for (const link of this.links) {
      const here = link.dataset.screen === place.screen;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  private others(): HTMLElement[] {
    const { progressUrl, notebooksUrl, gradesUrl } = this.to;
    const all: [string, string, IconName][] = [
      [progressUrl, WORDS.nav.progress, "chart"],
      [notebooksUrl, WORDS.nav.notebooks, "notebook"],
      [gradesUrl, WORDS.nav.grades, "book"],
    ];
    return all
      .filter(([href]) => href)
      .map(([href, words, name]) =>
        h("a", { href, target: "_blank", rel: "noopener" }, icon(name), h("span", {}, words)),
      );
  }

  private saving(): HTMLElement {
    const element = h("p", { class: "saving", role: "status" });
    this.desk.onSaving((state, left) => {
      const words = state === "waiting" ? WORDS.saving.waiting(left) : WORDS.saving[state];
      if (element.dataset.words === words) return;
      element.dataset.words = words;
      element.className = `saving ${state}`;
      element.title = state === "waiting" ? WORDS.saving.waitingHelp : "";
      element.replaceChildren(icon(state === "waiting" ? "warning" : state), h("span", {}, words));
    });
    return element;
  }

  private leave = (): void => {
    const { outbox, service } = this.desk;
    if (outbox.state !== "saved" && !confirm(WORDS.nav.leaveUnsaved)) return;
    service.forget();
    location.assign(this.to.logoutUrl);
  };
}
