import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Doc, XmlElement, XmlText } from "yjs";
import { bodyOf } from "../core/anchors";
import { plainOf } from "../core/plain";
import { words } from "../core/words.fr";
import { keptOf, leaveTablet } from "../editor/kept";
import { TextFile } from "../editor/text_file";
import { PupilPage } from "../pupil/page";
import { FakeClass, openDoor, textView } from "./fake_class";

const root = document.createElement("div");
const { pupil, palette, assignment } = textView();
let room: FakeClass;
let username = "";
let number = 0;
let page: PupilPage | null = null;

const shows = (check: () => void) => vi.waitFor(check, { timeout: 7_000 });

function write(doc: Doc, sentence: string): void {
  const block = new XmlElement("block");
  block.insert(0, [new XmlText(sentence)]);
  bodyOf(doc).insert(0, [block]);
}

const card = () => ({
  text: "t",
  assignment,
  stage: "writing",
  since: "",
  version: 0,
  marks: { total: 0, done: 0 },
  words: 0,
});

async function answer(url: string): Promise<Response> {
  const person = { ...pupil, username };
  if (url.endsWith("api/leases")) return Response.json({ lease: "l", expires: "", person });
  if (url.endsWith("api/me/texts")) return Response.json({ person, palette, cards: [card()] });
  return Response.json([]);
}

function openNotebook(): void {
  document.body.replaceChildren(root);
  page = new PupilPage(root, { serviceUrl: "/c/", ticket: "t", person: username, openSocket: room.open });
}

/** The pupil opens his text, loses the class, types, and closes the page. */
async function typeOffline(ask: (file: TextFile) => void = () => {}): Promise<void> {
  const file = new TextFile({ base: "/c/", text: "t", username, credentials: openDoor, openSocket: room.open });
  await file.open();
  await shows(() => expect(file.sync.welcomed).toBe(true));
  room.cut();
  write(file.doc, "Hors ligne.");
  ask(file);
  await shows(() => expect(file.journal.holds).toBe("yes"));
  file.close();
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  location.hash = "";
  room = new FakeClass();
  username = `ana${++number}`;
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  page?.destroy();
  page = null;
  vi.unstubAllGlobals();
});

test("what was typed without the class arrives from Mon cahier too, without opening the text again", async () => {
  await typeOffline();
  room.reachable = true;
  openNotebook();
  await shows(() => expect(plainOf(room.doc)).toBe("Hors ligne."));
  await shows(() => expect(keptOf(username, "t").any).toBe(false));
});

test("a deposit that waits is done from Mon cahier, after the letters that it speaks of", async () => {
  await typeOffline((file) => file.sync.ask("submit"));
  room.reachable = true;
  openNotebook();
  await shows(() => expect(keptOf(username, "t").deposit).toBe(false));
  expect(room.heard.slice(-2).map((said) => said.verb ?? said.k)).toEqual(["update", "submit"]);
  expect(plainOf(room.doc)).toBe("Hors ligne.");
});

test("what the class refuses meanwhile is told in Mon cahier", async () => {
  await typeOffline((file) => file.sync.ask("submit"));
  room.reachable = true;
  room.refuseNext = "wrong_stage";
  openNotebook();
  await shows(() => expect(root.querySelector(".warning")?.textContent).toBe("Non."));
});

test("leaving with words that only this tablet has asks first, and they stay for the pupil's return", async () => {
  await typeOffline();
  openNotebook();
  await shows(() => expect(root.querySelector(".text-card")).not.toBeNull());
  [...root.querySelectorAll("a")].find((one) => one.textContent === words.leave)!.click();
  await shows(() => expect(root.textContent).toContain(words.leaveAdvice));
  leaveTablet(username, "t");
  page?.destroy();
  room.reachable = true;
  openNotebook();
  await shows(() => expect(plainOf(room.doc)).toBe("Hors ligne."));
});

test("a tablet that has not heard what the class holds forgets nothing", async () => {
  await typeOffline();
  const again = new TextFile({ base: "/c/", text: "t", username, credentials: openDoor, openSocket: room.open });
  again.onChange();
  again.close();
  leaveTablet(username, "t");
  expect(keptOf(username, "t").words).toBe(true);
});

test("what was typed and asked for in a window that was closed is done by the other window", async () => {
  const options = { base: "/c/", text: "t", username, credentials: openDoor, openSocket: room.open };
  const [one, other] = [new TextFile(options), new TextFile(options)];
  await Promise.all([one.open(), other.open()]);
  await shows(() => expect(one.sync.welcomed && other.sync.welcomed).toBe(true));
  room.cut();
  write(one.doc, "Hors ligne.");
  one.sync.ask("submit");
  await shows(() => expect(one.journal.holds).toBe("yes"));
  one.close();
  dispatchEvent(new StorageEvent("storage", { key: `ecritoire:${username}:t:outbox` }));
  expect(other.writable).toBe(false);
  room.reachable = true;
  await shows(() => expect(other.delivered).toBe(true));
  expect(plainOf(room.doc)).toBe("Hors ligne.");
  expect(room.heard.filter((said) => said.k === "do")).toHaveLength(1);
  other.close();
});

test("the next pupil of this tablet is asked to tell the one whose words wait on it", async () => {
  await typeOffline();
  username = "bob";
  openNotebook();
  await shows(() => expect(root.querySelector(".others")?.textContent).toBe(words.othersWait(["Ana"])));
});
