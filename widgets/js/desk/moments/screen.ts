/** The past of one text: what it was at the end of each spell of writing, what changed since, and the way back to it. */

import { h, keepingFocus } from "../../core/dom";
import { icon } from "../../core/icons";
import type { Desk, Screen } from "../desk";
import type { Outgoing } from "../outbox";
import { avatar, button, sure } from "../parts";
import { stateOf } from "../pile/state";
import { rescuesOf } from "../rescues";
import { hashOf } from "../router";
import type { Moment, MomentView, TextView } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import { bringBackRequest, momentOf, waitingMoment } from "./bringing_back";
import { momentList, whenOf } from "./list";
import { Preview, questionOf, sameText, toKnow } from "./preview";

/** Milliseconds after which it is said that a moment is still on its way. */
const SLOW = 300;

export async function momentsScreen(desk: Desk, id: string): Promise<Screen> {
  const [text, moments] = await Promise.all([
    desk.service.get<TextView>(`api/texts/${id}`),
    desk.service.get<Moment[]>(`api/texts/${id}/moments`),
  ]);
  const past = new Past(desk, text, moments);
  return { element: past.element, title: WORDS.moments.title(text.pupil.name), close: past.close };
}

class Past {
  readonly element = h("div", { class: "moments" });
  private readonly list = h("div", {});
  private readonly head = h("div", { class: "moment-head" });
  private readonly waiting = h("div", {});
  private readonly preview: Preview;
  private readonly views = new Map<number, Promise<MomentView>>();
  private readonly stop: (() => void)[];
  private chosen: Moment | null = null;
  private changes = false;
  private hoped: number | null;

  constructor(
    private readonly desk: Desk,
    private readonly text: TextView,
    private moments: Moment[],
  ) {
    this.preview = new Preview(text, desk.service.base);
    this.hoped = this.wanted;
    this.build();
    this.stop = [desk.onSaving(this.heard), desk.onRefused(text.id, this.refused)];
    if (this.now) this.choose(this.now);
  }

  close = (): void => {
    for (const stop of this.stop) stop();
    this.preview.close();
  };

  private get now(): Moment | null {
    return this.moments[0] ?? null;
  }

  /** The moment that waits for the class to be brought back. */
  private get wanted(): number | null {
    return waitingMoment(this.desk.outbox.pending(this.text.id));
  }

  private build(): void {
    const { pupil, assignment } = this.text;
    const about = h("p", {}, `${pupil.level} · ${assignment.title} · ${stateOf(this.text)}`);
    const title = h("h1", { tabindex: "-1" }, WORDS.moments.title(pupil.name));
    const back = h(
      "a",
      { class: "button", href: hashOf({ screen: "text", text: this.text.id }) },
      icon("back"),
      WORDS.moments.back,
    );
    const head = h(
      "div",
      { class: "reading-head" },
      h("div", { class: "whose" }, avatar(pupil), h("div", {}, title, about)),
      back,
    );
    const past = h("div", { class: "past" }, this.list, h("div", { class: "then" }, this.head, this.preview.element));
    const nothing = h("p", { class: "card empty" }, WORDS.moments.empty);
    const intro = h("p", { class: "hint" }, WORDS.moments.intro);
    this.element.append(head, this.waiting, rescuesOf(this.text) ?? "", ...(this.now ? [intro, past] : [nothing]));
  }

  private choose = (moment: Moment): void => {
    this.chosen = moment;
    if (moment === this.now) this.changes = false;
    this.draw();
    void this.show();
  };

  private draw(): void {
    keepingFocus(this.element, () => {
      this.list.replaceChildren(momentList(this.moments, this.chosen, this.choose));
      this.drawWaiting();
    });
  }

