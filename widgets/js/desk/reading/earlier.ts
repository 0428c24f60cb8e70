/** The second reading: each mark of the round before, with what the pupil made of it, to confirm or to reopen with one touch. */

import { h } from "../../core/dom";
import { type IconName, icon } from "../../core/icons";
import type { Outbox } from "../outbox";
import { badge, button } from "../parts";
import type { EarlierAnnotation, Outcome, Palette, VersionView } from "../shapes";
import { WORDS } from "../words.fr";
import type { Marking } from "./marking";
import { isReopened, nextProposed, reopenedOutcome, requestOf, told, withWaiting } from "./outcomes";

const ICONS: Record<Outcome, IconName> = { fixed: "saved", changed: "pencil", untouched: "equal", orphan: "question" };

export interface EarlierOptions {
  version: VersionView;
  palette: Palette;
  marking: Marking;
  outbox: Pick<Outbox, "add" | "pending">;
  editable: boolean;
  say: (message: string) => void;
  onChange: () => void;
  onShow: (mark: EarlierAnnotation) => void;
}

export class Earlier {
  readonly element = h("section", { class: "earlier" });
  private readonly title: string;
  marks: EarlierAnnotation[];
  current: string | null = null;

  constructor(private readonly options: EarlierOptions) {
    const { version, outbox } = options;
    this.title = WORDS.earlier.title(new Set(version.earlier.map((mark) => mark.version)).size);
    this.element.setAttribute("aria-label", this.title);
    this.marks = withWaiting(version.earlier, outbox.pending(version.text));
    this.draw();
  }

  /** Confirms or reopens the current mark (the first proposed one when there is none), and goes on to the next. */
  decide(what: "confirm" | "reopen"): void {
    const mark = this.marks.find((one) => one.id === this.current) ?? nextProposed(this.marks, null);
    if (mark && this.options.editable) this.tell(mark, what === "confirm" ? "fixed" : reopenedOutcome(mark));
  }

  show(mark: EarlierAnnotation): void {
    this.current = mark.id;
    this.draw();
    this.options.onShow(mark);
    this.element.querySelector(`[data-mark="${CSS.escape(mark.id)}"]`)?.scrollIntoView?.({ block: "nearest" });
  }

  draw(): void {
    const focus = (document.activeElement as HTMLElement | null)?.dataset?.key;
    this.element.hidden = this.marks.length === 0;
    const fixed = this.marks.filter((mark) => mark.outcome === "fixed").length;
    const proposed = this.marks.filter((mark) => !mark.confirmed).length;
    const summary = h("small", {}, WORDS.earlier.summary(fixed, this.marks.length, proposed));
    const items = this.marks.map((mark) => this.item(mark));
    this.element.replaceChildren(h("h2", {}, this.title, summary), this.all(), h("ol", {}, ...items));
    if (focus) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  private tell(mark: EarlierAnnotation, outcome: Outcome): void {
    const { outbox, version, say, onChange } = this.options;
    this.marks = this.marks.map((one) => (one.id === mark.id ? told(one, outcome) : one));
    outbox.add(requestOf(mark, outcome, version.text));
    say(WORDS.earlier.said(mark.anchor.exact, WORDS.earlier.outcomes[outcome]));
    const next = nextProposed(this.marks, mark.id);
    this.current = next?.id ?? mark.id;
    this.draw();
    onChange();
  }

  private all(): HTMLElement {
    const proposed = this.marks.filter((mark) => !mark.confirmed);
    const confirm = () => {
      const { outbox, version, say, onChange } = this.options;
      outbox.add(...proposed.map((mark) => requestOf(mark, mark.outcome ?? "untouched", version.text)));
      this.marks = this.marks.map((mark) => (mark.confirmed ? mark : told(mark, mark.outcome ?? "untouched")));
      say(WORDS.earlier.allConfirmed);
      this.draw();
      onChange();
    };
    const words = WORDS.earlier.confirmAll(proposed.length);
    const attributes = { hidden: proposed.length === 0 || !this.options.editable };
    return h(
      "div",
      attributes,
      button(words, { icon: "saved", onclick: confirm }),
      h("p", { class: "hint" }, WORDS.earlier.keys),
    );
  }

  private item(mark: EarlierAnnotation): HTMLElement {
    const { palette, editable } = this.options;
    const outcome = mark.outcome ?? "untouched";
    const family = palette.families.find((one) => one.code === mark.family);
    const said = mark.confirmed ? WORDS.earlier.confirmed : WORDS.earlier.proposed;
    const words = [`${WORDS.earlier.outcomes[outcome]}, ${said}`, mark.done && WORDS.earlier.pupilDone].filter(Boolean);
    const state = h("span", { class: "outcome" }, icon(ICONS[outcome]), words.join(" · "));
    const show = { type: "button", class: "mark-item", onclick: () => this.show(mark), "data-key": `show-${mark.id}` };
    const head = h("button", show, badge(family), h("span", { class: "exact" }, became(mark)), state);
    const attributes = {
      "data-mark": mark.id,
      class: `outcome-${outcome}`,
      "aria-current": mark.id === this.current && "true",
    };
    const open = !mark.confirmed || isReopened(mark) || mark.id === this.current;
    return h("li", attributes, head, editable && open && this.choices(mark));
  }

  private choices(mark: EarlierAnnotation): HTMLElement {
    const choice = (words: string, name: IconName, outcome: Outcome, key: string) => {
      const pressed = mark.confirmed && mark.outcome === outcome;
      const kind = mark.outcome === outcome && !mark.confirmed ? "chip proposed" : "chip";
      const attributes = { "aria-pressed": String(pressed), "data-key": `${key}-${mark.id}` };
      return button(words, { icon: name, kind, onclick: () => this.tell(mark, outcome), attributes });
    };
    const reopened = isReopened(mark);
    const good = choice(WORDS.earlier.confirm, "saved", "fixed", "good");
    const again = choice(WORDS.earlier.reopen, "again", reopenedOutcome(mark), "reopen");
    return h("div", { class: "choices" }, good, again, reopened && mark.now && this.put(mark, mark.now));
  }

  private put(mark: EarlierAnnotation, now: { start: number; end: number }): HTMLElement {
    const { marking } = this.options;
    const there = marking.exactly(now);
    const words = there ? WORDS.earlier.put : WORDS.earlier.again;
    const attributes = { disabled: there !== undefined, "data-key": `put-${mark.id}` };
    return button(words, { icon: "plus", kind: "chip", onclick: () => marking.again(mark, now), attributes });
  }
}

function became({ anchor, now }: EarlierAnnotation): string {
  if (!now || now.exact.trim() === "") return WORDS.earlier.gone(anchor.exact);
  return now.exact === anchor.exact ? WORDS.earlier.stays(now.exact) : WORDS.earlier.became(anchor.exact, now.exact);
}
