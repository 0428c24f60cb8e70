import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Doc, XmlElement, XmlText } from "yjs";
import { anchorFromRange, bodyOf } from "../core/anchors";
import { schema } from "../core/schema";
import type { Annotation } from "../core/types";
import { words } from "../core/words.fr";
import { WritingPad } from "../editor/pad";
import { FakeClass, openDoor, textView } from "./fake_class";

const pads: WritingPad[] = [];
let room: FakeClass;
let number = 0;

function open(username: string): WritingPad {
  const pad = new WritingPad({ base: "/c/", text: "t", username, credentials: openDoor, openSocket: room.open });
  pads.push(pad);
  document.body.replaceChildren(pad.element);
  return pad;
}

function write(doc: Doc, sentence: string): void {
  const block = new XmlElement("block");
  block.setAttribute("kind", "paragraph");
  block.insert(0, [new XmlText(sentence)]);
  bodyOf(doc).insert(0, [block]);
}

function mark(sentence: string, words_: string, family = "word"): Annotation {
  const doc = schema.node("doc", null, [schema.node("block", null, schema.text(sentence))]);
  const from = 1 + sentence.indexOf(words_);
  const anchor = anchorFromRange(room.doc, doc, from, from + words_.length);
  const about = { text: "t", version: 1, type: null, comment: "Regarde la fin.", author: "m", created_at: "" };
  return { id: words_, family, ...about, anchor, outcome: null, confirmed: false, done: false };
}

const handedBack = (annotations: Annotation[], more = {}) =>
  textView({
    stage: "handed_back",
    version: 1,
    annotations,
    hand_backs: [{ number: 1, at: "2026-11-23T08:00:00Z", by: "m", comment: "Joli début !" }],
    ...more,
  });

const seen = (pad: WritingPad, selector: string) => pad.element.querySelector<HTMLElement>(selector)?.textContent ?? "";
const status = (pad: WritingPad) => seen(pad, ".status");
const editable = (pad: WritingPad) => pad.element.querySelector(".prose")?.getAttribute("contenteditable");
const shows = (check: () => void) => vi.waitFor(check, { timeout: 7_000 });
const button = (pad: WritingPad, name: string) =>
  [...pad.element.querySelectorAll("button")].find((one) => `${one.ariaLabel ?? one.textContent}`.includes(name))!;

beforeEach(() => {
  localStorage.clear();
  room = new FakeClass();
  number += 1;
});

afterEach(() => {
  for (const pad of pads.splice(0)) pad.destroy();
});

describe("the text is always somewhere", () => {
  test("a text that the class answers for can be written in, and says where it is kept", async () => {
    write(room.doc, "Le chat");
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.saved));
    expect(seen(pad, ".prose")).toBe("Le chat");
    expect(editable(pad)).toBe("true");
  });

  test("a text that is not here yet is not written in before the class has answered", async () => {
    room.reachable = false;
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.searching));
    expect(editable(pad)).toBe("false");
  });

  test("a text that the tablet keeps is shown and written in without the class", async () => {
    write(room.doc, "Le chat");
    const first = open(`ana${number}`);
    await shows(() => expect(status(first)).toBe(words.state.saved));
    first.destroy();
    room.cut();
    const again = open(`ana${number}`);
    await shows(() => expect(status(again)).toBe(words.state.kept));
    expect(seen(again, ".prose")).toBe("Le chat");
    expect(editable(again)).toBe("true");
  });

  test("another pupil of the same tablet does not see it", async () => {
    write(room.doc, "Le chat");
    const first = open(`ana${number}`);
    await shows(() => expect(status(first)).toBe(words.state.saved));
    room.cut();
    const other = open(`bob${number}`);
    await shows(() => expect(status(other)).toBe(words.state.searching));
    expect(seen(other, ".prose")).toBe("");
  });
});

test("« Enregistré » goes with the first letter, not a moment later", async () => {
  write(room.doc, "Le chat");
  const pad = open(`ana${number}`);
  await shows(() => expect(status(pad)).toBe(words.state.saved));
  (bodyOf(pad.file.doc).get(0) as XmlElement).insert(0, [new XmlText("Hier, ")]);
  expect(status(pad)).toBe(words.state.saving);
});

