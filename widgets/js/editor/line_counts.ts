/** « 2 V sur cette ligne »: in the margin, how many marks of each kind a line holds, for a pupil who finds the places himself. */

import type { EditorView } from "prosemirror-view";
import { h } from "../core/dom";
import { icon } from "../core/icons";
import type { Annotation, ErrorFamily } from "../core/types";
import { words } from "../core/words.fr";
import { familyTold, placeTold } from "./help";
import { placeOf } from "./marking";
import type { NotesState } from "./notes";

/** Two marks whose middles are nearer than this, in pixels, are on the same line. */
const SAME_LINE = 20;

export interface Line {
  /** The middle of the line, in pixels. */
  y: number;
  marks: Annotation[];
}

/** The marks by line, from the top; `middle` gives the height of a mark, null when it has no place. */
export function linesOf(marks: readonly Annotation[], middle: (mark: Annotation) => number | null): Line[] {
  const lines: Line[] = [];
  const placed = marks.flatMap((mark) => {
    const y = middle(mark);
    return y === null ? [] : [{ mark, y }];
  });
  for (const { mark, y } of placed.sort((a, b) => a.y - b.y)) {
    const last = lines.at(-1);
    if (last && y - last.y < SAME_LINE) last.marks.push(mark);
    else lines.push({ y, marks: [mark] });
  }
  return lines;
}

export class LineCounts {
  readonly element = h("div", { class: "line-counts" });
  private shown = "";

  constructor(private readonly choose: (id: string) => void) {}

  /** Counts again, and draws when something is different. */
  show(view: EditorView, state: NotesState): void {
    const hidden = state.annotations.filter((one) => !placeTold(state.help, state.palette, one));
    // Measuring makes the browser lay the page out at once: only where there is something to measure.
    const top = hidden.length ? this.element.getBoundingClientRect().top : 0;
    const lines = linesOf(hidden, (mark) => middleOf(view, mark, top));
    const sign = JSON.stringify([
      lines.map(({ y, marks }) => [y, marks.map((mark) => mark.id)]),
      [...state.done],
      state.current,
    ]);
    if (sign === this.shown) return;
    this.shown = sign;
    this.element.replaceChildren(...lines.map((line) => this.count(line, state)));
  }

  private count({ y, marks }: Line, state: NotesState): HTMLElement {
    const left = marks.filter((mark) => !state.done.has(mark.id));
    const kinds = byFamily(left, state);
    const faces = kinds.map(([family, n]) => h("span", { style: `color: ${family.ink}` }, `${n} ${family.letter}`));
    const told = kinds.map(([family, n]) => `${n} ${family.label}`).join(", ");
    const attributes = {
      type: "button",
      class: left.length ? "line-count" : "line-count line-done",
      style: `top: ${Math.round(y)}px`,
      "aria-label": left.length ? words.onThisLine(told) : words.lineDone,
      "aria-current": marks.some((mark) => mark.id === state.current) ? "true" : null,
      onclick: () => this.choose((left[0] ?? marks[0]!).id),
    };
    return h("button", attributes, ...(faces.length ? faces : [icon("saved")]));
  }
}

function middleOf(view: EditorView, mark: Annotation, top: number): number | null {
  const place = placeOf(view.state, mark);
  if (!place) return null;
  const at = view.coordsAtPos(place.from);
  return (at.top + at.bottom) / 2 - top;
}

function byFamily(marks: readonly Annotation[], { help, palette }: NotesState): [ErrorFamily, number][] {
  const counts = new Map<ErrorFamily, number>();
  for (const mark of marks) {
    const family = familyTold(help, palette, mark);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return [...counts];
}
