import { describe, expect, test } from "vitest";
import { passwordProblem } from "../../desk/classroom/password";
import { grouped, nextToRead } from "../../desk/pile/grouping";
import { BLANK, bodyOf, draftOf, problemsOf } from "../../desk/project/draft";
import { wordDiff } from "../../desk/reading/diff";
import { familyOf, shortcutOf } from "../../desk/reading/keys";
import { hashOf, placeOf } from "../../desk/router";
import { since } from "../../desk/when";
import { PALETTE, row } from "./made";

describe("the pile", () => {
  const rows = [
    row("begun", { stage: "reading", priority: 1 }),
    row("late", { priority: 3 }),
    row("oldest", { priority: 2 }),
    row("ready", { stage: "reading", ready: true }),
    row("typing", { stage: "writing", version: 0, words: 12 }),
    row("blank", { stage: "writing", version: 0, words: 0 }),
    row("corrects", { stage: "revising", version: 1 }),
    row("done", { stage: "published" }),
  ];

  test("has first the texts to read, in the order of the service", () => {
    expect(grouped(rows).to_read.map(({ text }) => text)).toEqual(["begun", "oldest", "late"]);
  });

  test("keeps apart what is ready, what is with the pupils, what is not begun and what is accepted", () => {
    const { ready, with_pupil, not_started, accepted } = grouped(rows);
    expect([ready, with_pupil, not_started, accepted].map((group) => group.map(({ text }) => text))).toEqual([
      ["ready"],
      ["corrects", "typing"],
      ["blank"],
      ["done"],
    ]);
  });

  test("gives the next text, another than the one in hand, or none", () => {
    expect(nextToRead(rows)?.text).toBe("begun");
    expect(nextToRead(rows, "begun")?.text).toBe("oldest");
    expect(nextToRead([rows[3]])).toBeNull();
  });
});

describe("two versions compared", () => {
  const kinds = (before: string, after: string) => wordDiff(before, after).map(({ kind, text }) => `${kind}:${text}`);

  test("show the words that went and those that came", () => {
    expect(kinds("Le cha dort.", "Le chat dort bien.")).toEqual([
      "same:Le ",
      "gone:cha",
      "new:chat",
      "same: dort",
      "new: bien",
      "same:.",
    ]);
  });

  test("are one piece when nothing changed, and nothing when both are empty", () => {
    expect(kinds("Le chat.", "Le chat.")).toEqual(["same:Le chat."]);
    expect(kinds("", "")).toEqual([]);
  });

  test("lose no letter of either version", () => {
    const [before, after] = ["Un 🦊 et\ndeux chats !", "Deux chats, un\n\n🦊 roux"];
    const pieces = wordDiff(before, after);
    const side = (drop: string) => pieces.filter(({ kind }) => kind !== drop).map(({ text }) => text);
    expect(side("new").join("")).toBe(before);
    expect(side("gone").join("")).toBe(after);
  });

  test("of a very long text that changed everywhere are still told apart", () => {
    const [before, after] = ["a b ".repeat(4000), "c d ".repeat(4000)];
    expect(
      wordDiff(before, after)
        .filter(({ kind }) => kind === "gone")
        .map(({ text }) => text)
        .join(""),
    ).toBe(before.trimEnd());
  });
});

describe("the keyboard", () => {
  const key = (options: KeyboardEventInit) => new KeyboardEvent("keydown", options);

  test("gives a family by its figure, on a French keyboard too", () => {
    expect(familyOf(key({ code: "Digit4", key: "'" }), PALETTE)?.code).toBe("verb");
    expect(familyOf(key({ code: "Numpad1", key: "1" }), PALETTE)?.code).toBe("word");
    expect(familyOf(key({ code: "Digit9", key: "ç" }), PALETTE)).toBeUndefined();
  });

  test("gives Bravo by 7 or by a star", () => {
    expect(familyOf(key({ code: "Backslash", key: "*" }), PALETTE)?.code).toBe("bravo");
    expect(familyOf(key({ code: "Digit7", key: "è" }), PALETTE)?.code).toBe("bravo");
  });

  test("leaves the browser its own shortcuts", () => {
    expect(familyOf(key({ code: "Digit1", key: "1", ctrlKey: true }), PALETTE)).toBeUndefined();
    expect(shortcutOf(key({ key: "r", ctrlKey: true }))).toBeNull();
  });

  test("undoes and redoes in both usual ways", () => {
    expect(shortcutOf(key({ key: "z", ctrlKey: true }))).toBe("undo");
    expect(shortcutOf(key({ key: "Z", ctrlKey: true, shiftKey: true }))).toBe("redo");
    expect(shortcutOf(key({ key: "y", metaKey: true }))).toBe("redo");
  });
});

describe("a writing project", () => {
  const today = new Date(2026, 10, 23);

  test("needs a title, a prompt and pupils, and no day already past", () => {
    const draft = { ...BLANK, title: "  ", everyone: false, due: "2026-11-22" };
    expect(problemsOf(draft, today)).toEqual(["title", "prompt", "pupils", "due"]);
  });

  test("may keep a day that has passed since it was given", () => {
    const draft = { ...BLANK, title: "Un loup", prompt: "Raconte.", due: "2026-11-02" };
    expect(problemsOf(draft, today, "2026-11-02")).toEqual([]);
  });

  test("ends with its day, and shows the same day again", () => {
    const sent = bodyOf({ ...BLANK, title: " Un loup ", prompt: "Raconte.", due: "2026-12-01" });
    expect(new Date(sent.due as string)).toEqual(new Date(2026, 11, 1, 23, 59, 59));
    const given = { ...sent, id: "a", classroom: "c", created_at: "" } as unknown as Parameters<typeof draftOf>[0];
    expect(draftOf(given)).toMatchObject({ title: "Un loup", due: "2026-12-01", everyone: true });
  });
});

describe("small words", () => {
  test("times are said as in a classroom", () => {
    const now = new Date(2026, 10, 23, 14, 0);
    const ago = (...at: [number, number, number, number, number]) => since(new Date(...at).toISOString(), now);
    expect(ago(2026, 10, 23, 14, 0)).toBe("à l'instant");
    expect(ago(2026, 10, 23, 13, 40)).toBe("il y a 20 min");
    expect(ago(2026, 10, 23, 9, 30)).toBe("il y a 4 h");
    expect(ago(2026, 10, 22, 14, 5)).toBe("hier à 14:05");
    expect(ago(2026, 10, 12, 8, 0)).toBe("le 12 novembre");
  });

  test("an address leads to its screen and back", () => {
    for (const hash of ["#/pile", "#/texte/t1", "#/projet/nouveau", "#/projet/a1", "#/classe"])
      expect(hashOf(placeOf(hash))).toBe(hash);
    expect(placeOf("#/nowhere")).toEqual({ screen: "pile" });
  });

  test("a new password is long enough and typed twice alike", () => {
    expect(passwordProblem("court", "court")).toContain("dix");
    expect(passwordProblem("assez-long-1", "assez-long-2")).toContain("pas les mêmes");
    expect(passwordProblem("assez-long-1", "assez-long-1")).toBeNull();
  });
});
