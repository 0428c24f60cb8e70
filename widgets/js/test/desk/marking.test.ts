import { expect, test } from "vitest";
import { applyUpdate, Doc, type XmlElement, type XmlText } from "yjs";
import { resolvePair } from "../../core/anchors";
import { fromBase64 } from "../../core/bytes";
import { toOffset } from "../../core/positions";
import type { Outgoing } from "../../desk/outbox";
import { anchorsOn } from "../../desk/reading/anchoring";
import { Marking } from "../../desk/reading/marking";
import { at } from "../../desk/reading/selection";
import { documentOf, PALETTE, versionOf } from "./made";

const [WORD, VERB] = PALETTE.families;
const LINES = ["Le 🦊 mange des pome.", "", "Les pome son bonnes."];

function desk(lines = LINES, waiting: Outgoing[] = []) {
  const version = versionOf(lines);
  const sent: Outgoing[] = [];
  const outbox = { add: (...requests: Outgoing[]) => void sent.push(...requests), pending: () => waiting };
  const anchor = anchorsOn(version.ydoc, documentOf(lines));
  let ids = 0;
  const newId = () => `m${++ids}`;
  const marking = new Marking({ version, outbox, author: "claire", anchor, newId, onChange: () => {} });
  const take = (text: string) => marking.take(at(marking.tokens.findIndex((token) => token.text === text)));
  const exact = () => marking.marks.map((mark) => mark.anchor.exact);
  return { marking, sent, take, exact, version };
}

test("a family given with the keyboard marks the word and goes on to the next", () => {
  const { marking, take, sent } = desk();
  take("mange");
  const mark = marking.give(VERB, true);
  expect(mark?.anchor).toMatchObject({ start: 5, end: 10, exact: "mange", prefix: "Le 🦊 " });
  expect(marking.range).toEqual({ start: 11, end: 14 });
  expect(marking.shown?.id).toBe("m1");
  expect(sent).toMatchObject([{ method: "POST", path: "api/texts/t1/versions/1/annotations", body: { id: "m1" } }]);
});

test("a family given with a button keeps the mark in hand, so that another button changes its family", () => {
  const { marking, take, sent } = desk();
  take("mange");
  marking.give(WORD, false);
  marking.give(VERB, false);
  expect(marking.marks).toHaveLength(1);
  expect(marking.marks[0].family).toBe("verb");
  expect(sent.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
});

test("nothing is marked while nothing is taken", () => {
  const { marking, sent } = desk();
  expect(marking.give(WORD, true)).toBeNull();
  expect(sent).toEqual([]);
});

test("undo takes back the last gesture, redo makes it again, and both are stored", () => {
  const { marking, take, sent, exact } = desk();
  take("mange");
  marking.give(VERB, true);
  take("pome");
  marking.give(WORD, true);
  marking.undo();
  expect(exact()).toEqual(["mange"]);
  marking.redo();
  expect(exact()).toEqual(["mange", "pome"]);
  expect(sent.map(({ method }) => method)).toEqual(["POST", "POST", "DELETE", "POST"]);
  expect(marking.redo()).toBe(false);
});

test("a new gesture after an undo forgets what was undone", () => {
  const { marking, take } = desk();
  take("mange");
  marking.give(VERB, true);
  marking.undo();
  take("pome");
  marking.give(WORD, true);
  expect(marking.canRedo).toBe(false);
});

test("a deleted mark comes back with its comment", () => {
  const { marking, take } = desk();
  take("mange");
  const mark = marking.give(VERB, false);
  marking.setComment(marking.marks[0], "Qui mange ?");
  marking.remove(marking.marks[0]);
  expect(marking.marks).toEqual([]);
  marking.undo();
  expect(marking.marks[0]).toMatchObject({ id: mark?.id, comment: "Qui mange ?" });
});

test("the same wrong word is marked everywhere in one gesture, and one undo takes all of them back", () => {
  const { marking, take, exact } = desk();
  take("pome");
  marking.give(WORD, false);
  const mark = marking.marks[0];
  marking.setType(mark, "fine");
  expect(marking.elsewhere(marking.marks[0])).toHaveLength(1);
  expect(marking.everywhere(marking.marks[0])).toBe(1);
  expect(exact()).toEqual(["pome", "pome"]);
  expect(marking.marks[1].type).toBe("fine");
  expect(marking.elsewhere(marking.marks[0])).toHaveLength(0);
  marking.undo();
  expect(exact()).toEqual(["pome"]);
});

test("touching a word again reaches the passage that covers it", () => {
  const { marking } = desk();
  marking.take({ anchor: 0, head: 2 });
  const passage = marking.give(WORD, false);
  const token = marking.tokens.findIndex(({ text }) => text === "mange");
  marking.touch(token);
  expect(marking.chosen).toBeNull();
  marking.touch(token);
  expect(marking.chosen).toBe(passage?.id);
  marking.touch(token);
  expect(marking.chosen).toBeNull();
});

test("a word marked twice bears two marks", () => {
  const { marking, take } = desk();
  take("son");
  marking.give(WORD, false);
  marking.another();
  marking.give(VERB, false);
  expect(marking.marks.map(({ family }) => family)).toEqual(["word", "verb"]);
});

test("after a reload the marks not yet stored are still there", () => {
  const first = desk();
  first.take("mange");
  first.marking.give(WORD, false);
  first.marking.give(VERB, false);
  first.take("son");
  first.marking.give(WORD, false);
  first.marking.remove(first.marking.marks[1]);
  const second = desk(LINES, first.sent);
  expect(second.marking.marks).toMatchObject([{ id: "m1", family: "verb", anchor: { exact: "mange" } }]);
});

test("an anchor finds its words again in the pupil's text after he typed before them", () => {
  const { marking, take, version } = desk();
  take("son");
  const mark = marking.give(WORD, false);
  const living = new Doc();
  applyUpdate(living, fromBase64(version.ydoc));
  const first = (living.getXmlFragment("body").get(0) as XmlElement).get(0) as XmlText;
  first.insert(0, "Bonjour 🦊 ! ");
  const lines = [`Bonjour 🦊 ! ${LINES[0]}`, ...LINES.slice(1)];
  const found = resolvePair(living, mark?.anchor.relative as [string, string]);
  const document = documentOf(lines);
  const [start, end] = [toOffset(document, found?.from ?? 0), toOffset(document, found?.to ?? 0)];
  expect(Array.from(lines.join("\n")).slice(start, end).join("")).toBe("son");
});

test("every anchor made is resolved to the same place in the frozen document", () => {
  const { marking, version } = desk();
  const frozen = new Doc();
  applyUpdate(frozen, fromBase64(version.ydoc));
  const document = documentOf(LINES);
  for (const [i] of marking.tokens.entries()) {
    marking.take(at(i));
    const anchor = marking.give(WORD, false)?.anchor;
    const found = resolvePair(frozen, anchor?.relative as [string, string]);
    expect([toOffset(document, found?.from ?? 0), toOffset(document, found?.to ?? 0)]).toEqual([
      anchor?.start,
      anchor?.end,
    ]);
  }
});
