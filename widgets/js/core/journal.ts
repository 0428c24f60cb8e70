/** The tablet's own copy of a text: every key is in IndexedDB at once, whatever becomes of the network, the page or the class. */

import { applyUpdate, type Doc, encodeStateAsUpdate } from "yjs";

const STORE = "updates";
const COMPACT_AFTER = 200;

export class Journal {
  /** Why the tablet cannot keep the text; null as long as it can. */
  trouble: string | null = null;
  onTrouble: () => void = () => {};
  private db: IDBDatabase | null = null;
  private closed = false;

  constructor(
    readonly name: string,
    private readonly doc: Doc,
  ) {
    doc.on("update", this.append);
  }

  /** Fills the document with what the tablet kept; says whether there was anything. Never throws: see `trouble`. */
  async load(): Promise<boolean> {
    try {
      const db = await open(this.name);
      if (this.closed) return false;
      this.db = db;
      const { rows, last } = await this.read(db);
      this.doc.transact(() => {
        for (const row of rows) applyUpdate(this.doc, row, this);
      }, this);
      if (rows.length > COMPACT_AFTER) await this.compact(last);
      return rows.length > 0;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  close(): void {
    this.closed = true;
    this.doc.off("update", this.append);
    this.db?.close();
  }

  /** What came while the database was opening is in the document: it is written now; what comes later writes itself. */
  private async read(db: IDBDatabase): Promise<{ rows: Uint8Array[]; last: IDBValidKey | null }> {
    const transaction = db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const rows = await answer<Uint8Array[]>(store.getAll());
    const keys = await answer(store.getAllKeys());
    const early = encodeStateAsUpdate(this.doc);
    if (early.length > 2) store.add(early);
    await finished(transaction);
    return { rows, last: keys.at(-1) ?? null };
  }

  private append = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || !this.db) return;
    try {
      const transaction = this.db.transaction(STORE, "readwrite");
      transaction.objectStore(STORE).add(update);
      finished(transaction).catch((error) => this.fail(error));
    } catch (error) {
      this.fail(error);
    }
  };

  private async compact(last: IDBValidKey | null): Promise<void> {
    const transaction = this.db!.transaction(STORE, "readwrite");
    transaction.objectStore(STORE).delete(IDBKeyRange.upperBound(last));
    transaction.objectStore(STORE).add(encodeStateAsUpdate(this.doc));
    await finished(transaction);
  }

  private fail(error: unknown): void {
    if (this.closed) return;
    this.trouble = error instanceof Error ? error.name : "unknown";
    this.onTrouble();
  }
}

/** Removes a text's journal from this tablet. */
export function eraseJournal(name: string): void {
  try {
    indexedDB.deleteDatabase(name);
  } catch {
    /* no database to erase */
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
