/** The rows of the pile: one text a row, its pupil, its project, its state in words and since when. */

import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import { avatar } from "../parts";
import { hashOf } from "../router";
import type { Assignment, PileRow } from "../shapes";
import { WORDS } from "../words.fr";
import type { GroupName } from "./grouping";
import { stateOf } from "./state";

/** Groups that ask nothing of the teacher are folded. */
const FOLDED: readonly GroupName[] = ["not_started", "accepted"];

export function groupSection(name: GroupName, rows: PileRow[], assignments: readonly Assignment[]): HTMLElement {
  const heading = h("h2", {}, WORDS.pile.groups[name], h("span", { class: "count" }, String(rows.length)));
  const items = rows.map((row) =>
    rowItem(
      row,
      assignments.find(({ id }) => id === row.assignment),
    ),
  );
  const list =
    rows.length > 0 ? h("ul", { class: "rows" }, ...items) : h("p", { class: "empty" }, WORDS.pile.empty.to_read);
  const attributes = { class: "group", "data-group": name, open: !FOLDED.includes(name) };
  return h("details", attributes, h("summary", { "data-key": `group-${name}` }, heading), list);
}

function rowItem(row: PileRow, assignment: Assignment | undefined): HTMLElement {
  const title = assignment?.title ?? "";
  const content = [
    avatar(row.pupil),
    h("span", { class: "who" }, h("strong", {}, row.pupil.name), " ", h("small", {}, row.pupil.level)),
    h("span", { class: "what" }, title),
    h("span", { class: "state" }, stateOf(row)),
    h("span", { class: "figures" }, ...figuresOf(row).map((words) => h("span", {}, words))),
  ];
  if (row.version === 0 && row.words === 0) return h("li", {}, h("span", { class: "row" }, ...content));
  const open = { class: "row", href: hashOf({ screen: "text", text: row.text }), "data-key": row.text };
  return h("li", {}, h("a", open, ...content, icon("next")));
}

function figuresOf(row: PileRow): string[] {
  if (row.version === 0 && row.words === 0) return [];
  const figures = [WORDS.pile.round(row.version), WORDS.pile.words(row.words)];
  if (row.done.total > 0 && row.stage !== "reading") figures.push(WORDS.pile.done(row.done.done, row.done.total));
  else if (row.marks > 0) figures.push(WORDS.pile.marks(row.marks));
  if (row.found > 0) figures.push(WORDS.pile.found);
  return figures;
}
