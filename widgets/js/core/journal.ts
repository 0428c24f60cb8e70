/**
 * The tablet's own copy of a text: every key is in IndexedDB at once, whatever becomes of the network, the page or the class: in the
 * key's own task, as a task right after it came too late for a battery. Two windows on one text write the same journal, and each takes
 * in what the other wrote.
 */

import { applyUpdate, type Doc, decodeUpdate, encodeStateAsUpdate, mergeUpdates } from "yjs";
import { bringsNewer } from "./newer";
import { writeKept } from "./outbox";
import { Spare } from "./spare";

const STORE = "updates";
const COMPACT_AFTER = 200;
/** Milliseconds to the next try after the tablet refused, and after which it is a refusal when none of the waiting writes has ended. */
const TRY_AGAIN = 5_000;
const STUCK_AFTER = 4_000;
/** Milliseconds for which a write that ended shows that the tablet keeps up: the next letter is a moment behind, at most. */
const KEEPS_UP = 1_500;
/** Milliseconds after a key at which the browser is told to put it on the disk itself: a battery may be flat a moment later. */
const ENGRAVE_AFTER = 1_000;
/** An update that says nothing. */
const NOTHING = new Uint8Array(2);

export class Journal {
  onChange: () => void = () => {};
  /** Called with what the journal holds when it is newer than this page; the document has none of it then. */
  onNewer: (text: Uint8Array) => void = () => {};
  private db: IDBDatabase | null = null;
  private refused = false;
  private closed = false;
  private writing = 0;
  private wroteAt = -KEEPS_UP;
  private changes = 0;
  private since = 0;
  private last: IDBValidKey | null = null;
  private row: { key: IDBValidKey; update: Uint8Array } | null = null;
  private retrying: ReturnType<typeof setTimeout> | null = null;
  private engraving: ReturnType<typeof setTimeout> | null = null;
  private stuck: ReturnType<typeof setTimeout> | null = null;
  private readonly spare: Spare;

  constructor(
    readonly name: string,
    private readonly doc: Doc,
  ) {
    this.spare = new Spare(`${name}:spare`, doc, () => this.onChange());
    this.since = performance.now();
    doc.on("update", this.append);
    addEventListener("pagehide", this.hold);
    document.addEventListener("visibilitychange", this.hold);
  }

  /** Whether the tablet holds what was typed, but for a moment's letters: "soon" while it is slower than that, "no" when it refuses. */
  get holds(): "yes" | "soon" | "no" {
    if (this.refused) return this.spare.holds;
    if (this.db) return this.writing && performance.now() - this.wroteAt > KEEPS_UP ? "soon" : "yes";
    return performance.now() - this.since > STUCK_AFTER ? "no" : "soon";
  }

  /** Fills the document with what the tablet kept; says whether there was anything. Never throws: see `holds`. */
  async load(): Promise<boolean> {
    const spare = this.spare.read();
    const found = await this.attach();
    if (spare) this.take([spare], this.spare);
    return Boolean(found) || spare !== null;
  }

  /** Takes in what another window wrote since. */
  async catchUp(): Promise<void> {
    if (this.db) await this.read(this.db, false).catch(() => {});
  }

  close(): void {
    this.closed = true;
    this.doc.off("update", this.append);
    removeEventListener("pagehide", this.hold);
    document.removeEventListener("visibilitychange", this.hold);
    this.hold();
    for (const timer of [this.retrying, this.stuck]) if (timer) clearTimeout(timer);
    this.db?.close();
  }

  /** What was to be done in a moment is done now: the page may go. */
  private hold = (): void => {
    if (this.refused || this.writing) this.spare.now();
    if (this.engraving) this.engrave();
  };

  /** Opens the database and reads it; says whether there was anything, null when the browser refuses. */
  private async attach(): Promise<boolean | null> {
    try {
      const db = await open(this.name);
      if (this.closed) {
        db.close();
        return null;
      }
      this.db = db;
      db.onversionchange = () => this.detached(db);
      db.onclose = () => this.detached(db);
      return await this.read(db, true);
    } catch {
      this.db?.close();
      this.db = null;
      this.fail();
      return null;
    }
  }

  /** Another window removes the journal, or the browser took it away: the text is here, and goes into a new one. */
  private detached(db: IDBDatabase): void {
    db.close();
    if (this.db !== db || this.closed) return;
    this.db = null;
    this.last = null;
    this.since = performance.now();
    void this.attach().then(() => this.onChange());
  }