  /** The chosen moment, once it is here; one that was chosen later wins. */
  private async show(): Promise<void> {
    const { chosen, now } = this;
    if (!chosen || !now) return;
    const slow = setTimeout(() => chosen === this.chosen && this.preview.opening(), SLOW);
    try {
      const [moment, today] = await Promise.all([this.view(chosen), this.view(now)]);
      if (chosen !== this.chosen) return;
      keepingFocus(this.element, () => this.drawHead(chosen, sameText(moment, today)));
      if (this.changes) this.preview.changes(moment, today);
      else this.preview.page(moment);
    } catch (error) {
      this.desk.voice.warn(sentenceOf(error));
    } finally {
      clearTimeout(slow);
    }
  }

  private view({ seq }: Moment): Promise<MomentView> {
    const asked = this.views.get(seq) ?? this.desk.service.get<MomentView>(`api/texts/${this.text.id}/moments/${seq}`);
    this.views.set(seq, asked);
    asked.catch(() => this.views.delete(seq));
    return asked;
  }

  private drawHead(moment: Moment, same: boolean): void {
    const title = h("h2", {}, moment === this.now ? WORDS.moments.now : whenOf(moment));
    const flip = () => {
      this.changes = !this.changes;
      void this.show();
    };
    const attributes = { "aria-pressed": String(this.changes), "data-key": "changes" };
    const changes = button(WORDS.moments.changes, { icon: "compare", kind: "chip", onclick: flip, attributes });
    const bring = button(WORDS.moments.bringBack, {
      icon: "undo",
      kind: "primary",
      onclick: () => void this.bringBack(moment),
      attributes: { "data-key": "bring-back" },
    });
    const offered = same
      ? h("p", { class: "hint" }, WORDS.moments.same)
      : h("div", { class: "answers" }, changes, bring);
    this.head.replaceChildren(title, moment === this.now ? "" : offered);
  }

  private drawWaiting(): void {
    const seq = this.wanted;
    const moment = this.moments.find((one) => one.seq === seq);
    if (seq === null || !moment || this.desk.outbox.state === "saving") {
      this.waiting.replaceChildren();
      return;
    }
    const words = h("span", {}, WORDS.moments.waiting(whenOf(moment)));
    const attributes = { "data-key": "give-up" };
    const no = button(WORDS.moments.giveUp, { onclick: this.giveUp, attributes });
    this.waiting.replaceChildren(h("p", { class: "elsewhere", role: "status" }, icon("wait"), words, no));
  }

  private giveUp = (): void => {
    const { outbox, voice } = this.desk;
    const { hoped } = this;
    this.hoped = null;
    outbox.withdraw((request) => request.text === this.text.id && momentOf(request) !== null);
    if (this.wanted === null) voice.say(WORDS.moments.givenUp);
    else {
      this.hoped = hoped;
      voice.warn(WORDS.moments.tooLate);
    }
  };

  private async bringBack(moment: Moment): Promise<void> {
    if (!(await sure(questionOf(this.text, moment), WORDS.moments.bringBack, toKnow(this.text)))) return;
    this.hoped = moment.seq;
    this.desk.outbox.add(bringBackRequest(this.text.id, moment.seq));
  }

  /** Something was stored, or is late: whether the text is brought back is said when it is known, and not before. */
  private heard = (): void => {
    keepingFocus(this.element, () => this.drawWaiting());
    if (this.hoped === null || this.wanted !== null) return;
    this.hoped = null;
    this.desk.voice.say(WORDS.moments.done(this.text.pupil.name));
    void this.again();
  };

  private refused = (message: string, request: Outgoing): void => {
    const mine = momentOf(request) !== null;
    if (mine) this.hoped = null;
    this.desk.voice.warn(mine ? WORDS.moments.refused(message) : WORDS.reading.refusedMark(message));
  };

  /** The moments as they are now, with the one that was just brought back at the top. */
  private async again(): Promise<void> {
    try {
      this.moments = await this.desk.service.get<Moment[]>(`api/texts/${this.text.id}/moments`);
      if (this.now) this.choose(this.now);
    } catch (error) {
      this.desk.voice.warn(sentenceOf(error));
    }
  }
}
