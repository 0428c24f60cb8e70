/** « Retrouver mon texte d'un autre moment »: the moments of a pupil's own text, to look at, and to take one of them up again. */

import type { Api } from "../core/api";
import { h } from "../core/dom";
import { frozenText } from "../core/frozen";
import { icon } from "../core/icons";
import type { Moment, MomentView } from "../core/types";
import { momentName, words } from "../core/words.fr";
import { confirm } from "./confirm";
import type { TextFile } from "./text_file";

const said = words.past;

/** What a moment is called: when it was, what it was, how long it was. */
export function momentLabel({ at, version, brought_back }: Moment): { when: string; what: string } {
  const taken = brought_back && said.taken(momentName(new Date(brought_back.at)));
  return { when: momentName(new Date(at)), what: version ? said.deposited(version) : (taken ?? "") };
}

/** Stands over the page until it is closed. */
export class Past {
  private readonly list = h("ul", { class: "moments" });
  private readonly sheet = h("div", { class: "sheet" });
  private readonly said = h("p", { class: "past-said", role: "status" }, said.opening);
  private readonly take = h("button", { type: "button", class: "button primary", hidden: true }, said.take);
  private readonly dialog = h(
    "dialog",
    { class: "version past", "aria-label": said.title },
    h(
      "header",
      {},
      h(
        "button",
        { type: "button", class: "button", onclick: () => this.dialog.close() },
        icon("back"),
        words.closeVersion,
      ),
      h("h2", {}, said.title),
      this.take,
    ),
    this.said,
    h("div", { class: "past-body" }, this.list, this.sheet),
  );
  private readonly buttons = new Map<Moment, HTMLButtonElement>();
  private chosen: Moment | null = null;
  private drawn: { destroy: () => void } | null = null;

  constructor(
    private readonly file: TextFile,
    private readonly api: Api,
    private readonly base: string,
  ) {
    this.take.addEventListener("click", () => void this.takeUp());
    this.dialog.addEventListener("close", () => {
      this.drawn?.destroy();
      this.dialog.remove();
    });
  }

  open(): void {
    document.querySelector(".ecritoire")!.append(this.dialog);
    this.dialog.showModal();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const moments = await this.api.get<Moment[]>(`api/texts/${this.file.view!.id}/moments`);
      this.said.textContent = moments.length ? said.choose : said.nothing;
      this.list.replaceChildren(...moments.map((moment) => this.item(moment)));
    } catch {
      this.said.textContent = said.away;
    }
  }

  private item(moment: Moment): HTMLElement {
    const { when, what } = momentLabel(moment);
    const choose = () => void this.show(moment);
    const attributes = { type: "button", class: "button moment", onclick: choose };
    const count = h("span", { class: "muted" }, words.wordCount(moment.words));
    const name = h("span", { class: "when" }, when);
    const tag = what && h("span", { class: "what" }, what);
    const button = h("button", attributes, name, tag, count);
    this.buttons.set(moment, button);
    return h("li", {}, button);
  }

  private async show(moment: Moment): Promise<void> {
    this.chosen = moment;
    for (const [one, button] of this.buttons) button.setAttribute("aria-current", String(one === moment));
    try {
      const then = await this.api.get<MomentView>(`api/texts/${this.file.view!.id}/moments/${moment.seq}`);
      if (this.chosen !== moment) return;
      this.draw(then, momentLabel(moment).when);
    } catch {
      if (this.chosen === moment) this.said.textContent = said.away;
    }
  }

  private draw({ document, plain }: MomentView, when: string): void {
    this.drawn?.destroy();
    this.sheet.replaceChildren();
    this.drawn = frozenText(this.sheet, document, this.file.view!.palette, this.base, { "aria-label": said.as(when) });
    this.said.textContent = said.as(when);
    this.take.hidden = !this.file.writable || plain === this.file.plain;
  }

  private async takeUp(): Promise<void> {
    const { chosen, file } = this;
    const question = { title: said.sureTitle, sentences: [said.sureText], yes: said.sureYes, no: said.sureNo };
    if (!chosen || !(await confirm(this.dialog, question))) return;
    if (file.sync.link !== "live" || file.sync.late) {
      this.said.textContent = said.needsClass;
      return;
    }
    file.sync.ask("bring_back", { seq: chosen.seq });
    this.dialog.close();
  }
}
