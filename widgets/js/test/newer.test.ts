import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate, XmlElement, XmlText } from "yjs";
import { bodyOf } from "../core/anchors";
import { bringsNewer } from "../core/newer";
import { words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { FakeClass, openDoor } from "./fake_class";

let room: FakeClass;
let pad: WritingPad | null = null;
let username = "";
let number = 0;

function open(): WritingPad {
  pad = new WritingPad({ base: "/c/", text: "t", username, credentials: openDoor, openSocket: room.open });
  document.body.replaceChildren(pad.element);
  return pad;
}

function line(...pieces: (XmlText | XmlElement)[]): XmlElement {
  const block = new XmlElement("block");
  block.setAttribute("kind", "paragraph");
  block.insert(0, pieces);
  return block;
}

/** A text that a page of tomorrow has written: schema 2, with an element and a mark that this page does not know. */
function tomorrow(doc: Doc, schema: number | null = 2): void {
  const marked = new XmlText();
  marked.applyDelta([{ insert: "Le " }, { insert: "chat", attributes: { sparkle: { strength: 3 } } }]);
  const poem = new XmlElement("poem");
  poem.insert(0, [new XmlText("Miaou")]);
  bodyOf(doc).insert(0, [line(marked), poem as XmlElement]);
  if (schema) doc.getMap("meta").set("schema", schema);
}

const shown = () => pad!.element.querySelector(".prose")?.textContent;
const shows = (check: () => void) => vi.waitFor(check, { timeout: 7_000 });
const patiently = () => new Promise((resolve) => setTimeout(resolve, 700));

/** Every row of the pupil's journal. */
async function journal(): Promise<Uint8Array[]> {
  const request = indexedDB.open(`ecritoire:${username}:t`);
  const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const all = db.transaction("updates").objectStore("updates").getAll();
  const rows = await new Promise<Uint8Array[]>((resolve) => (all.onsuccess = () => resolve(all.result)));
  db.close();
  return rows;
}

async function keepInJournal(update: Uint8Array): Promise<void> {
  const request = indexedDB.open(`ecritoire:${username}:t`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("updates", { autoIncrement: true });
  const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const transaction = db.transaction("updates", "readwrite");
  transaction.objectStore("updates").add(update);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
}

beforeEach(() => {
  localStorage.clear();
  room = new FakeClass();
  username = `ana${++number}`;
});
afterEach(() => pad?.destroy());

test("a text of a newer page in the class is not touched by this page, which asks to be loaded again", async () => {
  tomorrow(room.doc);
  const before = encodeStateAsUpdate(room.doc);
  open();
  await shows(() => expect(pad!.element.textContent).toContain(words.trouble.outdated.title));
  await patiently();
  expect(encodeStateAsUpdate(room.doc)).toEqual(before);
  expect(room.updates).toBe(0);
  expect(await journal()).toEqual([]);
  expect(pad!.element.querySelector("[contenteditable=true]")).toBeNull();
});

test("a text of a newer page in the tablet's journal is shown as words, and comes out byte for byte", async () => {
  const doc = new Doc();
  tomorrow(doc);
  const kept = encodeStateAsUpdate(doc);
  await keepInJournal(kept);
  open();
  await shows(() => expect(shown()).toBe("Le chatMiaou"));
  expect(pad!.element.textContent).toContain(words.trouble.outdated.advice);
  await patiently();
  expect(await journal()).toEqual([kept]);
  expect(room.heard).toEqual([]);
});

test("when another tablet is newer, the open text stays as it was and nothing more is sent", async () => {
  bodyOf(room.doc).insert(0, [line(new XmlText("Le chat"))]);
  open();
  await shows(() => expect(shown()).toBe("Le chat"));
  room.write((doc) => tomorrow(doc));
  const before = encodeStateAsUpdate(room.doc);
  await shows(() => expect(pad!.element.textContent).toContain(words.trouble.outdated.title));
  await patiently();
  expect(shown()).toBe("Le chat");
  expect(encodeStateAsUpdate(room.doc)).toEqual(before);
  expect(room.updates).toBe(0);
});

test.each([
  ["a greater schema number", (doc: Doc) => doc.getMap("meta").set("schema", 2), true],
  ["the number that we write", (doc: Doc) => doc.getMap("meta").set("schema", 1), false],
  ["an unknown element, whatever the number", (doc: Doc) => tomorrow(doc, 1), true],
  ["a picture as wide as the page", (doc: Doc) => bodyOf(doc).insert(0, [line(picture())]), false],
  ["words of ours", (doc: Doc) => bodyOf(doc).insert(0, [line(new XmlText("Le chat"))]), false],
])("%s is seen for what it is", (_, write, newer) => {
  const [ours, theirs] = [new Doc(), new Doc()];
  ours.getMap("meta").set("schema", 1);
  write(theirs);
  expect(bringsNewer(ours, encodeStateAsUpdate(theirs))).toBe(newer);
});

test("a number that is raised in a document that we know is seen in the smallest update", () => {
  const doc = new Doc();
  doc.getMap("meta").set("schema", 1);
  const theirs = new Doc();
  let update = encodeStateAsUpdate(doc);
  applyUpdate(theirs, update);
  theirs.on("update", (bytes: Uint8Array) => (update = bytes));
  theirs.getMap("meta").set("schema", 2);
  expect(bringsNewer(doc, update)).toBe(true);
});

function picture(): XmlElement {
  const element = new XmlElement<{ [key: string]: string | number }>("picture");
  element.setAttribute("asset", "abc");
  element.setAttribute("width", 100);
  return element as unknown as XmlElement;
}
