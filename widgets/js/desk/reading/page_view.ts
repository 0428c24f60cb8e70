/** What stands on the left: the deposited version with its marks, two versions side by side, or the page as its pupil has laid it out. */

import { h } from "../../core/dom";
import { type FrozenText, frozenText } from "../../core/frozen";
import type { Desk } from "../desk";
import { button } from "../parts";
import type { TextView, VersionView } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import { compareView } from "./compare";

export interface PageViewOptions {
  desk: Desk;
  text: TextView;
  version: VersionView;
  paper: HTMLElement;
  /** The document that its pupil has laid out since the text was accepted; null before. */
  laidOut: unknown;
  /** Called before the page is another one. */
  onTurn: () => void;
}

type Shown = "paper" | "compare" | "layout";

export class PageView {
  readonly element = h("div", { class: "page" });
  readonly compare = button(WORDS.compare.toggle, { icon: "compare", kind: "quiet" });
  readonly layout = button(WORDS.reading.layout, { icon: "picture", kind: "quiet" });
  private shown: Shown = "paper";
  private frozen: FrozenText | null = null;

  constructor(private readonly options: PageViewOptions) {
    const { text, laidOut, paper } = options;
    this.compare.hidden = text.version < 2;
    this.layout.hidden = laidOut === null;
    this.compare.addEventListener("click", () => void this.toggle("compare"));
    this.layout.addEventListener("click", () => void this.toggle("layout"));
    this.put("paper", paper);
    if (laidOut !== null) this.showLayout();
  }

  /** Back to the marked version, to show a place in it. */
  turnBack(): void {
    if (this.shown !== "paper") this.put("paper", this.options.paper);
  }

  close(): void {
    this.frozen?.destroy();
  }

  private async toggle(view: Shown): Promise<void> {
    this.options.onTurn();
    if (this.shown === view) return this.put("paper", this.options.paper);
    if (view === "layout") return this.showLayout();
    try {
      this.put("compare", await this.compared());
    } catch (error) {
      this.options.desk.voice.warn(sentenceOf(error));
    }
  }

  private showLayout(): void {
    const { desk, text, laidOut } = this.options;
    const sheet = h("div", { class: "sheet" });
    this.put("layout", sheet);
    const label = { "aria-label": WORDS.reading.laidOut(text.pupil.name) };
    this.frozen = frozenText(sheet, laidOut, { families: [] }, desk.service.base, label);
  }

  private put(view: Shown, content: HTMLElement): void {
    this.frozen?.destroy();
    this.frozen = null;
    this.shown = view;
    this.element.replaceChildren(content);
    this.compare.setAttribute("aria-pressed", String(view === "compare"));
    this.layout.setAttribute("aria-pressed", String(view === "layout"));
  }

  private async compared(): Promise<HTMLElement> {
    const { desk, text, version } = this.options;
    const { round } = WORDS.reading;
    const before = await desk.service.get<VersionView>(`api/texts/${text.id}/versions/${version.number - 1}`);
    return compareView(
      { title: WORDS.compare.before(round(before.number)), plain: before.plain },
      { title: WORDS.compare.after(round(version.number)), plain: version.plain },
      WORDS.compare.same,
    );
  }
}
