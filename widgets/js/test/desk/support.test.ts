import { expect, test } from "vitest";
import { SupportField, shownTo, supportInWords, USUAL } from "../../desk/reading/support";
import type { Annotation, Support } from "../../desk/shapes";
import { PALETTE } from "./made";

const mark = (id: string, family: string) => ({ id, family }) as Annotation;
const MARKS = [mark("a", "word"), mark("b", "verb"), mark("c", "bravo"), mark("d", "word"), mark("e", "verb")];
const seen = (support: Partial<Support>) => [...shownTo({ ...USUAL, ...support }, MARKS, PALETTE)].sort().join("");

test("a pupil sees every mark unless his teacher chose less, and a bravo whatever was chosen", () => {
  expect(seen({})).toBe("abcde");
  expect(seen({ families: ["word"] })).toBe("acd");
  expect(seen({ budget: 2 })).toBe("abc");
  expect(seen({ families: ["verb"], budget: 1 })).toBe("bc");
  expect(seen({ budget: 0 })).toBe("c");
});

test("the help is said in a few words", () => {
  expect(supportInWords(USUAL, PALETTE)).toBe("endroit et couleur");
  const support = { level: "3", families: ["verb"], budget: 8 };
  expect(supportInWords(support, PALETTE)).toBe("indice et outil · 8 au plus · verb");
});

function field(support: Support = USUAL) {
  const changes: Support[] = [];
  const onChange = (now: Support) => changes.push(now);
  const made = new SupportField({ support, palette: PALETTE, name: "Tom", onChange });
  document.body.replaceChildren(made.element);
  made.draw(MARKS);
  const input = (value: string) => made.element.querySelector<HTMLInputElement>(`input[value="${value}"]`);
  return { made, changes, input, said: () => made.element.querySelector(".preview")?.textContent };
}

test("the teacher is told how many of the marks this pupil will see", () => {
  expect(field().said()).toContain("Tom verra");
  expect(field().said()).toContain("4 marques.");
  expect(field({ ...USUAL, budget: 3 }).said()).toContain("3 marques sur 4.");
});

test("the level, the families and the number are chosen one by one, and no family at all means all of them", () => {
  const { made, changes, input } = field();
  input("3")?.click();
  input("word")?.click();
  expect(changes.at(-1)).toEqual({ level: "3", families: ["verb"], budget: null });
  input("verb")?.click();
  expect(changes.at(-1)).toEqual({ level: "3", families: [], budget: null });
  expect(input("word")?.checked).toBe(true);
  const select = made.element.querySelector("select") as HTMLSelectElement;
  select.value = "8";
  select.dispatchEvent(new Event("change"));
  expect(changes.at(-1)).toEqual({ level: "3", families: [], budget: 8 });
});

test("a level that the desk does not offer shows as the most explicit of those it has", () => {
  expect(field({ ...USUAL, level: "4" }).input("3")?.checked).toBe(true);
});

test("Escape folds the choice", () => {
  const { made } = field();
  made.element.open = true;
  made.element.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(made.element.open).toBe(false);
});

test("a number that the list does not have is kept", () => {
  const select = field({ ...USUAL, budget: 7 }).made.element.querySelector("select");
  expect(select?.value).toBe("7");
});
