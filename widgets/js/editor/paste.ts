/** Takes what a child pastes from a word processor or a web page, and keeps the words, titles, lists and bold. */

import type { Node, Slice } from "prosemirror-model";

/** Control characters and halves of characters, which no keyboard types and no database wants. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\ufeff\ud800-\udfff]/gu;

export function cleanText(text: string): string {
  return text.replace(UNWANTED, "").replace(/\u00a0/g, " ");
}

/** Word's lists are paragraphs with a drawn bullet, and its pages hold notes for itself: both become plain HTML. Parsed without running. */
export function cleanHTML(html: string): string {
  const page = new DOMParser().parseFromString(cleanText(html), "text/html");
  for (const element of page.querySelectorAll(
    "script, style, template, iframe, object, svg, math, head, xml, noscript",
  ))
    element.remove();
  for (const drawn of page.querySelectorAll('[style*="mso-list"][style*="gnore" i]')) drawn.remove();
  for (const paragraph of page.querySelectorAll('p[style*="mso-list"], p[class*="MsoList"]')) makeItem(page, paragraph);
  for (const bold of page.querySelectorAll<HTMLElement>("b"))
    if (bold.style.fontWeight === "normal") bold.replaceWith(...bold.childNodes);
  return page.body.innerHTML;
}

function makeItem(page: Document, paragraph: Element): void {
  const item = page.createElement("li");
  item.append(...paragraph.childNodes);
  paragraph.replaceWith(item);
}

/** What leaves the pad as plain text: a line per block. */
export function sliceText(slice: Slice): string {
  const leaf = (node: Node) => (node.type.name === "line_break" ? "\n" : "");
  return slice.content.textBetween(0, slice.content.size, "\n", leaf);
}
