import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
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

afterEach(() => {
  for (const journal of journals.splice(0)) journal.close();
  vi.unstubAllGlobals();
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

test("a tablet that refuses to keep anything is told, and the pad still works", async () => {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("refused", "SecurityError");
    },
  });
  const { doc, journal } = opened(freshName());
  const told = vi.fn();
  journal.onTrouble = told;
  expect(await journal.load()).toBe(false);
  write(doc, "Le chat");
  expect(journal.trouble).toBe("SecurityError");
  expect(told).toHaveBeenCalledOnce();
});

test("a full tablet is told", async () => {
  const { doc, journal } = opened(freshName());
  await journal.load();
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  write(doc, "Le chat");
  expect(journal.trouble).toBe("QuotaExceededError");
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
