/** What the notebook's cell loads: Mon cahier, or one writing pad alone. */

import "../core/tokens.css";
import "../core/text.css";
import "../core/marks.css";
import "../editor/pad.css";
import "../editor/layout.css";
import "./pupil.css";
import { cell } from "../core/cell";
import { mountWritingPad } from "./alone";
import type { PageOptions } from "./options";
import { PupilPage } from "./page";

/** Shows Mon cahier in an element; returns how to take it away. Needs no notebook: the service's address and a ticket are enough. */
export function mountPupilPage(root: HTMLElement, options: PageOptions): () => void {
  const page = new PupilPage(root, options);
  return () => page.destroy();
}

export { mountWritingPad };

export default cell({ notebook: mountPupilPage, pad: mountWritingPad });
