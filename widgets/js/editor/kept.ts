/** What this tablet keeps of texts that the class does not have yet, and what it may forget when a pupil leaves: tablets are shared. */

import { eraseJournal } from "../core/journal";
import { Outbox, type Request, readKept, readKeptAs, writeKept } from "../core/outbox";
import type { TextView } from "../core/types";

/** What stands under `unsent`: something waits for the class, or the class has everything. Nothing is there when nobody knows. */
export const WAITS = "1";
export const ALL_SENT = "0";

/** The names under which a pupil's text is kept. */
export const places = (username: string, text: string) => ({
  journal: `ecritoire:${username}:${text}`,
  view: `ecritoire:${username}:${text}:view`,
  outbox: `ecritoire:${username}:${text}:outbox`,
  unsent: `ecritoire:${username}:${text}:unsent`,
});

const NAMED = /^ecritoire:([^:]+):([^:]+):(?:outbox|unsent)$/;

export interface Kept {
  words: boolean;
  deposit: boolean;
  /** Anything at all, a « c'est corrigé » included. */
  any: boolean;
}

export const isDeposit = (request: Request): boolean => request.verb === "submit";

export function keptOf(username: string, text: string): Kept {
  const place = places(username, text);
  const words = readKept(place.unsent) === WAITS;
  const { all } = new Outbox(place.outbox);
  return { words, deposit: all.some(isDeposit), any: words || all.length > 0 };
}

/** The texts of this pupil of which something waits here for the class. */
export const waitingTexts = (username: string): string[] =>
  waiting().flatMap(([whose, text]) => (whose === username ? [text] : []));

/** The names of the other pupils whose words wait on this tablet until they come back to it. */
export function othersWaiting(username: string): string[] {
  const names = waiting().flatMap(([whose, text]) => (whose === username ? [] : [nameOf(whose, text)]));
  return [...new Set(names)];
}

/** Removes from this tablet a text that the class has whole. What was not sent stays, for its pupil's return. */
export function leaveTablet(username: string, text: string): void {
  const place = places(username, text);
  if (readKept(place.unsent) !== ALL_SENT || readKept(place.outbox)) return;
  eraseJournal(place.journal);
  writeKept(place.unsent, null);
  writeKept(place.view, null);
}

/** What the class last said of the text, as this tablet remembers it. */
export const keptView = (username: string, text: string): TextView | null =>
  readKeptAs<TextView>(places(username, text).view);

const nameOf = (username: string, text: string) => keptView(username, text)?.pupil.name ?? username;

function waiting(): [string, string][] {
  const texts = new Map<string, [string, string]>();
  for (const key of keys()) {
    const [, username, text] = NAMED.exec(key) ?? [];
    if (username && text && keptOf(username, text).any) texts.set(key.slice(0, key.lastIndexOf(":")), [username, text]);
  }
  return [...texts.values()];
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
