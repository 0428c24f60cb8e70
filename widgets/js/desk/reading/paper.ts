/** The pupil's page on the desk: shows the frozen version with its marks, and turns touches, drags and arrows into words taken. */

import { h } from "../../core/dom";
import { type FrozenText, frozenText } from "../../core/frozen";
import type { DrawnMark } from "../../core/marks";
import { toOffset, toPosition } from "../../core/positions";
import type { Annotation, EarlierAnnotation, Palette, VersionView } from "../shapes";
import type { Range } from "./tokens";

/** What is drawn besides the marks: the words taken, the mark chosen, the marks that the pupil will see. */
export interface Drawn {
  taken: Range | null;
  chosen: string | null;
  seen: ReadonlySet<string>;
}

export interface PaperOptions {
  version: VersionView;
  palette: Palette;
  label: string;
  /** Where the service is, for the pictures of the text. */
  base: string;
  /** A finger or a mouse on the text: the code point under it, null beside the words. */
  onPoint: (at: number | null, gesture: "touch" | "stretch") => void;
}

/** How far beside the words, in pixels, a touch still counts. */
const NEAR = 14;
/** How far, in pixels, a press must go before it is a drag. */
const DRAG = 8;

export class Paper {
  readonly element = h("div", { class: "sheet" });
  readonly frozen: FrozenText;
  private pressed: { x: number; y: number; dragging: boolean } | null = null;

  constructor(private readonly options: PaperOptions) {
    const { version, palette, base, label } = options;
    this.frozen = frozenText(this.element, version.document, palette, base, {
      "aria-label": label,
      role: "application",
      spellcheck: "false",
    });
    this.listen();
  }

  /** Draws this version's marks, those of earlier ones, and what is taken. */
  draw(marks: readonly Annotation[], earlier: readonly EarlierAnnotation[], { taken, chosen, seen }: Drawn): void {
    const before = (mark: EarlierAnnotation) => `earlier outcome-${mark.outcome ?? "none"}`;
    const here = (mark: Annotation) => (seen.has(mark.id) ? undefined : "unseen");
    const drawn = [
      ...earlier.flatMap((mark) => (mark.now ? [this.drawn(mark, mark.now, mark.id === chosen, before(mark))] : [])),
      ...marks.map((mark) => this.drawn(mark, mark.anchor, mark.id === chosen, here(mark))),
    ];
    this.frozen.draw(drawn, taken && { from: this.position(taken.start), to: this.position(taken.end) });
  }

  focus = (): void => this.frozen.view.dom.focus({ preventScroll: true });

  /** Brings a place of the text into view. */
  reveal({ start, end }: Range): void {
    const { view } = this.frozen;
    const node = view.domAtPos(this.position(start === end ? start : start + 1)).node;
    (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "nearest" });
  }

  /** The code point one line above (-1) or below (1) a place; null at the first or last line. */
  line(at: number, step: 1 | -1): number | null {
    const { view } = this.frozen;
    const here = view.coordsAtPos(this.position(at));
    const height = Number.parseFloat(getComputedStyle(view.dom).lineHeight) || here.bottom - here.top;
    const found = view.posAtCoords({ left: here.left + 2, top: (here.top + here.bottom) / 2 + step * height });
    return found ? toOffset(this.frozen.doc, found.pos) : null;
  }

  close(): void {
    this.frozen.destroy();
  }

  private position = (at: number): number => toPosition(this.frozen.doc, at);

  private drawn(mark: Annotation, { start, end }: Range, current: boolean, extra?: string): DrawnMark {
    const place = { from: this.position(start), to: this.position(end) };
    return { id: mark.id, family: mark.family, ...place, current, extra };
  }

  private listen(): void {
    const { element } = this;
    // The browser's own selection would fight with whole words: nothing of it reaches the text.
    element.addEventListener("mousedown", (event) => event.preventDefault(), true);
    element.addEventListener("pointerdown", this.press, true);
    element.addEventListener("pointermove", this.move);
    element.addEventListener("pointerup", this.release);
    element.addEventListener("pointercancel", () => {
      this.pressed = null;
    });
  }

  private press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.pressed = { x: event.clientX, y: event.clientY, dragging: false };
    this.focus();
  };

  private move = (event: PointerEvent): void => {
    const { pressed } = this;
    if (!pressed) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG;
    if (!pressed.dragging && far) {
      this.element.setPointerCapture(event.pointerId);
      pressed.dragging = true;
      this.options.onPoint(this.pointAt(pressed.x, pressed.y), "touch");
    }
    const at = pressed.dragging ? this.pointAt(event.clientX, event.clientY) : null;
    if (at !== null) this.options.onPoint(at, "stretch");
  };

  private release = (event: PointerEvent): void => {
    const { pressed } = this;
    this.pressed = null;
    if (!pressed || pressed.dragging) return;
    const at = this.pointAt(event.clientX, event.clientY);
    this.options.onPoint(at, event.shiftKey && at !== null ? "stretch" : "touch");
  };

  /** The code point whose letter is under these coordinates, null when no letter is near. */
  private pointAt(left: number, top: number): number | null {
    const { view, doc } = this.frozen;
    const found = view.posAtCoords({ left, top });
    if (!found) return null;
    const edge = view.coordsAtPos(found.pos);
    if (top < edge.top - NEAR || top > edge.bottom + NEAR) return null;
    const block = doc.resolve(found.pos);
    const atEnd = block.parentOffset === block.parent.content.size;
    if (left > edge.left + NEAR && atEnd) return null;
    const at = toOffset(doc, found.pos);
    return left < edge.left && block.parentOffset > 0 ? at - 1 : at;
  }
}
