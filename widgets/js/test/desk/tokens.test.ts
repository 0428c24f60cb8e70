import { describe, expect, test } from "vitest";
import { at, covering, extended, moved, rangeOf } from "../../desk/reading/selection";
import { nextWord, samePlaces, tokenAt, tokensOf } from "../../desk/reading/tokens";

const words = (plain: string) => tokensOf(plain).map(({ text }) => text);

describe("the words of a text", () => {
  test("an elided word is two words, a compound word is one", () => {
    expect(words("L'arbre d'aujourd'hui est peut-être là-bas, qu’il dit.")).toEqual([
      ..."L' arbre d' aujourd'hui est peut-être là-bas , qu’ il dit .".split(" "),
    ]);
  });

  test("places count code points, so that an emoji is one", () => {
    const [cat, , dog] = tokensOf("chat 🦊 chien");
    expect([cat.start, cat.end]).toEqual([0, 4]);
    expect([dog.start, dog.end]).toEqual([7, 12]);
  });

  test("a letter with a combining accent stays in its word", () => {
    expect(words("e\u0301cole")).toEqual(["e\u0301cole"]);
  });

  test("an empty text has no word to take", () => {
    expect(tokenAt(tokensOf(" \n "), 1)).toBe(-1);
  });

  test("a touch between two words takes the nearest one", () => {
    const tokens = tokensOf("le   chat");
    expect(tokenAt(tokens, 1)).toBe(0);
    expect(tokenAt(tokens, 4)).toBe(1);
    expect(tokenAt(tokens, 99)).toBe(1);
  });

  test("going on skips punctuation and stops at the ends", () => {
    const tokens = tokensOf("Oui ! Non.");
    expect(nextWord(tokens, 0, 1)).toBe(2);
    expect(nextWord(tokens, 2, 1)).toBe(2);
    expect(nextWord(tokens, 0, -1)).toBe(0);
  });
});

describe("what is taken", () => {
  const tokens = tokensOf("Le chat dort.\nIl rêve.");

  test("a passage goes from the first word to the last, in both directions", () => {
    expect(rangeOf(tokens, { anchor: 2, head: 0 })).toEqual({ start: 0, end: 12 });
  });

  test("a passage stays in its paragraph", () => {
    const stretched = extended(tokens, at(1), 5);
    expect(rangeOf(tokens, stretched)).toEqual({ start: 3, end: 13 });
  });

  test("Shift and an arrow keep the beginning", () => {
    expect(moved(tokens, at(0), 1, true)).toEqual({ anchor: 0, head: 1 });
    expect(moved(tokens, at(0), 1, false)).toEqual(at(1));
  });

  test("choosing a mark takes the words that it covers", () => {
    expect(covering(tokens, { start: 3, end: 12 })).toEqual({ anchor: 1, head: 2 });
    expect(covering(tokens, { start: 2, end: 3 })).toBeNull();
  });
});

describe("the same words elsewhere", () => {
  const tokens = tokensOf("Ses amis et ces chiens. ses Chats, ces chats.\nCes chats");

  test("are found whatever their capitals, without the place itself", () => {
    expect(samePlaces(tokens, { start: 0, end: 3 })).toEqual([{ start: 24, end: 27 }]);
  });

  test("may be several words of one paragraph", () => {
    const places = samePlaces(tokens, { start: 35, end: 44 });
    expect(places).toEqual([{ start: 46, end: 55 }]);
  });

  test("are not looked for when a whole passage or a sign is taken", () => {
    expect(samePlaces(tokens, { start: 0, end: 23 })).toEqual([]);
    expect(samePlaces(tokens, { start: 22, end: 23 })).toEqual([]);
  });
});
