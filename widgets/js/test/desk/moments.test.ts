import { afterEach, expect, test, vi } from "vitest";
import { Away, Refused } from "../../core/errors";
import type { Desk } from "../../desk/desk";
import { Kept } from "../../desk/kept";
import { byDay, longerBy } from "../../desk/moments/list";
import { momentsScreen } from "../../desk/moments/screen";
import { Outbox } from "../../desk/outbox";
import type { Request } from "../../desk/service";
import type { Moment, TextView } from "../../desk/shapes";
import { documentOf, PALETTE, storage } from "./made";

const moment = (seq: number, words: number, more: Partial<Moment> = {}): Moment => ({
  seq,
  at: new Date(2026, 10, 23, 8, seq).toISOString(),
  words,
  version: null,
  brought_back: null,
  ...more,
});

const PAST: Record<number, string[]> = { 9: ["Le chat", "dort bien."], 5: ["Le chat <script>"], 2: ["Le"] };

/** A class with the past of one text, which answers to « bring back » with `answers` in turn. */
function theClass(stage: string, answers: (true | Error)[], rescues: TextView["rescues"]) {
  const moments = [moment(9, 4), moment(5, 2, { version: 1 }), moment(2, 1)];
  const text = {
    id: "t1",
    stage,
    since: "2026-11-23T08:00:00Z",
    version: 1,
    pupil: { username: "lea", name: "Léa", level: "CM1" },
    assignment: { title: "Un loup" },
    palette: PALETTE,
    rescues,
  };
  const asked: Request[] = [];
  const send = async (request: Request): Promise<unknown> => {
    asked.push(request);
    const answer = answers.shift() ?? true;
    if (answer !== true) throw answer;
    PAST[12] = PAST[5] as string[];
    moments.unshift(moment(12, 2, { brought_back: { at: moments[1].at, by: "Claire Morel" } }));
    return text;
  };
  const get = async (path: string): Promise<unknown> => {
    const seq = Number(/moments\/(\d+)$/.exec(path)?.[1]);
    if (!seq) return path.endsWith("/moments") ? [...moments] : text;
    const lines = PAST[seq] as string[];
    return { ...moments.find((one) => one.seq === seq), plain: lines.join("\n"), document: documentOf(lines).toJSON() };
  };
  return { asked, send, get };
}

async function opened({
  stage = "reading",
  answers = [] as (true | Error)[],
  rescues = [] as TextView["rescues"],
} = {}) {
  const there = theClass(stage, answers, rescues);
  const said: string[] = [];
  let refused: (message: string, request: Request) => void = () => {};
  const listeners = new Set<() => void>();
  const outbox = new Outbox({
    send: there.send,
    kept: new Kept("claire", storage, storage),
    onState: () => {
      for (const listener of listeners) listener();
    },
    onRefused: (request, { message }) => refused(message, request),
  });
  const desk = {
    service: { base: "/services/classroom/", get: there.get },
    outbox,
    voice: { say: (words: string) => said.push(words), warn: (words: string) => said.push(words) },
    onSaving: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRefused: (_: string, listener: typeof refused) => {
      refused = listener;
      return () => {};
    },
  } as unknown as Desk;
  const screen = await momentsScreen(desk, "t1");
  document.body.replaceChildren(screen.element);
  const find = (words: string) =>
    [...document.querySelectorAll("button")].filter((button) => button.textContent?.includes(words)).at(-1);
  const see = (words: string) => vi.waitFor(() => expect(document.body.textContent).toContain(words));
  const choose = async (seq: number) => {
    document.querySelector<HTMLElement>(`[data-key="moment-${seq}"]`)?.click();
    await vi.waitFor(() => expect(find("Ramener le texte")).toBeTruthy());
  };
  return { ...there, said, find, see, choose, close: () => (screen.close?.(), outbox.close()) };
}

afterEach(() => {
  document.body.replaceChildren();
});

