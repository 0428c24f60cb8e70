import { joinBackward, splitBlock, toggleMark } from "prosemirror-commands";
import { type Command, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { redo, undo, yUndoPluginKey } from "y-prosemirror";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { anchorFromRange } from "../core/anchors";
import { plainText, textBetween, toPosition } from "../core/positions";
import { schema, toggleKind } from "../core/schema";
import type { Annotation } from "../core/types";
import { createEditor } from "../editor/editor";
import { helpOf } from "../editor/help";
import { placeOf, setMarking } from "../editor/marking";
import { storedAnchors } from "../editor/places";
import { PALETTE } from "./fake_class";

const open: EditorView[] = [];

function editorOf(ydoc: Doc): EditorView {
  const options = { ydoc, label: "", base: "/", editable: () => true, onChange: () => {}, onTooLong: () => {} };
  const view = createEditor(document.body.appendChild(document.createElement("div")), options);
  open.push(view);
  return view;
}

function write(view: EditorView, text: string): void {
  const blocks = text.split("\n").map((line) => schema.node("block", null, line ? schema.text(line) : undefined));
  view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, blocks));
}

function annotation(view: EditorView, ydoc: Doc, from: number, to: number, id = "m"): Annotation {
  const { doc } = view.state;
  const anchor = anchorFromRange(ydoc, doc, toPosition(doc, from), toPosition(doc, to));
  const about = { text: "t", version: 1, family: "word", type: null, comment: "", author: "m", created_at: "" };
  return { id, ...about, anchor, outcome: null, confirmed: false, done: false };
}

const marking = (annotations: Annotation[]) => ({
  annotations,
  palette: PALETTE,
  done: new Set<string>(),
  current: null,
  help: helpOf("2"),
});

/** A text with one mark, written "Le [chat] dort". */
class Marked {
  readonly ydoc = new Doc();
  readonly view = editorOf(this.ydoc);
  readonly mark: Annotation;

  constructor(text: string) {
    write(this.view, text.replace(/[[\]]/g, ""));
    yUndoPluginKey.getState(this.view.state)!.undoManager.stopCapturing();
    this.mark = annotation(this.view, this.ydoc, text.indexOf("["), text.indexOf("]") - 1);
    setMarking(this.view, marking([this.mark]));
  }

  get text(): string {
    return shown(this.view, this.mark);
  }

  at(place: string, side: "before" | "after" = "before"): number {
    const index = plainText(this.view.state.doc).indexOf(place) + (side === "after" ? place.length : 0);
    return toPosition(this.view.state.doc, index);
  }

  select(from: number, to = from): void {
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, from, to)));
  }

  type(words: string): void {
    for (const letter of words) this.view.dispatch(this.view.state.tr.insertText(letter));
  }

  run(command: Command): void {
    command(this.view.state, this.view.dispatch, this.view);
  }

  backspace(times: number): void {
    for (let i = 0; i < times; i++) {
      const { from } = this.view.state.selection;
      this.view.dispatch(this.view.state.tr.delete(from - 1, from));
    }
  }

  press(key: string): void {
    const event = new KeyboardEvent("keydown", { key });
    this.view.someProp("handleKeyDown", (handle) => handle(this.view, event));
  }
}

function shown(view: EditorView, mark: Annotation): string {
  const { doc } = view.state;
  const place = placeOf(view.state, mark);
  if (!place) return `${plainText(doc)} (nowhere)`;
  const end = doc.content.size;
  const inside = textBetween(doc, place.from, place.to);
  return `${textBetween(doc, 0, place.from)}[${inside}]${textBetween(doc, place.to, end)}`;
}

/** What the text looks like in another window that hears of it afterwards. */
function elsewhere({ ydoc, mark }: Marked): string {
  vi.advanceTimersByTime(200);
  const other = new Doc();
  applyUpdate(other, encodeStateAsUpdate(ydoc));
  const view = editorOf(other);
  vi.advanceTimersByTime(200);
  setMarking(view, marking([mark]));
  return shown(view, mark);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const view of open.splice(0)) view.destroy();
  document.body.replaceChildren();
  vi.useRealTimers();
});

type Act = (text: Marked) => void;
const retype =
  (word: string): Act =>
  (text) => {
    text.select(text.at("chat", "after"));
    text.backspace(4);
    text.type(word);
  };

