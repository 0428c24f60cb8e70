import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { XmlElement, XmlText } from "yjs";
import { bodyOf } from "../core/anchors";
import { plainOf } from "../core/plain";
import type { Moment } from "../core/types";
import { momentName, words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { momentLabel } from "../editor/past";
import { FakeClass, openDoor, textView } from "./fake_class";

const RESCUE = { id: "r", at: "2026-11-23T08:00:00Z", seen: "Le chat noir dort.", missing: ["chat noir", "dort."] };
const MOMENTS: Moment[] = [
  { seq: 9, at: "2026-11-23T10:20:00Z", words: 2, version: null, brought_back: null },
  { seq: 4, at: "2026-11-22T09:05:00Z", words: 3, version: 1, brought_back: null },
];
const THEN = { seq: 4, at: MOMENTS[1]!.at, words: 3, plain: "Le chat d'hier", document: documentOf("Le chat d'hier") };

let room: FakeClass;
let pad: WritingPad;
let served: boolean;
let number = 0;

function documentOf(sentence: string) {
  return { type: "doc", content: [{ type: "block", content: [{ type: "text", text: sentence }] }] };
}

async function answer(url: string): Promise<Response> {
  if (!served) throw new TypeError("away");
  return Response.json(url.endsWith("/moments") ? MOMENTS : THEN);
}

async function open(view = textView()): Promise<WritingPad> {
  const block = new XmlElement("block");
  block.insert(0, [new XmlText("Le chien.")]);
  bodyOf(room.doc).insert(0, [block]);
  room.view = view;
  pad = new WritingPad({
    base: "/c/",
    text: "t",
    username: `ana${++number}`,
    credentials: openDoor,
    openSocket: room.open,
  });
  const frame = document.createElement("div");
  frame.className = "ecritoire";
  frame.append(pad.element);
  document.body.replaceChildren(frame);
  await shows(() => expect(pad.file.sync.welcomed).toBe(true));
  await shows(() => expect(button(words.past.open)).toBeDefined());
  return pad;
}

const shows = (check: () => void) => vi.waitFor(check, { timeout: 7_000 });
const button = (name: string) =>
  [...document.querySelectorAll("button")].find((one) => one.textContent?.includes(name))!;
const text = () => document.body.textContent ?? "";
const asked = () => room.heard.filter((said) => said.k === "do");

beforeEach(() => {
  localStorage.clear();
  served = true;
  room = new FakeClass();
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  pad.destroy();
  vi.unstubAllGlobals();
});

test("found words are put back as a paragraph at the end, in the pupil's own hand, and dealt with", async () => {
  await open(textView({ rescues: [RESCUE] }));
  await shows(() => expect(text()).toContain(words.found.title));
  expect(text()).toContain("« chat noir »");
  button(words.found.putBack).click();
  await shows(() => expect(plainOf(room.doc)).toBe("Le chien.\nchat noir dort."));
  await shows(() => expect(asked()).toMatchObject([{ verb: "settle", rescue: "r", settled: "put_back" }]));
});

test("found words that are no longer wanted are left, and the text stays as it is", async () => {
  await open(textView({ rescues: [RESCUE] }));
  await shows(() => expect(button(words.found.leave)).toBeDefined());
  button(words.found.leave).click();
  await shows(() => expect(asked()).toMatchObject([{ verb: "settle", rescue: "r", settled: "left" }]));
  expect(plainOf(room.doc)).toBe("Le chien.");
});

test("without the class, found words that were dealt with are not offered again", async () => {
  await open(textView({ rescues: [RESCUE] }));
  await shows(() => expect(button(words.found.leave)).toBeDefined());
  room.cut();
  button(words.found.leave).click();
  await shows(() => expect(text()).not.toContain(words.found.title));
  expect(pad.file.outbox.all).toMatchObject([{ verb: "settle", settled: "left" }]);
});

test("a text that is being read offers nothing to put back", async () => {
  await open(textView({ rescues: [RESCUE], stage: "reading", writable: false, moves: [] }));
  await shows(() => expect(text()).toContain(words.notice.reading.title));
  expect(text()).not.toContain(words.found.title);
});

test("an earlier moment is looked at, and taken up again after a question", async () => {
  await open();
  button(words.past.open).click();
  await shows(() => expect(text()).toContain(words.past.deposited(1)));
  button(words.past.deposited(1)).click();
  await shows(() => expect(document.querySelector(".past .prose")?.textContent).toBe("Le chat d'hier"));
  button(words.past.take).click();
  await shows(() => expect(text()).toContain(words.past.sureText));
  button(words.past.sureYes).click();
  await shows(() => expect(asked()).toMatchObject([{ verb: "bring_back", seq: 4 }]));
});

test("a text that is being read may be looked at as it was, not changed", async () => {
  await open(textView({ stage: "reading", writable: false, moves: [] }));
  button(words.past.open).click();
  await shows(() => expect(text()).toContain(words.past.deposited(1)));
  button(words.past.deposited(1)).click();
  await shows(() => expect(document.querySelector(".past .prose")).not.toBeNull());
  expect(button(words.past.take).hidden).toBe(true);
});

test("without the class, the past says that it needs it", async () => {
  await open();
  served = false;
  button(words.past.open).click();
  await shows(() => expect(text()).toContain(words.past.away));
});

test("while an earlier moment is being taken up, nothing is typed", async () => {
  await open();
  room.silent = true;
  pad.file.sync.ask("bring_back", { seq: 4 });
  await shows(() => expect(text()).toContain(words.past.taking));
  expect(pad.file.writable).toBe(false);
});

test("moments are called in a child's words", () => {
  const now = new Date(2026, 10, 23, 14, 0);
  expect(momentName(new Date(2026, 10, 23, 10, 20), now)).toBe("aujourd'hui à\u00a010\u00a0h\u00a020");
  expect(momentName(new Date(2026, 10, 22, 9, 5), now)).toBe("hier à\u00a09\u00a0h\u00a005");
  expect(momentName(new Date(2026, 10, 9, 9, 0), now)).toBe("lundi 9 novembre à\u00a09\u00a0h\u00a000");
  const back = { at: "2026-11-22T09:05:00Z", by: "Ana" };
  expect(momentLabel({ ...MOMENTS[0]!, brought_back: back }).what).toContain("texte repris");
  expect(momentLabel(MOMENTS[1]!).what).toBe("1er jet déposé");
});
