/** Draws the teacher's marks over a text, without being in it: colour, badge letter and underline shape say the same thing. */

import type { Node } from "prosemirror-model";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { ErrorFamily, Palette } from "./types";

/** What to draw where. `from` and `to` are ProseMirror positions; an empty place is drawn as a small flag. */
export interface DrawnMark {
  id: string;
  family: string;
  from: number;
  to: number;
  done?: boolean;
  current?: boolean;
  /** More class names, such as an outcome. */
  extra?: string;
}

export const familyOf = (palette: Palette, code: string): ErrorFamily | undefined =>
  palette.families.find((family) => family.code === code);

export function markDecorations(doc: Node, marks: readonly DrawnMark[], palette: Palette): DecorationSet {
  const shown = marks.filter((mark) => mark.to <= doc.content.size);
  const cuts = shown.flatMap((mark) => [mark.from, mark.to]);
  return DecorationSet.create(
    doc,
    shown.flatMap((mark) => (mark.to > mark.from ? pieces(doc, mark, cuts, palette) : [flag(mark, palette)])),
  );
}

/** One decoration per piece that the browser draws in one element, so that only the last one bears the badge. */
function pieces(doc: Node, mark: DrawnMark, cuts: number[], palette: Palette): Decoration[] {
  const spans: [number, number][] = [];
  doc.nodesBetween(mark.from, mark.to, (node, position) => {
    if (!node.isInline) return true;
    const from = Math.max(mark.from, position);
    const to = Math.min(mark.to, position + node.nodeSize);
    const inside = [...new Set(cuts.filter((cut) => cut > from && cut < to))].sort((a, b) => a - b);
    const ends = [from, ...inside, to];
    for (let i = 1; i < ends.length; i++) spans.push([ends[i - 1]!, ends[i]!]);
    return false;
  });
  return spans.map(([from, to], index) =>
    Decoration.inline(from, to, { nodeName: "mark", ...attributes(mark, palette, index === spans.length - 1) }),
  );
}

function attributes(mark: DrawnMark, palette: Palette, last: boolean): Record<string, string> {
  const family = familyOf(palette, mark.family);
  const classes = ["annotated", `shape-${family?.shape ?? "solid"}`];
  if (last) classes.push("annotated-end");
  if (mark.done) classes.push("annotated-done");
  if (mark.current) classes.push("annotated-current");
  if (mark.extra) classes.push(mark.extra);
  return {
    class: classes.join(" "),
    style: `--mark: ${family?.colour ?? "#e9e6dd"}; --mark-ink: ${family?.ink ?? "#4a4438"}`,
    "data-annotation": mark.id,
    "data-letter": family?.shape === "star" ? "" : (family?.letter ?? ""),
  };
}

/** The place of a mark whose words are gone. */
function flag(mark: DrawnMark, palette: Palette): Decoration {
  const draw = () => {
    const element = document.createElement("mark");
    for (const [name, value] of Object.entries(attributes(mark, palette, true))) element.setAttribute(name, value);
    element.classList.add("annotated-empty");
    return element;
  };
  return Decoration.widget(mark.from, draw, {
    side: -1,
    key: `${mark.id} ${mark.done} ${mark.current} ${mark.extra}`,
    ignoreSelection: true,
    marks: [],
  });
}

/** The annotation under an event's target, or null. */
export function annotationAt(event: Event): string | null {
  const element = event.target instanceof Element ? event.target.closest("[data-annotation]") : null;
  return element?.getAttribute("data-annotation") ?? null;
}