describe("depositing", () => {
  async function deposit(pad: WritingPad): Promise<void> {
    button(pad, words.submit).click();
    await shows(() => expect(button(pad, words.confirmYes)).toBeDefined());
    button(pad, words.confirmYes).click();
  }

  test("an empty text is not deposited", async () => {
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.saved));
    button(pad, words.submit).click();
    expect(seen(pad, ".warning")).toBe(words.emptyText);
  });

  test("a deposited text is read-only, says so, and can be taken back", async () => {
    write(room.doc, "Le chat");
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.saved));
    room.view = textView({ stage: "submitted", writable: false, version: 1, moves: ["take_back"] });
    await deposit(pad);
    await shows(() => expect(seen(pad, ".notice")).toContain(words.notice.submitted.title));
    expect(editable(pad)).toBe("false");
    expect(button(pad, words.takeBack)).toBeDefined();
  });

  test("without the class, the deposit waits, says so, and can be given up", async () => {
    write(room.doc, "Le chat");
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.saved));
    room.cut();
    await deposit(pad);
    await shows(() => expect(seen(pad, ".notice")).toContain(words.willSubmit));
    expect(editable(pad)).toBe("false");
    button(pad, words.cancelSubmit).click();
    await shows(() => expect(editable(pad)).toBe("true"));
  });

  test("a refusal is told in the words of the class", async () => {
    write(room.doc, "Le chat");
    const pad = open(`ana${number}`);
    await shows(() => expect(status(pad)).toBe(words.state.saved));
    room.refuseNext = "wrong_stage";
    await deposit(pad);
    await shows(() => expect(seen(pad, ".warning")).toBe("Non."));
  });
});

describe("correcting", () => {
  const TEXT = "Les chat mange.";

  async function corrected(more = {}): Promise<WritingPad> {
    write(room.doc, TEXT);
    room.view = handedBack([mark(TEXT, "chat"), mark(TEXT, "mange", "verb")], more);
    const pad = open(`ana${number}`);
    await shows(() => expect(pad.element.querySelectorAll("mark")).toHaveLength(2));
    return pad;
  }

  test("the marks are on the pupil's own text, with the teacher's word and what is left by family", async () => {
    const pad = await corrected();
    expect(editable(pad)).toBe("true");
    expect(seen(pad, ".teacher-says")).toContain("Joli début !");
    expect(seen(pad, ".notes h2")).toBe(words.leftToReview(2));
    expect([...pad.element.querySelectorAll(".family h3")].map((one) => one.textContent)).toEqual([
      "DMot1 à revoir",
      "VVerbe1 à revoir",
    ]);
  });

  test("a tapped mark tells its kind, its hint and the teacher's word", async () => {
    const pad = await corrected();
    pad.element.querySelector<HTMLElement>("mark")!.click();
    expect(seen(pad, ".note-card")).toContain("Mot");
    expect(seen(pad, ".note-card")).toContain("Regarde la fin.");
  });

  test("« C'est corrigé » counts at once, and the mark stays, calmer", async () => {
    const pad = await corrected();
    pad.element.querySelector<HTMLElement>("mark")!.click();
    button(pad, words.fixed).click();
    await shows(() => expect(pad.element.querySelectorAll("mark.annotated-done")).toHaveLength(1));
    expect(room.heard.find((said) => said.k === "do")).toMatchObject({ verb: "mark", annotation: "chat", done: true });
  });

  test("F8 walks through the marks in the order of the text, and comes back to the first", async () => {
    const pad = await corrected();
    const walk = () => pad.element.dispatchEvent(new KeyboardEvent("keydown", { key: "F8" }));
    const names = [0, 1, 2].map(() => (walk(), seen(pad, ".note-card h2")));
    expect(names).toEqual(["Mot", "Verbe", "Mot"]);
  });

  test("a pupil who is to find the kind himself sees places only", async () => {
    const pad = await corrected({ help_level: "1" });
    expect([...pad.element.querySelectorAll<HTMLElement>("mark")].map((one) => one.dataset.letter)).toEqual(["", ""]);
    expect(seen(pad, ".family h3")).toContain(words.otherPlace);
  });

  test("a mark that the teacher confirmed as fixed is done", async () => {
    const fixed = { ...mark(TEXT, "chat"), outcome: "fixed" as const, confirmed: true };
    const pad = await corrected({ annotations: [fixed, mark(TEXT, "mange", "verb")] });
    expect(seen(pad, ".notes h2")).toBe(words.leftToReview(1));
  });

  test("an accepted text shows its marks and asks for nothing more", async () => {
    const pad = await corrected({ stage: "accepted", moves: ["start_layout"] });
    expect(seen(pad, ".notes h2")).toBe(words.marked);
    expect(seen(pad, ".notes")).not.toContain("à revoir");
  });
});

test("opening and looking writes nothing in the class", async () => {
  write(room.doc, "Le chat");
  room.view = handedBack([mark("Le chat", "chat")]);
  const pad = open(`ana${number}`);
  await shows(() => expect(pad.element.querySelectorAll("mark")).toHaveLength(1));
  pad.element.querySelector<HTMLElement>("mark")!.click();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(room.updates).toBe(0);
});
