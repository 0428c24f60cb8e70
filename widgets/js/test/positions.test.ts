import { describe, expect, test } from "vitest";
import { codePoints, plainText, textBetween, toOffset, toPosition, utf16Index } from "../core/positions";
import { schema } from "../core/schema";

const block = (...content: Parameters<typeof schema.node>[2][]) => schema.node("block", null, content.flat() as never);
const doc = schema.node("doc", null, [
  block(schema.text("Le 🦊 rêve")),
  block(),
  block(schema.text("a"), schema.node("picture", { asset: "x" }), schema.node("line_break"), schema.text("b")),
]);

test("the plain text joins blocks with a line feed, and counts pictures and line breaks", () => {
  expect(plainText(doc)).toBe("Le 🦊 rêve\n\na\ufffc\u2028b");
});

describe("places", () => {
  test("every code point has a position, and the position gives it back", () => {
    const length = codePoints(plainText(doc));
    for (let place = 0; place <= length; place++) expect(toOffset(doc, toPosition(doc, place))).toBe(place);
  });

  test("after an emoji, places and positions differ", () => {
    expect(toPosition(doc, 4)).toBe(1 + "Le 🦊".length);
    expect(textBetween(doc, toPosition(doc, 5), toPosition(doc, 9))).toBe("rêve");
  });

  test("a place past the end is the end", () => {
    expect(toPosition(doc, 1_000)).toBe(doc.content.size - 1);
    expect(toOffset(doc, doc.content.size)).toBe(codePoints(plainText(doc)));
  });
});

test("half a character counts as one, as in Python", () => {
  expect(codePoints("a\ud83e")).toBe(2);
  expect(utf16Index("🦊a", 1)).toBe(2);
});