const OPERATIONS: [string, string, Act, string][] = [
  ["typing before", "Le [chat] dort", (t) => (t.select(t.at("Le")), t.type("Oh ! ")), "Oh ! Le [chat] dort"],
  [
    "typing a word just before",
    "Le [chat] dort",
    (t) => (t.select(t.at("chat")), t.type("gros ")),
    "Le gros [chat] dort",
  ],
  ["typing after", "Le [chat] dort", (t) => (t.select(t.at("dort", "after")), t.type(" bien")), "Le [chat] dort bien"],
  [
    "a letter at the end",
    "Les [chat] dorment",
    (t) => (t.select(t.at("chat", "after")), t.type("s")),
    "Les [chats] dorment",
  ],
  ["a letter at the start", "Le [hat] dort", (t) => (t.select(t.at("hat")), t.type("c")), "Le [chat] dort"],
  ["a letter inside", "Le [cat] dort", (t) => (t.select(t.at("at")), t.type("h")), "Le [chat] dort"],
  ["a sign at the end", "Le [chat] dort", (t) => (t.select(t.at("chat", "after")), t.type(",")), "Le [chat], dort"],
  [
    "cutting one word in three",
    "[ilya] un chat",
    (t) => (t.select(t.at("lya", "before") + 1), t.type(" "), t.select(t.at("a un")), t.type(" ")),
    "[il y a] un chat",
  ],
  [
    "deleting letter by letter",
    "Le [chat] dort",
    (t) => (t.select(t.at("chat", "after")), t.backspace(4)),
    "Le [] dort",
  ],
  [
    "deleting a passage and retyping it",
    "[Le chat] dort",
    (t) => (t.select(t.at("chat", "after")), t.backspace(7), t.type("Un chien noir")),
    "[Un chien] noir dort",
  ],
  [
    "typing over a passage",
    "[Le chat] dort",
    (t) => (t.select(t.at("Le"), t.at("chat", "after")), t.type("Un gros chien")),
    "[Un gros] chien dort",
  ],
  [
    "leaving a passage half retyped",
    "[Le chat] dort",
    (t) => (t.select(t.at("Le"), t.at("chat", "after")), t.type("Il"), t.select(t.at("dort")), t.type("bien ")),
    "[Il] bien dort",
  ],
  ["deleting and retyping", "Le [chat] dort", retype("chien"), "Le [chien] dort"],
  [
    "selecting the word and typing over it",
    "Le [chat] dort",
    (t) => (t.select(t.at("chat"), t.at("chat", "after")), t.type("chien")),
    "Le [chien] dort",
  ],
  [
    "typing over more than the word",
    "Le [chat] dort",
    (t) => (t.select(t.at("Le chat"), t.at("chat", "after")), t.type("Un")),
    "[Un] dort",
  ],
  ["Enter before the word", "Le [chat] dort", (t) => (t.select(t.at("chat")), t.press("Enter")), "Le \n[chat] dort"],
  ["Enter inside the word", "Le [chat] dort", (t) => (t.select(t.at("at ")), t.press("Enter")), "Le [ch\nat] dort"],
  ["joining two paragraphs", "Le\n[chat] dort", (t) => (t.select(t.at("chat")), t.run(joinBackward)), "[Lechat] dort"],
  ["making a title", "Le [chat] dort", (t) => t.run(toggleKind("title")), "Le [chat] dort"],
  ["making a list", "Le [chat] dort", (t) => t.run(toggleKind("bullet")), "Le [chat] dort"],
  [
    "another word that looks the same",
    "Un chat. Le [chat] dort. Un chat.",
    (t) => (t.select(t.at("Un")), t.type("Oui. ")),
    "Oui. Un chat. Le [chat] dort. Un chat.",
  ],
  [
    "undoing a deletion",
    "Le [chat] dort",
    (t) => (t.select(t.at("chat", "after")), t.backspace(4), t.run(undo)),
    "Le [chat] dort",
  ],
  [
    "undoing a deletion that was already kept",
    "Le [chat] dort",
    (t) => (t.select(t.at("chat", "after")), t.backspace(4), vi.advanceTimersByTime(200), t.run(undo)),
    "Le [chat] dort",
  ],
  [
    "undoing and doing again",
    "Le [chat] dort",
    (t) => (retype("chien")(t), t.run(undo), t.run(redo)),
    "Le [chien] dort",
  ],
  ["undoing a title", "Le [chat] dort", (t) => (t.run(toggleKind("title")), t.run(undo)), "Le [chat] dort"],
  [
    "a passage that grows inside",
    "[Le chat dort]. Fin.",
    (t) => (t.select(t.at("dort")), t.type("noir ")),
    "[Le chat noir dort]. Fin.",
  ],
  [
    "a sign that is changed",
    "Bonjour[,] dit-il",
    (t) => (t.select(t.at(","), t.at(",", "after")), t.type(".")),
    "Bonjour[.] dit-il",
  ],
];

