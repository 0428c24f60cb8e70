/** « Les textes de la classe »: the comrades' published texts below one's own, and the calm page where one is read. */

import { h } from "../core/dom";
import { frozenText } from "../core/frozen";
import { icon } from "../core/icons";
import type { Published } from "../core/types";
import { words } from "../core/words.fr";

const address = (text: string) => `#lire=${encodeURIComponent(text)}`;

/** The published texts by writing project, one link for each author; null when there are none. */
export function classTexts(texts: readonly Published[]): HTMLElement | null {
  if (!texts.length) return null;
  const titles = [...new Set(texts.map((one) => one.title))];
  const shelf = (title: string) => {
    const authors = texts.filter((one) => one.title === title).map((one) => h("li", {}, authorLink(one)));
    return h("div", { class: "shelf card" }, h("h3", {}, title), h("ul", {}, ...authors));
  };
  return h(
    "section",
    { class: "class-texts", "aria-label": words.classTexts },
    h("h2", {}, words.classTexts),
    ...titles.map(shelf),
  );
}

function authorLink({ text, title, pupil }: Published): HTMLElement {
  const what = h("span", { class: "visually-hidden" }, ` : ${title}`);
  return h("a", { class: "button", href: address(text), "data-key": `read-${text}` }, icon("book"), pupil.name, what);
}

export interface Reading {
  element: HTMLElement;
  destroy(): void;
}

/** A comrade's text as it was published: nothing to do but read. `base` is where the service is. */
export function readingPage({ title, pupil, document }: Published, base: string, back: HTMLElement): Reading {
  const sheet = h("div", { class: "sheet" });
  const label = { "aria-label": words.readLabel(title, pupil.name) };
  const text = frozenText(sheet, document, { families: [] }, base, label);
  const heading = h("h1", {}, title, " ", h("span", { class: "by" }, words.by(pupil.name)));
  const head = h("header", { class: "pad-head reading-head" }, back, heading);
  return {
    element: h("section", { class: "pad" }, head, h("div", { class: "pad-body" }, sheet)),
    destroy: text.destroy,
  };
}
