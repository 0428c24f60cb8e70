/** The pile on the desk: whose text to read next, who waits, who works, and the one big button that opens the next text. */

import { h } from "../../core/dom";
import { type Desk, pileOf, type Screen, stored } from "../desk";
import { button } from "../parts";
import type { PileRow } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import { GROUPS, grouped, nextToRead } from "./grouping";
import { groupSection } from "./rows";

const EVERY = 15_000;

export async function pileScreen(desk: Desk): Promise<Screen> {
  const pile = new Pile(desk, await pileOf(desk));
  return { element: pile.element, title: WORDS.pile.title, close: pile.close };
}

class Pile {
  readonly element = h("div", { class: "pile" });
  private readonly actions = h("div", { class: "pile-actions" });
  private readonly stale = h("p", { class: "stale", hidden: true }, WORDS.network.down);
  private readonly groups = h("div", { class: "groups" });
  private assignment = "";
  private drawn = "";
  private readonly timer = setInterval(() => void this.refresh(), EVERY);

  constructor(
    private readonly desk: Desk,
    private rows: PileRow[],
  ) {
    const title = h("h1", { tabindex: "-1" }, WORDS.pile.title);
    this.element.append(
      h("div", { class: "screen-head" }, title, this.filter(), this.actions),
      this.stale,
      this.groups,
    );
    document.addEventListener("visibilitychange", this.refresh);
    this.draw();
  }

  close = (): void => {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.refresh);
  };

  /** The newest state of the class, without moving what the teacher is looking at. */
  private refresh = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      this.rows = await pileOf(this.desk);
      this.stale.hidden = true;
      this.draw();
    } catch {
      this.stale.hidden = false;
    }
  };

  private filter(): HTMLElement {
    const choose = (event: Event) => {
      this.assignment = (event.target as HTMLSelectElement).value;
      this.draw();
    };
    const options = this.desk.classroom.assignments.map(({ id, title }) => h("option", { value: id }, title));
    const every = h("option", { value: "" }, WORDS.pile.every);
    const select = h("select", { onchange: choose }, every, ...options);
    return h("label", { class: "filter" }, h("span", { class: "visually-hidden" }, WORDS.pile.filter), select);
  }

  private draw(): void {
    const rows = this.rows.filter((row) => !this.assignment || row.assignment === this.assignment);
    const minute = Math.floor(Date.now() / 60_000);
    const now = JSON.stringify([rows, this.assignment, minute]);
    if (now === this.drawn) return;
    this.drawn = now;
    const focus = (document.activeElement as HTMLElement | null)?.dataset?.key;
    const closed = new Map(this.details().map((one) => [one.dataset.group, one.open]));
    this.actions.replaceChildren(...this.buttons(rows));
    this.groups.replaceChildren(...this.sections(rows));
    for (const one of this.details()) one.open = closed.get(one.dataset.group) ?? one.open;
    if (focus) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  private details = (): HTMLDetailsElement[] => [...this.groups.querySelectorAll("details")];

  private sections(rows: PileRow[]): HTMLElement[] {
    const { assignments } = this.desk.classroom;
    if (assignments.length === 0) return [this.noProject()];
    if (rows.length === 0) return [h("p", { class: "card empty" }, WORDS.pile.empty.all)];
    const groups = grouped(rows);
    const shown = GROUPS.filter((name) => name === "to_read" || groups[name].length > 0);
    return shown.map((name) => groupSection(name, groups[name], assignments));
  }

  private noProject(): HTMLElement {
    const give = () => this.desk.go({ screen: "project", id: null });
    const start = button(WORDS.pile.newProject, { icon: "plus", kind: "primary", onclick: give });
    return h("div", { class: "card empty" }, h("p", {}, WORDS.pile.empty.projects), start);
  }

  private buttons(rows: PileRow[]): HTMLElement[] {
    const next = nextToRead(rows);
    const ready = grouped(rows).ready;
    const read = button(next ? WORDS.pile.readNext : WORDS.pile.nobodyWaits, {
      icon: "read",
      kind: "primary big",
      onclick: () => next && this.desk.go({ screen: "text", text: next.text }),
      attributes: { disabled: !next, "data-key": "read-next" },
    });
    if (next) read.append(h("small", {}, WORDS.pile.nextIs(next.pupil.name)));
    const give = button(WORDS.pile.handBack(ready.length), {
      icon: "send",
      onclick: () => void this.handBack(ready),
      attributes: { "data-key": "hand-back" },
    });
    return ready.length > 0 ? [give, read] : [read];
  }

  private async handBack(ready: PileRow[]): Promise<void> {
    const { service, person, voice } = this.desk;
    try {
      if (!(await stored(this.desk))) return;
      const texts = ready.map((row) => row.text);
      const path = `api/classrooms/${person.classroom}/hand-back`;
      const result = await service.post<{ handed_back: string[]; refused: { message: string }[] }>(path, { texts });
      if (result.handed_back.length > 0) voice.say(WORDS.pile.handedBack(result.handed_back.length));
      if (result.refused.length > 0) voice.warn(result.refused.map((one) => one.message).join(" "));
    } catch (error) {
      voice.warn(sentenceOf(error));
    }
    await this.refresh();
  }
}
