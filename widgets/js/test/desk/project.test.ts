import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Away } from "../../core/errors";
import type { Desk } from "../../desk/desk";
import { projectScreen } from "../../desk/project/screen";
import type { Assignment, Person } from "../../desk/shapes";

const PUPILS = [
  { username: "lea", name: "Léa", level: "CM1" },
  { username: "tom", name: "Tom", level: "CM1" },
] as Person[];
const GIVEN: Assignment = {
  id: "a1",
  classroom: "c",
  title: "Un loup",
  prompt: "Raconte.",
  picture: null,
  due: null,
  pupils: [],
  created_at: "2026-11-01T08:00:00Z",
};

function opened(id: string | null = null, answers: Error[] = []) {
  const sent: unknown[] = [];
  const send = async (path: string, body: unknown) => {
    sent.push([path, body]);
    const error = answers.shift();
    if (error) throw error;
  };
  const gone: unknown[] = [];
  const classroom = { pupils: PUPILS, assignments: [GIVEN] };
  const desk = {
    person: { username: "claire", classroom: "c" },
    classroom: { ...classroom },
    service: { asset: (name: string) => name, post: send, patch: send, get: async () => classroom },
    voice: { say: () => {}, warn: () => {} },
    go: (place: unknown) => gone.push(place),
  } as unknown as Desk;
  const { element } = projectScreen(desk, id);
  document.body.replaceChildren(element);
  const [title, prompt] = [element.querySelector("input[type=text]"), element.querySelector("textarea")] as const;
  const type = (field: Element | null, words: string) => {
    (field as HTMLInputElement).value = words;
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const click = (words: string) =>
    [...document.querySelectorAll<HTMLElement>("button, a")].find((one) => one.textContent?.includes(words))?.click();
  return {
    element,
    sent,
    gone,
    classroom,
    type,
    click,
    title: title as HTMLInputElement,
    prompt: prompt as HTMLTextAreaElement,
  };
}

beforeEach(() => localStorage.clear());
afterEach(() => document.body.replaceChildren());

test("a prompt being written is there again after a reload, for chosen pupils as well", () => {
  const first = opened();
  first.type(first.title, "Ma recette");
  first.type(first.prompt, "Écris la recette");
  (first.element.querySelector('input[value="some"]') as HTMLElement).click();
  first.click("Tous les CM1");
  const second = opened();
  expect([second.title.value, second.prompt.value]).toEqual(["Ma recette", "Écris la recette"]);
  expect(second.element.querySelectorAll("input[type=checkbox]:checked")).toHaveLength(2);
  expect(second.element.textContent).toContain("ce que vous aviez commencé à écrire");
});

test("nothing is kept of a project once it is given, put aside, or begun again", async () => {
  for (const end of ["Donner ce projet", "Annuler"]) {
    const form = opened();
    form.type(form.title, "Ma recette");
    form.type(form.prompt, "Écris.");
    form.click(end);
    await vi.waitFor(() => expect(localStorage.length).toBe(0));
  }
  const form = opened();
  form.type(form.title, "Ma recette");
  const again = opened();
  again.click("Repartir d'une page vide");
  expect(localStorage.length).toBe(0);
  expect(again.gone).toEqual([{ screen: "project", id: null }]);
});

test("a project that was only looked at keeps nothing, and its changes are kept apart from a new one's", () => {
  const form = opened("a1");
  form.type(form.title, "Un loup");
  expect(localStorage.length).toBe(0);
  form.type(form.title, "Deux loups");
  expect(opened().title.value).toBe("");
  expect(opened("a1").title.value).toBe("Deux loups");
});

test("a project already given is changed under its own name", async () => {
  const form = opened("a1");
  form.type(form.prompt, "Raconte encore.");
  form.click("Enregistrer les changements");
  await vi.waitFor(() => expect(form.gone).toHaveLength(1));
  expect(form.sent).toMatchObject([["api/assignments/a1", { title: "Un loup", prompt: "Raconte encore." }]]);
});

test("a project whose answer was lost on the way is not given twice", async () => {
  const form = opened(null, [new Away()]);
  form.type(form.title, "Ma recette");
  form.type(form.prompt, "Écris.");
  form.click("Donner ce projet");
  await vi.waitFor(() => expect(form.element.textContent).toContain("Rien n'est perdu"));
  form.classroom.assignments = [GIVEN, { ...GIVEN, id: "a2", title: "Ma recette", prompt: "Écris." }];
  form.click("Donner ce projet");
  await vi.waitFor(() => expect(form.gone).toEqual([{ screen: "pile" }]));
  expect(form.sent).toHaveLength(1);
});
