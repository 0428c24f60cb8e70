/** The end of a reading: the help and the general word for the pupil, « prêt à rendre », and the text goes back or is accepted. */

import { h } from "../../core/dom";
import type { Outbox } from "../outbox";
import { button } from "../parts";
import type { TextView } from "../shapes";
import { since } from "../when";
import { WORDS } from "../words.fr";
import { SupportField, USUAL } from "./support";

const PAUSE = 800;

export interface ReviewOptions {
  text: TextView;
  outbox: Pick<Outbox, "add" | "pending">;
  onSupport: () => void;
  onHandBack: () => void;
  onAccept: () => void;
}

type Written = NonNullable<TextView["review"]>;

export class Review {
  /** The word for the pupil, to put beside the text, and the buttons, to put above it. */
  readonly element: HTMLElement;
  readonly answers: HTMLElement;
  readonly help: SupportField;
  private readonly area = h("textarea", { rows: 3, maxlength: 2000, placeholder: WORDS.reading.generalHint });
  private readonly toggle = button(WORDS.reading.ready, { icon: "saved", kind: "toggle" });
  private ready: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ReviewOptions) {
    const review = this.waiting() ?? options.text.review ?? { comment: "", ready: false, support: USUAL };
    this.ready = review.ready;
    this.area.value = review.comment;
    this.area.addEventListener("input", this.later);
    this.area.addEventListener("change", this.save);
    this.toggle.addEventListener("click", this.flip);
    const label = h("label", {}, h("span", {}, WORDS.reading.general), this.area);
    this.help = this.helpWith(review);
    this.element = h("section", { class: "review" }, label, saidBefore(options.text));
    const back = button(WORDS.reading.handBack, { icon: "send", kind: "primary", onclick: options.onHandBack });
    const accept = button(WORDS.reading.accept, { icon: "star", onclick: options.onAccept });
    this.answers = h("div", { class: "answers" }, this.toggle, accept, back);
    this.draw();
  }

  get comment(): string {
    return this.area.value.trim();
  }

  /** Stores at once what was typed last. */
  save = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { text, outbox } = this.options;
    const path = this.path();
    outbox.add({
      method: "PUT",
      path,
      body: { comment: this.comment, ready: this.ready, support: this.help.support },
      text: text.id,
      replaces: path,
    });
  };

  /** Stores what was typed in the last instant, if anything. */
  saveTyped = (): void => {
    if (this.timer !== undefined) this.save();
  };

  private path = (): string => `api/texts/${this.options.text.id}/review`;

  private helpWith({ support }: Written): SupportField {
    const { text, onSupport } = this.options;
    const onChange = () => {
      this.save();
      onSupport();
    };
    return new SupportField({ support, palette: text.palette, name: text.pupil.name, onChange });
  }

  private waiting(): Written | undefined {
    const { text, outbox } = this.options;
    const last = outbox
      .pending(text.id)
      .filter((request) => request.path === this.path())
      .at(-1);
    return last?.body as Written | undefined;
  }

  private later = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.save, PAUSE);
  };

  private flip = (): void => {
    this.ready = !this.ready;
    this.draw();
    this.save();
  };

  private draw(): void {
    this.toggle.setAttribute("aria-pressed", String(this.ready));
  }
}

/** The general words of the rounds before, folded; nothing in the first round. */
function saidBefore({ hand_backs }: TextView): HTMLElement | null {
  const said = hand_backs.filter(({ comment }) => comment);
  if (said.length === 0) return null;
  const items = said.map(({ number, at, comment }) => {
    const when = WORDS.reading.handBackOf(WORDS.reading.round(number), since(at));
    return h("li", {}, h("small", {}, when), h("p", {}, comment));
  });
  return h("details", { class: "said-before" }, h("summary", {}, WORDS.reading.handBacks), h("ul", {}, ...items));
}
