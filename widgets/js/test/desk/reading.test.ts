import { afterEach, expect, test, vi } from "vitest";
import type { Desk } from "../../desk/desk";
import type { Outgoing } from "../../desk/outbox";
import { Reading } from "../../desk/reading/reading";
import { USUAL } from "../../desk/reading/support";
import type { Person, TextView } from "../../desk/shapes";
import { earlier, PALETTE, versionOf } from "./made";

const PUPIL: Person = {
  username: "adam",
  role: "pupil",
  classroom: "c",
  name: "Adam",
  level: "CM1",
  picture: "",
  locked: false,
  must_change_password: false,
};

function textOf(more: Partial<TextView>): TextView {
  const project = { id: "a1", classroom: "c", title: "Un loup", prompt: "", picture: null, due: null, pupils: [] };
  return {
    id: "t1",
    assignment: { ...project, created_at: "2026-11-01T08:00:00Z" },
    pupil: PUPIL,
    stage: "reading",
    since: "2026-11-20T08:00:00Z",
    version: 1,
    writable: false,
    moves: [],
    palette: PALETTE,
    help_level: "2",
    annotations: [],
    done: [],
    hand_backs: [],
    review: { comment: "", ready: false, support: USUAL },
    versions: [{ number: 1, submitted_at: "2026-11-20T08:00:00Z", words: 4 }],
    rescues: [],
    ...more,
  };
}

function opened(
  more: Partial<TextView> = {},
  version = versionOf(["Le chat dort. <script>", "Fin"]),
  stored = true,
  laidOut: unknown = null,
) {
  const sent: Outgoing[] = [];
  const asked: unknown[] = [];
  const said: string[] = [];
  const gone: unknown[] = [];
  const outbox = {
    add: (...all: Outgoing[]) => void sent.push(...all),
    pending: () => [],
    settled: async () => stored,
  };
  const desk = {
    service: { base: "/services/classroom/", post: async (...all: unknown[]) => void asked.push(all) },
    outbox,
    person: { ...PUPIL, username: "claire" },
    voice: { say: (words: string) => said.push(words), warn: (words: string) => said.push(words) },
    go: (place: unknown) => gone.push(place),
    onRefused: () => () => {},
  } as unknown as Desk;
  const text = textOf(more);
  const reading = new Reading({ desk, text, version, next: "t2", around: { previous: null, next: null }, laidOut });
  document.body.replaceChildren(reading.element);
  const paper = reading.element.querySelector(".prose") as HTMLElement;
  const press = (key: string, code = "", more: KeyboardEventInit = {}) =>
    paper.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));
  const click = (words: string) =>
    [...document.querySelectorAll("button")].find((button) => button.textContent?.trim() === words)?.click();
  return { reading, sent, asked, said, gone, press, click };
}

afterEach(() => {
  document.body.replaceChildren();
});

test("two keys a mark: an arrow takes the word, a figure gives its family", () => {
  const { reading, sent, press } = opened();
  press("ArrowRight");
  press("&", "Digit1");
  press("'", "Digit4");
  expect(sent.map(({ body }) => (body as { anchor: { exact: string } }).anchor.exact)).toEqual(["Le", "chat"]);
  expect([...reading.element.querySelectorAll("mark.annotated")].map((mark) => mark.textContent)).toEqual([
    "Le",
    "chat",
  ]);
  press("z", "KeyZ", { ctrlKey: true });
  expect(reading.element.querySelectorAll("mark.annotated")).toHaveLength(1);
  reading.close();
});

test("what a pupil wrote is shown as letters, never as a page", () => {
  const { reading } = opened();
  expect(reading.element.querySelector("script")).toBeNull();
  expect(reading.element.querySelector(".prose")?.textContent).toContain("<script>");
  reading.close();
});

test("keys typed in a comment are letters", () => {
  const { reading, sent } = opened();
  const area = reading.element.querySelector(".review textarea") as HTMLTextAreaElement;
  area.dispatchEvent(new KeyboardEvent("keydown", { key: "1", code: "Digit1", bubbles: true }));
  expect(sent).toEqual([]);
  reading.close();
});

test("a text goes back with its general word once everything is stored, and the next one comes", async () => {
  const { reading, asked, gone, said, click } = opened({ review: { comment: "Bien !", ready: false, support: USUAL } });
  click("Rendre");
  await vi.waitFor(() => expect(gone).toEqual([{ screen: "text", text: "t2" }]));
  expect(asked).toMatchObject([["api/texts/t1/hand-back", { comment: "Bien !" }]]);
  expect(said).toEqual(["Le texte d'Adam est rendu."]);
  reading.close();
});

