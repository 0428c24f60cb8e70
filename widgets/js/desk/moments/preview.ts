/** One earlier moment of a text, to look at: the page as it was, or what changed between it and now. */

import { h } from "../../core/dom";
import { type FrozenText, frozenText } from "../../core/frozen";
import { compareView } from "../reading/compare";
import type { Moment, MomentView, TextView } from "../shapes";
import { WORDS } from "../words.fr";
import { whenOf } from "./list";

export class Preview {
  readonly element = h("div", { class: "preview" });
  private shown: FrozenText | null = null;

  constructor(
    private readonly text: TextView,
    private readonly base: string,
  ) {}

  /** The page as it was at this moment. */
  page(moment: MomentView): void {
    const sheet = h("div", { class: "sheet" });
    const label = WORDS.moments.text(this.text.pupil.name, whenOf(moment));
    this.put(sheet);
    this.shown = frozenText(sheet, moment.document, { families: [] }, this.base, { "aria-label": label });
  }

  changes(moment: MomentView, today: MomentView): void {
    const before = { title: WORDS.moments.before(whenOf(moment)), plain: moment.plain };
    this.put(compareView(before, { title: WORDS.moments.after, plain: today.plain }, WORDS.moments.same));
  }

  opening(): void {
    this.put(h("p", { class: "card empty", role: "status" }, WORDS.moments.opening));
  }

  close(): void {
    this.shown?.destroy();
    this.shown = null;
  }

  private put(content: HTMLElement): void {
    this.close();
    this.element.replaceChildren(content);
  }
}

/** Whether bringing this moment back would change nothing. */
export const sameText = (moment: MomentView, today: MomentView): boolean =>
  JSON.stringify(moment.document) === JSON.stringify(today.document);

/** What the teacher must know before the text goes back to a moment. */
export function toKnow({ pupil, stage }: TextView): string[] {
  const { nothingLost, pupilSees, untouched } = WORDS.moments;
  return [nothingLost, pupilSees(pupil.name), untouched[stage]].filter((sentence) => sentence !== undefined);
}

export const questionOf = (text: TextView, moment: Moment): string =>
  WORDS.moments.sure(text.pupil.name, whenOf(moment));