test("moments are told by day, the last one first, with how much was written since the one before", () => {
  const yesterday = moment(1, 30, { at: new Date(2026, 10, 22, 9).toISOString() });
  const moments = [moment(9, 40), moment(5, 42), yesterday];
  expect(byDay(moments).map(([, those]) => those.length)).toEqual([2, 1]);
  expect(moments.map((one) => longerBy(moments, one))).toEqual([-2, 12, 0]);
});

test("an earlier moment is shown as letters on a page, and compared with the text of now", async () => {
  const { choose, find, see, close } = await opened();
  await see("dort bien.");
  await choose(5);
  await see("Le chat <script>");
  expect(document.querySelector("script")).toBeNull();
  find("Ce qui a changé depuis")?.click();
  const all = (tag: string) => [...document.querySelectorAll(tag)].map((one) => one.textContent).join(" ");
  await vi.waitFor(() => expect(all("ins")).toContain("dort"));
  expect(all("del")).toContain("script");
  close();
});

test("a text is brought back once the teacher knows that nothing is lost and what the pupil will see", async () => {
  const { asked, choose, find, see, said, close } = await opened();
  await choose(5);
  find("Ramener le texte")?.click();
  await see("Rien n'est perdu");
  await see("Le jet déposé que vous relisez ne change pas, vos marques non plus.");
  await see("Sur sa page, Léa verra le texte de ce moment");
  find("Ramener le texte")?.click();
  await vi.waitFor(() => expect(said).toEqual(["Le texte de Léa est ramené à ce moment."]));
  expect(asked).toMatchObject([{ method: "POST", path: "api/texts/t1/moments/5/bring-back" }]);
  await see("par Claire Morel");
  close();
});

test("nothing is asked when the teacher thinks again", async () => {
  const { asked, choose, find, close } = await opened();
  await choose(2);
  find("Ramener le texte")?.click();
  await vi.waitFor(() => expect(find("Non")).toBeTruthy());
  find("Non")?.click();
  expect(asked).toEqual([]);
  close();
});

test("while the class is away it is said that nothing is done yet, and the same request is asked again until it is", async () => {
  const { asked, choose, find, see, said, close } = await opened({ answers: [new Away()] });
  await choose(5);
  find("Ramener le texte")?.click();
  find("Ramener le texte")?.click();
  await see("Pas encore fait");
  expect(said).toEqual([]);
  await vi.waitFor(() => expect(said).toHaveLength(1), 3000);
  expect(new Set(asked.map(({ body }) => (body as { key: string }).key)).size).toBe(1);
  close();
});

test("it can be given up while the class is away", async () => {
  const { asked, choose, find, see, said, close } = await opened({ answers: [new Away()] });
  await choose(5);
  find("Ramener le texte")?.click();
  find("Ramener le texte")?.click();
  await see("Pas encore fait");
  find("Finalement")?.click();
  expect(said).toEqual(["Le texte reste comme il est."]);
  expect(document.body.textContent).not.toContain("Pas encore fait");
  expect(asked).toHaveLength(1);
  close();
});

test("a refusal is told, and the text is not said to be brought back", async () => {
  const { choose, find, said, close } = await opened({ answers: [new Refused(409, "wrong_stage", "Trop tard.")] });
  await choose(5);
  find("Ramener le texte")?.click();
  find("Ramener le texte")?.click();
  await vi.waitFor(() => expect(said).toEqual(["Le texte n'a pas pu être ramené. Trop tard."]));
  close();
});

test("found words are there to be looked at, and left to the pupil", async () => {
  const rescue = {
    id: "r",
    at: new Date().toISOString(),
    seen: "Le <b>chat</b> noir dort.",
    missing: ["noir", "dort."],
  };
  const { see, close } = await opened({ rescues: [rescue] });
  await see("Écrit sur une autre tablette et pas dans le texte, à l'instant");
  expect([...document.querySelectorAll(".found")].map((one) => one.textContent)).toEqual(["« noir »", "« dort. »"]);
  expect(document.querySelector(".rescues .plain")?.textContent).toBe("Le <b>chat</b> noir dort.");
  await see("Léa les trouve aussi sur sa page");
  close();
});