  /** Reads the rows that are new to this window, and writes what the document held before (`early`); says whether there were any. */
  private async read(db: IDBDatabase, early: boolean): Promise<boolean> {
    const transaction = db.transaction(STORE, early ? "readwrite" : "readonly");
    const store = transaction.objectStore(STORE);
    const range = this.last === null ? null : IDBKeyRange.lowerBound(this.last, true);
    const rows = await answer<Uint8Array[]>(store.getAll(range));
    const keys = await answer(store.getAllKeys(range));
    const held = early ? encodeStateAsUpdate(this.doc) : NOTHING;
    if (held.length > NOTHING.length) store.add(held);
    await finished(transaction);
    this.last = keys.at(-1) ?? this.last;
    const whole = this.take(rows, this);
    if (whole && rows.length > COMPACT_AFTER) await this.compact(db);
    return rows.length > 0;
  }

  /** Says whether all is in the document now: rows that cannot be read stay where they are, and so do those of a newer page. */
  private take(rows: Uint8Array[], origin: unknown): boolean {
    const good = rows.filter(isUpdate);
    if (!good.length || this.closed) return false;
    const update = mergeUpdates(good);
    const newer = bringsNewer(this.doc, update);
    if (newer) this.onNewer(update);
    else applyUpdate(this.doc, update, origin);
    return !newer && good.length === rows.length;
  }

  private append = (update: Uint8Array, origin: unknown): void => {
    this.changes += 1;
    if (this.refused) this.spare.copy();
    else if (origin !== this && this.db) void this.write(this.db, update);
  };

  /** Says whether the row was written. */
  private async write(db: IDBDatabase, update: Uint8Array): Promise<boolean> {
    if (!this.writing++) this.watchWrites();
    try {
      const transaction = db.transaction(STORE, "readwrite");
      const adding = transaction.objectStore(STORE).add(update);
      // Said at once, and not when the browser has told that it took the row: a page may die in between.
      transaction.commit?.();
      await finished(transaction);
      this.wrote({ key: adding.result, update });
      return true;
    } catch {
      this.fail();
      return false;
    }
  }

  private wrote(row: { key: IDBValidKey; update: Uint8Array }): void {
    this.writing = Math.max(0, this.writing - 1);
    this.wroteAt = performance.now();
    this.watchWrites();
    this.row = row;
    if (!this.closed) this.engraving ??= setTimeout(() => this.engrave(), ENGRAVE_AFTER);
    if (this.writing) return;
    if (!this.refused) this.spare.remove();
    this.onChange();
  }

  /** A slow tablet ends its writes one after the other, also when there is always one more; a stuck one ends none. */
  private watchWrites(): void {
    if (this.stuck) clearTimeout(this.stuck);
    this.stuck = this.writing ? setTimeout(() => this.fail(), STUCK_AFTER) : null;
  }

  /** The last row once more, and this time down to the disk itself, with all that stands before it. */
  private engrave(): void {
    if (this.engraving) clearTimeout(this.engraving);
    this.engraving = null;
    try {
      const { key, update } = this.row!;
      this.db?.transaction(STORE, "readwrite", { durability: "strict" }).objectStore(STORE).put(update, key);
    } catch {
      /* the row itself is written */
    }
  }

  /** One row instead of many, in one transaction: a page that is closed meanwhile leaves the journal as it was. */
  private async compact(db: IDBDatabase): Promise<void> {
    const transaction = db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    store.delete(IDBKeyRange.upperBound(this.last));
    store.add(encodeStateAsUpdate(this.doc));
    await finished(transaction).catch(() => {});
  }

  /** From now on the copy beside the journal is what counts, until the journal takes the whole text again. */
  private fail(): void {
    if (this.closed) return;
    this.writing = 0;
    this.watchWrites();
    if (!this.refused) this.spare.copy();
    this.refused = true;
    this.retrying ??= setTimeout(() => void this.tryAgain(), TRY_AGAIN);
    this.onChange();
  }

  private async tryAgain(): Promise<void> {
    this.retrying = null;
    const at = this.changes;
    if (this.db ? !(await this.write(this.db, encodeStateAsUpdate(this.doc))) : (await this.attach()) === null) return;
    if (at !== this.changes) return this.tryAgain();
    this.refused = false;
    this.spare.remove();
    this.onChange();
  }
}

/** Removes a text's journal from this tablet. */
export function eraseJournal(name: string): void {
  writeKept(`${name}:spare`, null);
  try {
    indexedDB.deleteDatabase(name);
  } catch {
    /* no database to erase */
  }
}

function isUpdate(row: Uint8Array): boolean {
  try {
    decodeUpdate(row);
    return true;
  } catch {
    return false;
  }
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
