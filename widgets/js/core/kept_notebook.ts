/** What the class last said is in a pupil's notebook, kept on the tablet: the first thing that a page shows, and all it has while the class is away. */

import { readKept, writeKept } from "./outbox";

const place = (username: string) => `ecritoire:${username}:notebook`;

export function keptNotebook<T>(username: string): T | null {
  const kept = readKept(place(username));
  return kept ? (JSON.parse(kept) as T) : null;
}

export function keepNotebook(username: string, notebook: object): void {
  writeKept(place(username), JSON.stringify(notebook));
}

export function forgetNotebook(username: string): void {
  writeKept(place(username), null);
}
