/** The top of every screen of the desk: where one can go, whether everything is stored, who is there. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Desk } from "./desk";
import type { Saving } from "./outbox";
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
      const { words, name, help } = told(state, left, this.desk.outbox.fragile);
      if (element.dataset.words === words) return;
      element.dataset.words = words;
      element.className = `saving ${state}`;
      element.title = help;
      element.replaceChildren(icon(name), h("span", {}, words));
    });
    return element;
  }

  private leave = (): void => {
    const { outbox, service } = this.desk;
    const question = outbox.fragile ? WORDS.network.notKept : WORDS.nav.leaveUnsaved;
    if (outbox.state !== "saved" && !confirm(question)) return;
    service.forget();
    location.assign(this.to.logoutUrl);
  };
}

/** Where what was done is: in the class, on its way, in this browser, or only on this page. */
function told(state: Saving, left: number, fragile: boolean): { words: string; name: IconName; help: string } {
  const { saving, network } = WORDS;
  if (state === "saved" || state === "saving") return { words: saving[state], name: state, help: "" };
  if (state === "signed_out") return { words: saving.signedOut(left), name: "lock", help: network.signedOut };
  if (fragile) return { words: saving.fragile(left), name: "warning", help: network.notKept };
  return { words: saving.late(left), name: "tablet", help: saving.lateHelp };
}
