import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Doc } from "yjs";
import { eraseJournal, Journal } from "../core/journal";

const journals: Journal[] = [];
let number = 0;

function opened(name: string): { doc: Doc; journal: Journal } {
  const doc = new Doc();
  const journal = new Journal(name, doc);
  journals.push(journal);
  return { doc, journal };
}

const write = (doc: Doc, words: string) => doc.getText("body").insert(doc.getText("body").length, words);
const read = (doc: Doc) => doc.getText("body").toString();
const freshName = () => `journal-${++number}`;

async function rows(name: string): Promise<number> {
  const request = indexedDB.open(name);
  const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const count = db.transaction("updates").objectStore("updates").count();
  const result = await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)));
  db.close();
  return result;
}

async function add(name: string, row: Uint8Array): Promise<void> {
  const request = indexedDB.open(name);
  const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const transaction = db.transaction("updates", "readwrite");
  transaction.objectStore("updates").add(row);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
}

function refuseDatabases(): void {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("refused", "SecurityError");
    },
  });
}

function fullOnce(): void {
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
}

beforeEach(() => localStorage.clear());

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const journal of journals.splice(0)) journal.close();
});

test("a new journal is empty, and says so", async () => {
  expect(await opened(freshName()).journal.load()).toBe(false);
});

test("every key is found again at the next opening", async () => {
  const name = freshName();
  const first = opened(name);
  await first.journal.load();
  for (const letter of "Le chat") write(first.doc, letter);
  await vi.waitFor(async () => expect(await rows(name)).toBe(7));
  const second = opened(name);
  expect(await second.journal.load()).toBe(true);
  expect(read(second.doc)).toBe("Le chat");
});

test("what is typed while the journal opens is kept too", async () => {
  const name = freshName();
  const first = opened(name);
  const loading = first.journal.load();
  write(first.doc, "Vite !");
  await loading;
  await vi.waitFor(async () => expect(await rows(name)).toBeGreaterThan(0));
  const second = opened(name);
  await second.journal.load();
  expect(read(second.doc)).toBe("Vite !");
});

test("a long journal is folded into one row, and nothing is lost", async () => {
  const name = freshName();
  const first = opened(name);
  await first.journal.load();
  for (let i = 0; i < 250; i++) write(first.doc, "a");
  await vi.waitFor(async () => expect(await rows(name)).toBe(250));
  await opened(name).journal.load();
  expect(await rows(name)).toBe(1);
  const third = opened(name);
  await third.journal.load();
  expect(read(third.doc)).toBe("a".repeat(250));
});

test("where the browser refuses its database, a copy beside it is found again at the next opening", async () => {
  const name = freshName();
  refuseDatabases();
  const { doc, journal } = opened(name);
  expect(await journal.load()).toBe(false);
  write(doc, "Le chat");
  await vi.waitFor(() => expect(journal.holds).toBe("yes"));
  const second = opened(name);
  expect(await second.journal.load()).toBe(true);
  expect(read(second.doc)).toBe("Le chat");
});

test("the copy goes back into the journal as soon as the database can be opened, and away", async () => {
  const name = freshName();
  refuseDatabases();
  const first = opened(name);
  await first.journal.load();
  write(first.doc, "Le chat");
  first.journal.close();
  vi.unstubAllGlobals();
  const second = opened(name);
  await second.journal.load();
  await vi.waitFor(() => expect(localStorage.getItem(`${name}:spare`)).toBeNull());
  const third = opened(name);
  await third.journal.load();
  expect(read(third.doc)).toBe("Le chat");
});

test("the copy holds the last letter when the page goes", async () => {
  const name = freshName();
  refuseDatabases();
  const { doc, journal } = opened(name);
  await journal.load();
  write(doc, "Le chat");
  dispatchEvent(new Event("pagehide"));
  const second = opened(name);
  await second.journal.load();
  expect(read(second.doc)).toBe("Le chat");
});

test("a tablet that keeps nothing at all says so, and the pad still works", async () => {
  refuseDatabases();
  const refuse = () => {
    throw new DOMException("refused", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  const { doc, journal } = opened(freshName());
  const told = vi.fn();
  journal.onChange = told;
  expect(await journal.load()).toBe(false);
  write(doc, "Le chat");
  await vi.waitFor(() => expect(journal.holds).toBe("no"));
  expect(told).toHaveBeenCalled();
});

test("the first key counts as kept when its transaction has ended, and not before", async () => {
  const { doc, journal } = opened(freshName());
  await journal.load();
  expect(journal.holds).toBe("yes");
  write(doc, "L");
  expect(journal.holds).toBe("soon");
  await vi.waitFor(() => expect(journal.holds).toBe("yes"));
});

/** A database whose writes end when the test says so. */
function slowDatabase(): { end: () => void } {
  const begun: { oncomplete: () => void }[] = [];
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
    const add = () => begun.push(transaction) && { result: 1 };
    const transaction = { objectStore: () => ({ add, put: () => {} }), oncomplete: () => {} };
    return transaction as unknown as IDBTransaction;
  });
  return { end: () => begun.shift()!.oncomplete() };
}

test("a letter is on its way to the tablet's disk before its key's task ends: a battery may be flat in the next one", async () => {
  const { doc, journal } = opened(freshName());
  await journal.load();
  const said = vi.spyOn(IDBTransaction.prototype, "commit");
  write(doc, "L");
  expect(said).toHaveBeenCalledOnce();
});

