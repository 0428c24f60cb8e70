/** The pile in order: whose text to read next, who is waiting for what. */

import type { PileRow } from "../shapes";

export type GroupName = "to_read" | "ready" | "with_pupil" | "not_started" | "accepted";
export const GROUPS: readonly GroupName[] = ["to_read", "ready", "with_pupil", "not_started", "accepted"];

/** The rows by group; each group has first what matters first. */
export function grouped(rows: readonly PileRow[]): Record<GroupName, PileRow[]> {
  const groups: Record<GroupName, PileRow[]> = {
    to_read: [],
    ready: [],
    with_pupil: [],
    not_started: [],
    accepted: [],
  };
  for (const row of rows) groups[groupOf(row)].push(row);
  groups.to_read.sort(byPriority);
  for (const name of GROUPS.slice(1)) groups[name].sort(byName);
  return groups;
}

export function groupOf(row: PileRow): GroupName {
  switch (row.stage) {
    case "submitted":
      return "to_read";
    case "reading":
      return row.ready ? "ready" : "to_read";
    case "writing":
      return row.version === 0 && row.words === 0 ? "not_started" : "with_pupil";
    case "handed_back":
    case "revising":
      return "with_pupil";
    default:
      return "accepted";
  }
}

/** The text to read after this one (or first of all), null when nobody waits. */
export function nextToRead(rows: readonly PileRow[], current?: string): PileRow | null {
  return grouped(rows).to_read.find((row) => row.text !== current) ?? null;
}

const byName = (a: PileRow, b: PileRow) => a.pupil.name.localeCompare(b.pupil.name, "fr");
/** The service ranks the texts that wait: 1 is the next one. */
const byPriority = (a: PileRow, b: PileRow) => a.priority - b.priority;
