/** One text on this tablet: its document, its journal, its link with the class, and what the class last said of it. */

import { applyUpdate, Doc } from "yjs";
import type { Credentials } from "../core/credentials";
import { Journal } from "../core/journal";
import { isNewer } from "../core/newer";
import { Outbox, type Request, type Verb, writeKept } from "../core/outbox";
import { plainOf } from "../core/plain";
import { SCHEMA_NUMBER } from "../core/schema";
import { Sync } from "../core/sync";
import type { Rescue, TextView } from "../core/types";
import type { Socket } from "../core/wire";
import { ALL_SENT, isDeposit, keptView, places, WAITS } from "./kept";
import { AT_REST, type Status, statusOf } from "./status";

export interface TextFileOptions {
  base: string;
  text: string;
  username: string;
  credentials: Credentials;
  openSocket?: (url: string) => Socket;
}

const SLOW_JOURNAL = 3_000;

export class TextFile {
  readonly doc = new Doc();
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly sync: Sync;
  view: TextView | null;
  /** Whether the text is here, from the journal or from the class, so that it may be written in. */
  ready = false;
  /** The words of a text that the tablet keeps and that is newer than this page; null otherwise. */
  newer: string | null = null;
  onChange: () => void = () => {};
  onRefused: (message: string) => void = () => {};
  private readonly place: ReturnType<typeof places>;
  private unsent: string | null = null;
  private resting: ReturnType<typeof setTimeout> | null = null;

  constructor(options: TextFileOptions) {
    const place = places(options.username, options.text);
    this.place = place;
    this.view = keptView(options.username, options.text);
    this.outbox = new Outbox(place.outbox);
    this.journal = new Journal(place.journal, this.doc);
    this.journal.onChange = () => this.onChange();
    this.journal.onNewer = (text) => this.foundNewer(text);
    this.sync = new Sync(this.doc, {
      url: socketUrl(options.base),
      text: options.text,
      credentials: options.credentials,
      outbox: this.outbox,
      onChange: () => this.changed(),
      onText: (view) => this.heard(view),
      onRefused: (message) => this.onRefused(message),
      open: options.openSocket,
    });
    addEventListener("storage", this.otherWindow);
    addEventListener("pagehide", this.rested);
  }

  /** Resolves when the tablet's copy is in the document, or is so slow to come that the class is asked first. */
  async open(): Promise<void> {
    const loading = this.journal.load().then((found) => {
      this.ready ||= found;
      this.onChange();
    });
    await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, SLOW_JOURNAL))]);
    if (this.newer === null) this.sync.start();
  }

  close(): void {
    removeEventListener("storage", this.otherWindow);
    removeEventListener("pagehide", this.rested);
    this.sync.destroy();
    this.rested();
    this.journal.close();
    this.doc.destroy();
  }

  /** Whether the class has all that was typed and asked for here. */
  get delivered(): boolean {
    return this.sync.welcomed && this.sync.link === "live" && !this.sync.dirty && !this.outbox.all.length;
  }

  /** The words of the text. */
  get plain(): string {
    return this.newer ?? plainOf(this.doc);
  }

  get pendingSubmit(): Request | undefined {
    return this.outbox.all.find(isDeposit);
  }

  get pendingTakeBack(): Request | undefined {
    return this.asked("take_back");
  }

  /** An earlier moment that the pupil takes up again. */
  get pendingReturn(): Request | undefined {
    return this.asked("bring_back");
  }

  private asked(verb: Verb): Request | undefined {
    return this.outbox.all.find((request) => request.verb === verb);
  }

  /** Whether the text may be written in. Where nobody would keep what is typed, it may not. */
  get writable(): boolean {
    const given = this.view?.writable && this.view.stage !== "accepted";
    const waits = this.pendingSubmit ?? this.pendingReturn;
    return Boolean(this.ready && given && !waits) && !this.status.trouble?.stops;
  }

  /** Words of the pupil that were found again and that he has not dealt with yet. */
  get found(): Rescue[] {
    const settled = new Set(this.outbox.all.map(({ rescue }) => rescue));
    return (this.view?.rescues ?? []).filter((one) => !settled.has(one.id));
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
    return statusOf(this);
  }

  /** Another window on this text has typed, or asked for something. */
  private otherWindow = ({ key }: StorageEvent): void => {
    if (key !== this.place.outbox && key !== this.place.unsent) return;
    void this.journal.catchUp().then(() => this.sync.askNext());
    this.onChange();
  };

  /** The document stays as it is, empty or older: the editor would delete what it does not know. */
  private foundNewer(text: Uint8Array): void {
    const apart = new Doc();
    applyUpdate(apart, text);
    this.newer = plainOf(apart);
    this.sync.tooOld();
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

  /** That something waits is noted at once; that nothing does any more, when no letter has come for a moment, or the page goes. */
  private noteUnsent(): void {
    if (this.sync.dirty) this.note(WAITS);
    else if (this.unsent === WAITS) this.resting ??= setTimeout(this.rested, AT_REST);
    else this.rested();
  }

  /** Before the class has compared, what the journal held may wait for it, and what was noted before stands. */
  private rested = (): void => {
    if (this.sync.welcomed && !this.sync.dirty) this.note(ALL_SENT);
  };

  private note(note: string): void {
    if (this.resting) clearTimeout(this.resting);
    this.resting = null;
    if (note === this.unsent) return;
    this.unsent = note;
    writeKept(this.place.unsent, note);
  }

  /** Says in the document which schema it is written with, so that an older page does not write in it. */
  private noteSchema(): void {
    const meta = this.doc.getMap("meta");
    const said = meta.get("schema") === SCHEMA_NUMBER || isNewer(this.doc);
    if (this.sync.welcomed && this.sync.dirty && !said) meta.set("schema", SCHEMA_NUMBER);
  }
}

function socketUrl(base: string): string {
  const url = new URL(`${base}sync`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}