describe("a mark follows its words through", () => {
  test.each(OPERATIONS)("%s", (_, before, act, after) => {
    const text = new Marked(before);
    act(text);
    expect(text.text).toBe(after);
  });
});

describe("another window shows the mark at the same words after", () => {
  const BLANK = "Le [] dort";
  test.each(OPERATIONS.filter(([, , , after]) => after !== BLANK))("%s", (_, before, act, after) => {
    const text = new Marked(before);
    act(text);
    expect(elsewhere(text)).toBe(after);
  });
});

test("opening a text with marks writes nothing into it", () => {
  const text = new Marked("Le [chat] dort");
  let updates = 0;
  text.ydoc.on("update", () => updates++);
  vi.advanceTimersByTime(1_000);
  expect(updates).toBe(0);
  expect(storedAnchors(text.ydoc).size).toBe(0);
});

test("what another window writes beside a mark does not move it", () => {
  const text = new Marked("Le [chat] dort");
  const other = new Doc();
  applyUpdate(other, encodeStateAsUpdate(text.ydoc));
  const view = editorOf(other);
  view.dispatch(view.state.tr.insertText("Oh ! ", 1));
  applyUpdate(text.ydoc, encodeStateAsUpdate(other));
  expect(text.text).toBe("Oh ! Le [chat] dort");
});

test("a mark without a Yjs place is found by its quote, nearest to where it was", () => {
  const text = new Marked("Un chat. Le [chat] dort. Un chat.");
  const mark = { ...text.mark, id: "n", anchor: { ...text.mark.anchor, relative: null } };
  setMarking(text.view, marking([mark]));
  expect(shown(text.view, mark)).toBe("Un chat. Le [chat] dort. Un chat.");
});

test("a mark is drawn with its letter once, and its shape", () => {
  const text = new Marked("Le [chat] dort");
  const drawn = [...text.view.dom.querySelectorAll("mark")];
  expect(drawn.map((mark) => [mark.textContent, mark.dataset.letter, mark.className])).toEqual([
    ["chat", "D", "annotated shape-wavy annotated-end"],
  ]);
});

/** The same numbers each time, below 1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test.each([1, 2, 3, 4])("after any changes the marks are drawn as if they were drawn anew (%i)", (seed) => {
  const text = new Marked("Le [chat] dort sur le lit.\nIl est bien.\nLa souris mange le fromage.");
  const { view, ydoc } = text;
  const marks = [text.mark, annotation(view, ydoc, 12, 19, "n"), annotation(view, ydoc, 45, 55, "o")];
  setMarking(view, marking(marks));
  const chance = dice(seed);
  const acts = [
    () => text.type("é"),
    () => text.type(" et "),
    () => text.run(toggleMark(schema.marks.strong!)),
    () => text.view.dispatch(view.state.tr.deleteSelection()),
    () => text.run(splitBlock),
    () => text.run(toggleKind("title")),
    () => text.run(joinBackward),
    () => text.run(undo),
  ];
  for (let i = 0; i < 60; i++) {
    const at = 1 + Math.floor(chance() * (view.state.doc.content.size - 2));
    const { doc } = view.state;
    const head = doc.resolve(Math.min(doc.content.size - 1, at + (chance() < 0.3 ? 4 : 0)));
    view.dispatch(view.state.tr.setSelection(TextSelection.between(doc.resolve(at), head)));
    acts[Math.floor(chance() * acts.length)]!();
    const before = view.dom.innerHTML;
    setMarking(view, { ...marking(marks), palette: { ...PALETTE } });
    expect(view.dom.innerHTML, `step ${i}`).toBe(before);
    setMarking(view, marking(marks));
  }
});
