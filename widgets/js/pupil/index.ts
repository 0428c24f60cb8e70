/** What the notebook's cell loads: Mon cahier, or one writing pad alone. */

import "../core/tokens.css";
import "../core/text.css";
import "../core/marks.css";
import "../editor/pad.css";
import "./pupil.css";
import { Credentials } from "../core/credentials";
import { h } from "../core/dom";
import { WritingPad } from "../editor/pad";
import { type PageOptions, PupilPage } from "./page";

/** Shows Mon cahier in an element; returns the function that removes it. Needs no notebook: an address and a ticket are enough. */
export function mountPupilPage(root: HTMLElement, options: PageOptions): PupilPage {
  return new PupilPage(root, options);
}

/** Shows the writing pad of one text. */
export function mountWritingPad(root: HTMLElement, options: PageOptions & { text: string }): WritingPad {
  const { serviceUrl: base, ticket, person = null, askTicket = async () => null, text } = options;
  const credentials = new Credentials({ base, username: person, ticket, askTicket });
  const pad = new WritingPad({ base, text, username: person ?? credentials.username ?? "", credentials });
  root.classList.add("ecritoire");
  root.lang = "fr";
  root.append(h("main", { class: "pupil" }, pad.element));
  return pad;
}
