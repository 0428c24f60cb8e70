import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Notebook, Published } from "../core/types";
import { words } from "../core/words.fr";
import { PupilPage } from "../pupil/page";
import { FakeClass, textView } from "./fake_class";

const { pupil, palette } = textView();
const NOTEBOOK: Notebook = { person: pupil, palette, cards: [] };

function published(username: string, name: string, sentence: string): Published {
  const document = { type: "doc", content: [{ type: "block", content: [{ type: "text", text: sentence }] }] };
  const about = { username, name, level: "CM2", picture: "" };
  return { text: `of-${username}`, title: "Le chat", pupil: about, published_at: "2026-11-23T08:00:00Z", document };
}

const root = document.createElement("div");
const nobody = Object.assign(new FakeClass(), { reachable: false });
let page: PupilPage | null = null;
let shelf: Published[];
let asked: string[];

/** The class service, as far as Mon cahier asks it. */
async function answer(url: string): Promise<Response> {
  asked.push(url);
  if (url.endsWith("api/leases")) return Response.json({ lease: "l", expires: "", person: pupil });
  if (url.endsWith("api/me/texts")) return Response.json(NOTEBOOK);
  if (url.endsWith("api/classrooms/c/published")) return Response.json(shelf);
  return Response.json({ code: "not_found", message: "" }, { status: 404 });
}

function open(more = {}): void {
  document.body.replaceChildren(root);
  page = new PupilPage(root, { serviceUrl: "/c/", ticket: "t", person: "ana", openSocket: nobody.open, ...more });
}

const link = (name: string) => [...root.querySelectorAll("a")].find((one) => one.textContent?.startsWith(name));
const shows = (check: () => void) => vi.waitFor(check);

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  location.hash = "";
  asked = [];
  shelf = [published("ana", "Ana", "Mon chat."), published("bob", "Bob", "Le chat de Bob.")];
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  page?.destroy();
  vi.unstubAllGlobals();
});

test("the comrades' published texts are below one's own, by project, without one's own", async () => {
  open();
  await shows(() => expect(root.querySelector(".class-texts h2")?.textContent).toBe(words.classTexts));
  expect(root.querySelector(".shelf h3")?.textContent).toBe("Le chat");
  expect(link("Bob")).toBeDefined();
  expect(link("Ana")).toBeUndefined();
});

test("without any published text there is no empty shelf", async () => {
  shelf = [];
  open();
  await shows(() => expect(asked).toContain("/c/api/classrooms/c/published"));
  expect(root.querySelector(".class-texts")).toBeNull();
});

test("a comrade's text is read on a calm page, with its author, and without anything to do on it", async () => {
  location.hash = "lire=of-bob";
  open();
  await shows(() => expect(root.querySelector(".prose")?.textContent).toBe("Le chat de Bob."));
  expect(root.querySelector("h1")?.textContent).toContain(words.by("Bob"));
  expect(root.querySelector(".prose")?.getAttribute("contenteditable")).toBe("false");
  expect(root.querySelectorAll("mark, button")).toHaveLength(0);
});

test("a text that is published no more is told as such", async () => {
  location.hash = "lire=gone";
  open();
  await shows(() => expect(root.textContent).toContain(words.readGone));
});

test("what comrades wrote is not kept on the tablet", async () => {
  open();
  await shows(() => expect(link("Bob")).toBeDefined());
  expect(JSON.stringify({ ...localStorage })).not.toContain("Le chat de Bob.");
});

test("the page lets the kernel go once it has a lease, and not before", async () => {
  const letKernelGo = vi.fn();
  open({ letKernelGo });
  expect(letKernelGo).not.toHaveBeenCalled();
  await shows(() => expect(letKernelGo).toHaveBeenCalledOnce());
  expect(asked).toContain("/c/api/leases");
});

test("a card says what the tablet alone keeps: words not sent yet, and a deposit that waits", async () => {
  const { assignment } = textView();
  const card = { assignment, stage: "writing" as const, since: "", version: 0, marks: { total: 0, done: 0 }, words: 0 };
  const away = {
    ...NOTEBOOK,
    cards: [
      { ...card, text: "typed" },
      { ...card, text: "given" },
    ],
  };
  localStorage.setItem("ecritoire:ana:notebook", JSON.stringify(away));
  localStorage.setItem("ecritoire:ana:typed:unsent", "1");
  localStorage.setItem("ecritoire:ana:given:outbox", JSON.stringify([{ key: "k", verb: "submit", sv: "" }]));
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("away")));
  open();
  const cards = [...root.querySelectorAll(".text-card")].map((one) => one.textContent);
  expect(cards[0]).toContain(words.explain.kept);
  expect(cards[0]).toContain(words.next.goOn);
  expect(cards[1]).toContain(words.willSubmit);
  await shows(() => expect(root.textContent).toContain(words.notebookAway));
});
