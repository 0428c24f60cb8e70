/** What the class last said is in a pupil's notebook, kept on the tablet: the first thing that a page shows, and all it has while the class is away. */

import { readKeptAs, writeKept } from "./outbox";

const place = (username: string) => `ecritoire:${username}:notebook`;

export const keptNotebook = <T>(username: string): T | null => readKeptAs<T>(place(username));

export function keepNotebook(username: string, notebook: object): void {
  writeKept(place(username), JSON.stringify(notebook));
}

export function forgetNotebook(username: string): void {
  writeKept(place(username), null);
}
