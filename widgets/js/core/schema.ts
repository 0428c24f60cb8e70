/**
 * What a text is made of. One kind of block whose `kind` says title, paragraph or list item: changing it keeps the same element in
 * Yjs, so that two tablets never erase each other's words (docs/helper/protocol.md holds the JSON).
 */

import { type Attrs, type DOMOutputSpec, type MarkSpec, Schema } from "prosemirror-model";
import type { Command } from "prosemirror-state";

export const SCHEMA_NUMBER = 1;
export type BlockKind = "paragraph" | "title" | "subtitle" | "bullet" | "number";

const TAGS: Record<BlockKind, string> = { paragraph: "p", title: "h2", subtitle: "h3", bullet: "p", number: "p" };
export const COLOURS = ["red", "orange", "green", "blue", "violet", "grey"];
export const FONTS = ["andika", "atkinson", "cursive"];
export const SIZES = ["small", "large", "huge"];

const asset = (element: HTMLElement): Attrs | false => {
  const { asset: name, width } = element.dataset;
  return name ? { asset: name, alt: element.getAttribute("alt") ?? "", width: Number(width) || 100 } : false;
};

const isBold = (weight: string) => /^(bold(er)?|[6-9]\d\d)$/.test(weight) && null;

/** A mark with one name out of a short list: what is not in the list is not taken from a pasted page. */
function named(name: string, values: string[]): MarkSpec {
  return {
    attrs: { name: { validate: "string" } },
    parseDOM: values.map((value) => ({ tag: `span.${name}-${value}`, attrs: { name: value } })),
    toDOM: (mark): DOMOutputSpec => ["span", { class: `${name}-${mark.attrs.name}` }, 0],
  };
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    block: {
      content: "inline*",
      attrs: { kind: { default: "paragraph" }, align: { default: null } },
      parseDOM: [
        { tag: "p[data-kind]", getAttrs: (element) => ({ kind: (element as HTMLElement).dataset.kind }) },
        { tag: "h1, h2", attrs: { kind: "title" } },
        { tag: "h3, h4, h5, h6", attrs: { kind: "subtitle" } },
        { tag: "ol > li", attrs: { kind: "number" } },
        { tag: "li", attrs: { kind: "bullet" } },
        { tag: "p, div, blockquote, pre, td, dt, dd" },
      ],
      toDOM: (node): DOMOutputSpec => {
        const { kind, align } = node.attrs;
        return [TAGS[kind as BlockKind] ?? "p", { "data-kind": kind, "data-align": align }, 0];
      },
    },
    picture: {
      inline: true,
      group: "inline",
      attrs: { asset: { validate: "string" }, alt: { default: "" }, width: { default: 100 } },
      parseDOM: [{ tag: "img[data-asset]", getAttrs: asset }],
      toDOM: (node): DOMOutputSpec => [
        "img",
        { "data-asset": node.attrs.asset, "data-width": node.attrs.width, alt: node.attrs.alt },
      ],
    },
    line_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    text: { group: "inline" },
  },
  marks: {
    strong: {
      parseDOM: [{ tag: "strong" }, { tag: "b" }, { style: "font-weight", getAttrs: isBold }],
      toDOM: () => ["strong", 0],
    },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
    colour: named("colour", COLOURS),
    font: named("font", FONTS),
    size: named("size", SIZES),
  },
});

/** Gives the blocks of the selection this kind, or makes them paragraphs again when they all have it already. */
export function toggleKind(kind: BlockKind): Command {
  return (state, dispatch) => {
    const blocks: number[] = [];
    let all = true;
    state.doc.nodesBetween(state.selection.from, state.selection.to, (node, position) => {
      if (!node.isTextblock) return true;
      blocks.push(position);
      all &&= node.attrs.kind === kind;
      return false;
    });
    if (!dispatch) return blocks.length > 0;
    const tr = state.tr;
    for (const at of blocks) tr.setNodeAttribute(at, "kind", all ? "paragraph" : kind);
    dispatch(tr.scrollIntoView());
    return true;
  };
}