test("a tablet that is always a write behind is slow, and not stuck: nobody is told to stop typing", async () => {
  const { doc, journal } = opened(freshName());
  await journal.load();
  vi.useFakeTimers();
  const database = slowDatabase();
  write(doc, "L");
  for (const letter of "e chat dort") {
    write(doc, letter);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(journal.holds).toBe("soon");
    database.end();
    await vi.advanceTimersByTimeAsync(1);
    expect(journal.holds).toBe("yes");
  }
  database.end();
  await vi.advanceTimersByTimeAsync(1);
  expect(journal.holds).toBe("yes");
});

test("a tablet that is a moment behind keeps the text, also while one more letter is always being written", async () => {
  const { doc, journal } = opened(freshName());
  await journal.load();
  vi.useFakeTimers();
  const database = slowDatabase();
  write(doc, "L");
  database.end();
  for (const letter of "e chat dort") {
    await vi.advanceTimersByTimeAsync(0);
    write(doc, letter);
    write(doc, letter);
    await vi.advanceTimersByTimeAsync(500);
    expect(journal.holds).toBe("yes");
    database.end();
  }
});

test("a key that is still being written when the page goes stands in the copy beside the journal", async () => {
  const name = freshName();
  const { doc, journal } = opened(name);
  await journal.load();
  slowDatabase();
  write(doc, "L");
  expect(localStorage.getItem(`${name}:spare`)).toBeNull();
  dispatchEvent(new Event("pagehide"));
  expect(localStorage.getItem(`${name}:spare`)).not.toBeNull();
});

test("where no write ends any more, the copy beside the journal takes over", async () => {
  const name = freshName();
  const { doc, journal } = opened(name);
  await journal.load();
  vi.useFakeTimers();
  slowDatabase();
  for (const letter of "Le chat") {
    write(doc, letter);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(journal.holds).not.toBe("no");
  }
  expect(journal.holds).toBe("yes");
  vi.restoreAllMocks();
  vi.useRealTimers();
  const second = opened(name);
  expect(await second.journal.load()).toBe(true);
  expect(read(second.doc)).toBe("Le chat");
});

test("after a full tablet, the whole text goes into the journal once there is room", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const name = freshName();
  const { doc, journal } = opened(name);
  await journal.load();
  fullOnce();
  write(doc, "Le chat");
  await vi.advanceTimersByTimeAsync(400);
  expect(journal.holds).toBe("yes");
  expect(localStorage.getItem(`${name}:spare`)).not.toBeNull();
  write(doc, " dort");
  await vi.advanceTimersByTimeAsync(6_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(localStorage.getItem(`${name}:spare`)).toBeNull());
  const second = opened(name);
  await second.journal.load();
  expect(read(second.doc)).toBe("Le chat dort");
});

test("two windows on one text lose nothing of each other when one of them folds the journal", async () => {
  const name = freshName();
  const [first, second] = [opened(name), opened(name)];
  await Promise.all([first.journal.load(), second.journal.load()]);
  for (let i = 0; i < 210; i++) write(first.doc, "a");
  write(second.doc, "b");
  await vi.waitFor(async () => expect(await rows(name)).toBe(211));
  await opened(name).journal.load();
  write(second.doc, "b");
  await vi.waitFor(() => expect(second.journal.holds).toBe("yes"));
  const last = opened(name);
  await last.journal.load();
  expect([...read(last.doc)].sort().join("")).toBe(`${"a".repeat(210)}bb`);
});

test("a window takes in what another one wrote", async () => {
  const name = freshName();
  const [first, second] = [opened(name), opened(name)];
  await Promise.all([first.journal.load(), second.journal.load()]);
  write(first.doc, "Le chat");
  await vi.waitFor(() => expect(first.journal.holds).toBe("yes"));
  await second.journal.catchUp();
  expect(read(second.doc)).toBe("Le chat");
});

test("when another window removes the journal, the open text goes into a new one", async () => {
  const name = freshName();
  const first = opened(name);
  await first.journal.load();
  write(first.doc, "Le chat");
  await vi.waitFor(() => expect(first.journal.holds).toBe("yes"));
  eraseJournal(name);
  await vi.waitFor(() => expect(first.journal.holds).toBe("yes"));
  const second = opened(name);
  await vi.waitFor(async () => expect(await second.journal.load()).toBe(true));
  expect(read(second.doc)).toBe("Le chat");
});

test("a row that cannot be read does not hide the others, and stays", async () => {
  const name = freshName();
  const first = opened(name);
  await first.journal.load();
  write(first.doc, "Le chat");
  await vi.waitFor(() => expect(first.journal.holds).toBe("yes"));
  await add(name, new Uint8Array([255, 255, 255]));
  const second = opened(name);
  expect(await second.journal.load()).toBe(true);
  expect(read(second.doc)).toBe("Le chat");
  expect(await rows(name)).toBe(2);
});

test("an erased journal is empty", async () => {
  const name = freshName();
  const first = opened(name);
  await first.journal.load();
  write(first.doc, "Le chat");
  first.journal.close();
  eraseJournal(name);
  expect(await opened(name).journal.load()).toBe(false);
});
