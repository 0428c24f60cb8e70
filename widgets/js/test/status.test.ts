import { expect, test } from "vitest";
import type { Link } from "../core/connection";
import { words } from "../core/words.fr";
import { statusOf } from "../editor/status";
import type { TextFile } from "../editor/text_file";

interface Situation {
  link?: Link;
  late?: boolean;
  dirty?: boolean;
  trouble?: string | null;
  holds?: "yes" | "soon" | "no";
  ready?: boolean;
  asked?: number;
}

/** What is told of a text in a situation; where nothing is said, all is well. */
function told({ holds = "yes", ready = true, asked = 0, ...line }: Situation) {
  const sync = { link: "live", late: false, dirty: false, trouble: null, ...line };
  const file = { sync, journal: { holds }, ready, newer: null, outbox: { all: Array(asked) } };
  return statusOf(file as unknown as TextFile);
}

const { state } = words;

test.each<[Situation, string]>([
  [{}, state.saved],
  [{ dirty: true }, state.saving],
  [{ asked: 1 }, state.saving],
  [{ link: "offline", late: true }, state.kept],
  [{ dirty: true, late: true }, state.kept],
  [{ link: "offline", late: true, holds: "soon" }, state.saving],
  [{ link: "offline", late: true, holds: "no" }, state.nowhere],
  [{ dirty: true, late: true, trouble: "Plus de place.", holds: "soon" }, state.saving],
  [{ dirty: true, late: true, trouble: "Plus de place." }, state.kept],
  [{ dirty: true, late: true, trouble: "Plus de place.", holds: "no" }, state.nowhere],
  [{ holds: "no" }, state.onlyClass],
  [{ link: "refused", late: true }, state.kept],
  [{ link: "refused", late: true, ready: false }, state.searching],
  [{ link: "connecting", ready: false }, state.opening],
  [{ link: "offline", late: true, ready: false }, state.searching],
  [{ link: "full", late: true }, state.full],
  [{ link: "forbidden", late: true }, state.forbidden],
  [{ link: "outdated", late: true }, state.outdated],
])("%o is told as « %s »", (situation, sentence) => {
  expect(told(situation).words).toBe(sentence);
});

test("nothing can be typed exactly where nobody would keep it, or where the class has said no for good", () => {
  const stops = (situation: Situation) => told(situation).trouble?.stops ?? false;
  expect(stops({ link: "offline", late: true })).toBe(false);
  expect(stops({ link: "refused", late: true })).toBe(false);
  expect(stops({ holds: "no" })).toBe(false);
  expect(stops({ dirty: true, late: true, trouble: "Plus de place." })).toBe(false);
  expect(stops({ link: "offline", late: true, holds: "no" })).toBe(true);
  for (const link of ["full", "forbidden", "outdated"] as const) expect(stops({ link, late: true })).toBe(true);
});
