/** One text on this tablet: its document, its journal, its link with the class, and what the class last said of it. */

import { Doc } from "yjs";
import type { Credentials } from "../core/credentials";
import { eraseJournal, Journal } from "../core/journal";
import { Outbox, type Request, readKept, writeKept } from "../core/outbox";
import { SCHEMA_NUMBER } from "../core/schema";
import { Sync } from "../core/sync";
import type { TextView } from "../core/types";
import type { Socket } from "../core/wire";
import { words } from "../core/words.fr";

export interface TextFileOptions {
  base: string;
  text: string;
  username: string;
  credentials: Credentials;
  openSocket?: (url: string) => Socket;
}

export interface Status {
  tone: "saved" | "saving" | "kept" | "alarm";
  words: string;
  /** Whether only loading the page again helps. */
  reload: boolean;
}

/** Removes from this tablet a text that the class has whole: tablets are shared. What was not sent stays, for its pupil's return. */
export function leaveTablet(username: string, text: string): void {
  const place = places(username, text);
  if (readKept(place.unsent) || readKept(place.outbox)) return;
  eraseJournal(place.journal);
  writeKept(place.view, null);
}

/** What this tablet keeps of a text that the class does not have yet. */
export interface Kept {
  words: boolean;
  deposit: boolean;
}

export function keptOf(username: string, text: string): Kept {
  const place = places(username, text);
  return { words: readKept(place.unsent) !== null, deposit: Boolean(depositIn(new Outbox(place.outbox))) };
}

const depositIn = (outbox: Outbox) => outbox.all.find((request) => request.verb === "submit");

const SLOW_JOURNAL = 3_000;

const places = (username: string, text: string) => ({
  journal: `ecritoire:${username}:${text}`,
  view: `ecritoire:${username}:${text}:view`,
  outbox: `ecritoire:${username}:${text}:outbox`,
  unsent: `ecritoire:${username}:${text}:unsent`,
});

export class TextFile {
  readonly doc = new Doc();
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly sync: Sync;
  view: TextView | null;
  /** Whether the text is here, from the journal or from the class, so that it may be written in. */
  ready = false;
  onChange: () => void = () => {};
  onRefused: (message: string) => void = () => {};
  plain: () => string = () => "";
  private readonly place: ReturnType<typeof places>;
  private unsent: boolean | null = null;

  constructor(options: TextFileOptions) {
    const place = places(options.username, options.text);
    this.place = place;
    this.view = JSON.parse(readKept(place.view) ?? "null") as TextView | null;
    this.outbox = new Outbox(place.outbox);
    this.journal = new Journal(place.journal, this.doc);
    this.journal.onTrouble = () => this.onChange();
    this.sync = new Sync(this.doc, {
      url: socketUrl(options.base),
      text: options.text,
      credentials: options.credentials,
      outbox: this.outbox,
      plain: () => this.plain(),
      onChange: () => this.changed(),
      onText: (view) => this.heard(view),
      onRefused: (message) => this.onRefused(message),
      open: options.openSocket,
    });
  }

  /** Resolves when the tablet's copy is in the document, or is so slow to come that the class is asked first. */
  async open(): Promise<void> {
    const loading = this.journal.load().then((found) => {
      this.ready ||= found;
      this.onChange();
    });
    await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, SLOW_JOURNAL))]);
    this.sync.start();
  }

  close(): void {
    this.sync.destroy();
    this.journal.close();
    this.doc.destroy();
  }

  get pendingSubmit(): Request | undefined {
    return depositIn(this.outbox);
  }

  get pendingTakeBack(): Request | undefined {
    return this.outbox.all.find((request) => request.verb === "take_back");
  }

  get writable(): boolean {
    const given = this.view?.writable && this.view.stage !== "accepted";
    return Boolean(this.ready && given && !this.pendingSubmit) && this.sync.link !== "outdated";
  }

  /** The marks that the pupil says are corrected, those not sent yet included, and those that the teacher confirmed. */
  get done(): Set<string> {
    const done = new Set(this.view?.done);
    for (const one of this.view?.annotations ?? []) if (one.outcome === "fixed" && one.confirmed) done.add(one.id);
    for (const { verb, annotation, done: is } of this.outbox.all) {
      if (verb === "mark" && annotation) is ? done.add(annotation) : done.delete(annotation);
    }
    return done;
  }

  get status(): Status {
    const { sync, journal } = this;
    const say = (tone: Status["tone"], text: string, reload = false): Status => ({ tone, words: text, reload });
    if (sync.link === "forbidden") return say("alarm", words.state.forbidden);
    if (sync.link === "full") return say("alarm", words.state.full);
    if (sync.link === "outdated") return say("alarm", words.state.outdated, true);
    if (journal.trouble && (sync.dirty || sync.link !== "live")) return say("alarm", words.state.nowhere);
    if (sync.link === "refused") return say("alarm", words.state.refused, true);
    if (!this.ready) return say(sync.late ? "kept" : "saving", sync.late ? words.state.searching : words.state.opening);
    if (sync.late) return say("kept", words.state.kept);
    if (sync.link === "connecting") return say("saving", words.state.opening);
    if (sync.dirty || this.outbox.first) return say("saving", words.state.saving);
    return journal.trouble ? say("saved", words.state.onlyClass) : say("saved", words.state.saved);
  }

  private heard(view: TextView): void {
    this.view = view;
    writeKept(this.place.view, JSON.stringify(view));
    this.onChange();
  }

  private changed(): void {
    this.ready ||= this.sync.welcomed;
    this.noteUnsent();
    this.noteSchema();
    this.onChange();
  }

  private noteUnsent(): void {
    if (this.unsent === this.sync.dirty) return;
    this.unsent = this.sync.dirty;
    writeKept(this.place.unsent, this.unsent ? "1" : null);
  }

  /** Says in the document which schema it is written with, so that an older page does not write in it. */
  private noteSchema(): void {
    const meta = this.doc.getMap("meta");
    if (this.sync.welcomed && this.sync.dirty && meta.get("schema") !== SCHEMA_NUMBER)
      meta.set("schema", SCHEMA_NUMBER);
  }
}

function socketUrl(base: string): string {
  const url = new URL(`${base}sync`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}
