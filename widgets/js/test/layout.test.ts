import "fake-indexeddb/auto";
import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { XmlElement, XmlText } from "yjs";
import { bodyOf } from "../core/anchors";
import { schema } from "../core/schema";
import { words } from "../core/words.fr";
import * as looks from "../editor/looks";
import { WritingPad } from "../editor/pad";
import { FakeClass, openDoor, textView } from "./fake_class";

const block = (text: string, attrs = {}) => schema.node("block", attrs, text ? schema.text(text) : []);
const stateOf = (...texts: string[]) =>
  EditorState.create({
    doc: schema.node(
      "doc",
      null,
      texts.map((text) => block(text)),
    ),
  });

/** The state after a command, with the cursor (or a selection) put first. */
function after(state: EditorState, from: number, to: number, command: (typeof looks)["centre"]): EditorState {
  const chosen = state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
  let next = chosen;
  command(chosen, (tr) => {
    next = chosen.apply(tr);
  });
  return next;
}

test("a finger in a word is enough to colour it", () => {
  const state = after(stateOf("Le petit chat."), 6, 6, looks.give("colour", "blue"));
  expect(state.doc.toJSON().content[0].content).toEqual([
    { type: "text", text: "Le " },
    { type: "text", text: "petit", marks: [{ type: "colour", attrs: { name: "blue" } }] },
    { type: "text", text: " chat." },
  ]);
  expect(looks.lookOf(after(state, 6, 6, looks.give("colour", null)), "colour")).toBeNull();
});

test("between two words nothing is chosen, and nothing is done", () => {
  const state = stateOf("Le  chat");
  const between = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 4)));
  expect(looks.give("size", "huge")(between)).toBe(false);
});

test("one look takes the place of another of its kind, and leaves the others", () => {
  let state = after(stateOf("chat"), 1, 5, looks.give("font", "cursive"));
  state = after(state, 1, 5, looks.give("size", "huge"));
  state = after(state, 1, 5, looks.give("font", "atkinson"));
  state = after(state, 1, 5, looks.underline);
  const marks = state.doc.firstChild!.firstChild!.marks.map((mark) => mark.attrs.name ?? mark.type.name);
  expect(marks).toEqual(expect.arrayContaining(["atkinson", "huge", "underline"]));
  expect(marks).toHaveLength(3);
  expect(looks.isUnderlined(after(state, 2, 2, looks.underline))).toBe(false);
});

test("lines go to the middle together, and back", () => {
  const state = after(stateOf("Un", "Deux"), 1, 6, looks.centre);
  expect(state.doc.children.map((line) => line.attrs.align)).toEqual(["center", "center"]);
  expect(after(state, 1, 6, looks.centre).doc.children.map((line) => line.attrs.align)).toEqual([null, null]);
});

test("a picture comes on its own line with a line below to write on, can be made larger, and goes with its line", () => {
  const picture = { asset: "a".repeat(64), alt: "un chat" };
  const added = after(stateOf("Un", "Deux"), 5, 5, looks.addPicture(picture));
  expect(added.doc.children.map((line) => line.textContent || line.firstChild?.type.name || "")).toEqual([
    "Un",
    "Deux",
    "picture",
    "",
  ]);
  expect(added.selection).toBeInstanceOf(NodeSelection);
  let larger = added;
  looks.resizePicture(100)(added, (tr) => {
    larger = added.apply(tr);
  });
  expect(looks.pictureAt(larger)?.node.attrs).toEqual({ ...picture, width: 100 });
  let gone = larger;
  looks.removePicture(larger, (tr) => {
    gone = larger.apply(tr);
  });
  expect(gone.doc.childCount).toBe(3);
});

let pad: WritingPad | undefined;
let room: FakeClass;

function open(stage: "layout" | "writing"): void {
  room = new FakeClass();
  room.view = textView({ stage });
  const line = new XmlElement("block");
  line.insert(0, [new XmlText("Un loup")]);
  bodyOf(room.doc).insert(0, [line]);
  pad = new WritingPad({ base: "/c/", text: "t", username: stage, credentials: openDoor, openSocket: room.open });
  document.body.replaceChildren(pad!.element);
}

const bar = () => pad!.element.querySelector<HTMLElement>(".layout-bar")!;
const button = (name: string) =>
  [...pad!.element.querySelectorAll("button")].find((one) => one.textContent?.trim() === name) as HTMLButtonElement;
const shown = () => vi.waitFor(() => expect(pad!.element.textContent).toContain("Un loup"), 5000);

function give(file: File): void {
  const input = bar().querySelector("input[type=file]") as HTMLInputElement;
  Object.defineProperty(input, "files", { configurable: true, value: [file] });
  input.dispatchEvent(new Event("change"));
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  pad?.destroy();
  vi.unstubAllGlobals();
});

test("the tools of the layout come with it, and not while the words are being written", async () => {
  open("writing");
  await shown();
  await vi.waitFor(() => expect(bar().hidden).toBe(true));
  pad!.destroy();
  open("layout");
  await shown();
  await vi.waitFor(() => expect(bar().hidden).toBe(false));
});

test("a picture is sent to the class, told in words, and put in the text", async () => {
  open("layout");
  await shown();
  const sent: RequestInit[] = [];
  vi.stubGlobal("fetch", async (_: string, request: RequestInit) => {
    sent.push(request);
    return new Response(JSON.stringify({ sha256: "b".repeat(64) }), { status: 201 });
  });
  give(new File(["picture"], "loup.png", { type: "image/png" }));
  const what = pad!.element.querySelector<HTMLInputElement>("dialog input")!;
  what.value = " Un loup gris ";
  button(words.picture.put).click();
  await vi.waitFor(() =>
    expect(pad!.element.querySelector(".prose img[data-asset]")?.getAttribute("alt")).toBe("Un loup gris"),
  );
  expect(pad!.element.querySelector("dialog")).toBeNull();
  expect(sent[0]?.headers).toMatchObject({ "Content-Type": "image/png" });
});

test("a picture that does not arrive can be sent again, and its words are not lost", async () => {
  open("layout");
  await shown();
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
  give(new File(["picture"], "loup.png", { type: "image/png" }));
  pad!.element.querySelector<HTMLInputElement>("dialog input")!.value = "Un loup";
  button(words.picture.put).click();
  await vi.waitFor(() => expect(pad!.element.querySelector("dialog")?.textContent).toContain(words.picture.away));
  expect(pad!.element.querySelector<HTMLInputElement>("dialog input")?.value).toBe("Un loup");
  expect(button(words.picture.put).disabled).toBe(false);
});

test("without the class the picture button says so at once", async () => {
  open("layout");
  await shown();
  room.cut();
  button(words.picture.add).click();
  await vi.waitFor(() => expect(pad!.element.querySelector(".warning")?.textContent).toBe(words.picture.needsClass));
});

test("a file that is no picture is refused by name", async () => {
  open("layout");
  await shown();
  give(new File(["texte"], "texte.txt", { type: "text/plain" }));
  await vi.waitFor(() => expect(pad!.element.querySelector(".warning")?.textContent).toBe(words.picture.notOne));
});
