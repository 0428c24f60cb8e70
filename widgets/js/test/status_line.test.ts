import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { words } from "../core/words.fr";
import type { Status } from "../editor/status";
import { StatusLine } from "../editor/status_line";

const { state } = words;
const say = (tone: Status["tone"], text: string): Status => ({ tone, words: text, trouble: null });
const saved = say("saved", state.saved);
const saving = say("saving", state.saving);
const kept = say("kept", state.kept);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function shownBy(line: StatusLine, ...statuses: Status[]): (string | null)[] {
  return statuses.map((status) => {
    line.show(status);
    vi.advanceTimersByTime(100);
    return line.element.textContent;
  });
}

test("what the class is being sent is shown at once, and what it has, when no letter came for a moment", () => {
  const line = new StatusLine();
  expect(shownBy(line, saved, saving)).toEqual([state.saved, state.saving]);
  expect(shownBy(line, ...Array<Status>(9).fill(saved))).toContain(state.saved);
});

test("between two letters nothing blinks: « Enregistré » waits for the last one", () => {
  const line = new StatusLine();
  const shown = shownBy(line, saving, saved, saved, saving, saved, saved, saving, saved, saved);
  expect(new Set(shown)).toEqual(new Set([state.saving]));
});

test("what the tablet keeps does not blink while one letter more is written there", () => {
  const line = new StatusLine();
  const shown = shownBy(line, kept, saving, kept, saving, kept, saving, kept);
  expect(new Set(shown)).toEqual(new Set([state.kept]));
});

test("a tablet that writes for long says so, and so does one that finds the class again", () => {
  const line = new StatusLine();
  shownBy(line, kept, ...Array<Status>(12).fill(saving));
  expect(line.element.textContent).toBe(state.saving);
  expect(shownBy(line, ...Array<Status>(9).fill(saved))).toContain(state.saved);
});
