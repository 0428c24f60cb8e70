import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { XmlElement, XmlText } from "yjs";
import { anchorFromRange, bodyOf } from "../core/anchors";
import { schema } from "../core/schema";
import type { Annotation } from "../core/types";
import { words } from "../core/words.fr";
import { linesOf } from "../editor/line_counts";
import { WritingPad } from "../editor/pad";
import { FakeClass, openDoor, PALETTE, textView } from "./fake_class";

const TEXT = "Les chat mange.";
const BRAVO = { ...PALETTE.families[0]!, code: "bravo", letter: "★", label: "Bravo", shape: "star", positive: true };
const families = [...PALETTE.families.map((one) => ({ ...one, hint: "Relis.", tool: "Le tableau." })), BRAVO];

let room: FakeClass;
let pad: WritingPad;
let number = 0;

function mark(words_: string, family: string): Annotation {
  const doc = schema.node("doc", null, [schema.node("block", null, schema.text(TEXT))]);
  const from = 1 + TEXT.indexOf(words_);
  const anchor = anchorFromRange(room.doc, doc, from, from + words_.length);
  const about = { text: "t", version: 1, type: null, comment: "", author: "m", created_at: "" };
  return { id: words_, family, ...about, anchor, outcome: null, confirmed: false, done: false };
}

/** A text handed back at this level of help, with a mark on a word and another on a verb, and a compliment. */
async function handedBack(help_level: string): Promise<void> {
  const block = new XmlElement("block");
  block.insert(0, [new XmlText(TEXT)]);
  bodyOf(room.doc).insert(0, [block]);
  const annotations = [mark("chat", "word"), mark("mange", "verb"), mark("Les", "bravo")];
  const palette = { families } as typeof PALETTE;
  room.view = textView({ stage: "handed_back", version: 1, annotations, palette, help_level });
  pad = new WritingPad({
    base: "/c/",
    text: "t",
    username: `ana-help-${++number}`,
    credentials: openDoor,
    openSocket: room.open,
  });
  document.body.replaceChildren(pad.element);
  await vi.waitFor(() => expect(all(".family").length).toBeGreaterThan(0), { timeout: 7_000 });
  await vi.waitFor(() => expect(all("mark").length).toBeGreaterThan(0), { timeout: 7_000 });
}

const all = (selector: string) => [...pad.element.querySelectorAll<HTMLElement>(selector)];
const seen = (selector: string) => all(selector)[0]?.textContent ?? "";
const letters = () => all("mark").map((one) => [one.textContent, one.dataset.letter]);

beforeEach(() => {
  localStorage.clear();
  room = new FakeClass();
});
afterEach(() => pad?.destroy());

test("at level 0 a pupil sees how many marks of each kind a line has, and no place but a compliment's", async () => {
  await handedBack("0");
  expect(letters()).toEqual([["Les", ""]]);
  expect(all(".line-count span").map((one) => one.textContent)).toEqual(["1 D", "1 V"]);
  expect(all(".note").map((one) => one.textContent)).toEqual([words.quote("Les")]);
});

test("at level 0 the count opens a card that does not tell the place, and goes down when a mark is corrected", async () => {
  await handedBack("0");
  all(".line-count")[0]!.click();
  expect(seen(".note-card")).toContain("Mot");
  expect(seen(".note-card")).toContain(words.findOnLine);
  expect(seen(".note-card")).not.toContain("chat");
  all(".fixed")[0]!.click();
  await vi.waitFor(() => expect(all(".line-count span").map((one) => one.textContent)).toEqual(["1 V"]));
});

test("at level 1 a pupil sees the places without their kind, and no hint that would tell it", async () => {
  await handedBack("1");
  expect(letters()).toEqual([
    ["Les", ""],
    ["chat", ""],
    ["mange", ""],
  ]);
  expect(all("mark.shape-star")).toHaveLength(1);
  all("mark")[1]!.click();
  expect(seen(".note-card")).toContain(words.otherPlaceHint);
  expect(seen(".note-card")).not.toContain("Relis.");
  expect(all(".ask-hint")).toHaveLength(0);
});

test("at level 2 the place and the kind are seen, the hint is there when it is asked for, and the class is told", async () => {
  await handedBack("2");
  expect(letters()[1]).toEqual(["chat", "D"]);
  all("mark")[1]!.click();
  expect(seen(".note-card")).not.toContain("Relis.");
  all(".ask-hint")[0]!.click();
  expect(seen(".note-card")).toContain("Relis.");
  expect(seen(".note-card")).toContain("Le tableau.");
  const asked = room.heard.find((said) => said.k === "do");
  expect(asked).toMatchObject({ verb: "help", annotation: "chat", level: "3" });
});

test.each(["3", "4"])("at level %s hint and tool are there at once", async (level) => {
  await handedBack(level);
  all("mark")[1]!.click();
  expect(seen(".note-card")).toContain("Relis.");
  expect(seen(".note-card")).toContain("Le tableau.");
});

test("marks are counted by line, from the top, and one that has no place is not counted", () => {
  const [low, high, beside, gone] = ["low", "high", "beside", "gone"].map((words_) => ({ id: words_ }) as Annotation);
  const heights: Record<string, number | null> = { low: 120, high: 24, beside: 30, gone: null };
  const lines = linesOf([low!, high!, beside!, gone!], (one) => heights[one.id]!);
  expect(lines.map((line) => line.marks.map((one) => one.id))).toEqual([["high", "beside"], ["low"]]);
});