test("a text does not go back while marks wait for the network", async () => {
  const { reading, asked, gone, said, click } = opened(
    { review: { comment: "Bien !", ready: false, support: USUAL } },
    undefined,
    false,
  );
  click("Rendre");
  await vi.waitFor(() => expect(said).toHaveLength(1));
  expect([asked, gone]).toEqual([[], []]);
  reading.close();
});

test("a text that its pupil has in hands can be seen and not marked", () => {
  const { reading, sent, press } = opened({ stage: "revising" });
  press("ArrowRight");
  press("&", "Digit1");
  expect(sent).toEqual([]);
  expect(reading.element.textContent).toContain("Vous pourrez marquer le prochain jet");
  reading.close();
});

test("in the second round the marks of the first are on their new places", () => {
  const version = versionOf(["Le chat dort."], {
    number: 2,
    earlier: [earlier("m1", { now: { start: 3, end: 7, exact: "chat" } })],
  });
  const { reading } = opened({ version: 2 }, version);
  expect(reading.element.querySelector("mark.earlier.outcome-fixed")?.textContent).toBe("chat");
  reading.close();
});

test("after a mark is judged with the mouse the keys go on: the next one is judged with C", () => {
  const version = versionOf(["Le chat dort."], { number: 2, earlier: ["m1", "m2"].map((id) => earlier(id)) });
  const { reading, sent } = opened({ version: 2 }, version);
  const good = reading.element.querySelector('.earlier [data-key="good-m1"]') as HTMLElement;
  good.focus();
  good.click();
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "c", bubbles: true }));
  expect(sent.map(({ path }) => path)).toEqual([expect.stringContaining("m1"), expect.stringContaining("m2")]);
  reading.close();
});

test("a mark that was put again and taken away can be put again", () => {
  const version = versionOf(["Le chat dort."], {
    number: 2,
    earlier: [earlier("m1", { outcome: "changed", confirmed: true, now: { start: 3, end: 7, exact: "chat" } })],
  });
  const { reading, press } = opened({ version: 2 }, version);
  const put = () => reading.element.querySelector('[data-key="put-m1"]') as HTMLButtonElement;
  put().click();
  expect(put().disabled).toBe(true);
  press("z", "KeyZ", { ctrlKey: true });
  expect(put().disabled).toBe(false);
  reading.close();
});

test("the help chosen for this pupil is stored with the review, said at the top, and says which marks he will not see", () => {
  const { reading, sent, press } = opened();
  for (const key of ["ArrowRight", "1", "1", "4"]) press(key);
  const select = reading.element.querySelector(".support select") as HTMLSelectElement;
  select.value = "3";
  select.dispatchEvent(new Event("change"));
  expect(sent.at(-1)?.body).toEqual({ comment: "", ready: false, support: { ...USUAL, budget: 3 } });
  expect(reading.element.querySelector(".support summary")?.textContent).toContain("3 au plus");
  const box = reading.element.querySelector('.support input[value="word"]') as HTMLInputElement;
  box.click();
  expect(reading.element.querySelectorAll(".mark-item.unseen")).toHaveLength(2);
  expect(reading.element.querySelectorAll("mark.unseen")).toHaveLength(2);
  reading.close();
});

test.each([0, 2000])("a comment outlives a fine type chosen %i ms after it was typed", (pause) => {
  vi.useFakeTimers();
  const { reading, sent, press, click } = opened();
  for (const key of ["ArrowRight", "1"]) press(key);
  const area = () => reading.element.querySelector(".mark-panel textarea") as HTMLTextAreaElement;
  area().value = "Regarde mieux.";
  area().dispatchEvent(new Event("input"));
  vi.advanceTimersByTime(pause);
  click("précis");
  expect(area().value).toBe("Regarde mieux.");
  expect(sent.at(-1)?.body).toMatchObject({ type: "fine", comment: "Regarde mieux." });
  reading.close();
  vi.useRealTimers();
});

test("a text that its pupil has laid out is seen as the class will read it, and the marked version with one touch", () => {
  const block = { type: "block", attrs: { kind: "title" }, content: [{ type: "text", text: "Mon beau titre" }] };
  const { reading, click } = opened({ stage: "layout" }, undefined, true, { type: "doc", content: [block] });
  const page = () => reading.element.querySelector(".page")?.textContent;
  expect(page()).toBe("Mon beau titre");
  click("Mise en page");
  expect(page()).toContain("Le chat dort.");
  reading.close();
});
