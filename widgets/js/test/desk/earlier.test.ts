import { expect, test } from "vitest";
import type { Outgoing } from "../../desk/outbox";
import { Earlier } from "../../desk/reading/earlier";
import type { Marking } from "../../desk/reading/marking";
import { isReopened, nextProposed, reopenedOutcome, requestOf, told, withWaiting } from "../../desk/reading/outcomes";
import type { EarlierAnnotation } from "../../desk/shapes";
import { earlier, PALETTE, versionOf } from "./made";

function second(marks: EarlierAnnotation[], editable = true) {
  const sent: Outgoing[] = [];
  const put: unknown[] = [];
  const version = versionOf(["chat noir"], { number: 2, earlier: marks });
  const outbox = { add: (...requests: Outgoing[]) => void sent.push(...requests), pending: () => [] };
  const marking = { exactly: () => undefined, again: (...given: unknown[]) => put.push(given) } as unknown as Marking;
  const quiet = { say: () => {}, onChange: () => {}, onShow: () => {} };
  const view = new Earlier({ version, palette: PALETTE, marking, outbox, editable, ...quiet });
  const press = (words: string) =>
    [...view.element.querySelectorAll("button")].find((one) => one.textContent?.includes(words))?.click();
  return { view, sent, put, press };
}

test("each earlier mark says in words what became of it", () => {
  const gone = earlier("m2", { outcome: "orphan", now: null, anchor: { ...earlier("m").anchor, exact: "loup" } });
  const { view } = second([earlier("m1"), gone]);
  const words = view.element.textContent?.replaceAll("\u00a0", " ");
  expect(words).toContain("« cha » est devenu « chat »");
  expect(words).toContain("corrigée, à confirmer");
  expect(words).toContain("« loup » n'est plus dans le texte");
  expect(words).toContain("introuvable, à confirmer");
  expect(words).toContain("1 sur 2 corrigée");
});

test("C confirms the first proposal and goes on to the next, R reopens it", () => {
  const { view, sent } = second([earlier("m1"), earlier("m2")]);
  view.decide("confirm");
  expect(view.current).toBe("m2");
  view.decide("reopen");
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ["api/annotations/m1/outcome", { outcome: "fixed" }],
    ["api/annotations/m2/outcome", { outcome: "changed" }],
  ]);
  expect(nextProposed(view.marks, null)).toBeNull();
});

test("one touch confirms all proposals as they are", () => {
  const { sent, press, view } = second([
    earlier("m1"),
    earlier("m2", { outcome: "untouched" }),
    earlier("m3", { confirmed: true }),
  ]);
  press("Confirmer les 2 propositions");
  expect(sent.map(({ body }) => body)).toEqual([{ outcome: "fixed" }, { outcome: "untouched" }]);
  expect(view.marks.every(({ confirmed }) => confirmed)).toBe(true);
});

test("a reopened mark is put again on its new place in one touch", () => {
  const { put, press } = second([earlier("m1")]);
  press("À revoir");
  press("Remettre la marque");
  expect(put).toMatchObject([
    [
      { id: "m1", family: "word" },
      { start: 0, end: 4 },
    ],
  ]);
});

test("nothing can be decided while the text is not on the desk", () => {
  const { view, sent } = second([earlier("m1")], false);
  view.decide("confirm");
  expect(sent).toEqual([]);
  expect(view.element.querySelector(".choices")).toBeNull();
});

test("a mark that was proposed as corrected is reopened as what its words show", () => {
  expect(reopenedOutcome(earlier("m1"))).toBe("changed");
  expect(reopenedOutcome(earlier("m1", { now: { start: 0, end: 3, exact: "cha" } }))).toBe("untouched");
  expect(reopenedOutcome(earlier("m1", { outcome: "orphan", now: null }))).toBe("orphan");
});

test("what was decided and not yet stored survives a reload; bravos are not judged", () => {
  const bravo = earlier("m0", { family: "bravo", outcome: null });
  const waiting = [requestOf(earlier("m1"), "changed", "t1")];
  const marks = withWaiting([bravo, earlier("m1"), earlier("m2")], waiting);
  expect(marks.map(({ id }) => id)).toEqual(["m2", "m1"]);
  expect(isReopened(marks[1])).toBe(true);
  expect(isReopened(told(marks[1], "fixed"))).toBe(false);
});
