import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Away, Refused } from "../../core/errors";
import { Outbox, type OutboxOptions, type Outgoing } from "../../desk/outbox";
import type { Request } from "../../desk/service";
import { storage } from "./made";

const put = (n: number, replaces?: string): Outgoing => ({
  method: "PUT",
  path: `p${n}`,
  body: { n },
  text: "t1",
  replaces,
});

/** An outbox whose service answers with `answers` in turn: true, a refusal, or the network that is cut. */
function outbox(answers: (true | Error)[] = [], kept = storage()) {
  const sent: unknown[] = [];
  const states: string[] = [];
  const refused: string[] = [];
  const send = async ({ body }: Request) => {
    const answer = answers.shift() ?? true;
    if (answer !== true) throw answer;
    sent.push((body as { n: number }).n);
  };
  const options: OutboxOptions = {
    send,
    storage: kept,
    key: "outbox",
    onState: (state) => states.at(-1) !== state && states.push(state),
    onRefused: (_, { message }) => refused.push(message),
  };
  return { box: new Outbox(options), sent, states, refused, kept };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("requests go one after the other, in order", async () => {
  const { box, sent, states } = outbox();
  box.add(put(1), put(2));
  box.add(put(3));
  await box.settled();
  expect(sent).toEqual([1, 2, 3]);
  expect(states).toEqual(["saving", "saved"]);
});

test("a network cut keeps everything, says so, and goes on from the same request", async () => {
  const { box, sent, states } = outbox([true, new Away(), new Away()]);
  box.add(put(1), put(2), put(3));
  await vi.advanceTimersByTimeAsync(500);
  expect(box.state).toBe("waiting");
  expect(box.pending("t1")).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(4000);
  expect(sent).toEqual([1, 2, 3]);
  expect(states.at(-1)).toBe("saved");
});

test("when the network is back it does not wait for the next attempt", async () => {
  const { box, sent } = outbox([new Away()]);
  box.add(put(1));
  await vi.advanceTimersByTimeAsync(0);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([1]);
  box.close();
});

test("what was not sent before a reload is sent after it", async () => {
  const first = outbox([new Away()]);
  first.box.add(put(1), put(2));
  await vi.advanceTimersByTimeAsync(0);
  first.box.close();
  const second = outbox([], first.kept);
  expect(second.box.state).toBe("saving");
  await second.box.settled();
  expect(second.sent).toEqual([1, 2]);
  expect(first.kept.getItem("outbox")).toBeNull();
});

test("a refusal is told once, and does not hold up the others", async () => {
  const { box, sent, refused } = outbox([new Refused(409, "wrong_stage", "Ce texte a été repris.")]);
  box.add(put(1), put(2));
  await box.settled();
  expect(refused).toEqual(["Ce texte a été repris."]);
  expect(sent).toEqual([2]);
});

test("an expired session loses nothing", async () => {
  const { box } = outbox([new Refused(401, "not_signed_in", "Il faut entrer.")]);
  box.add(put(1));
  await vi.advanceTimersByTimeAsync(10);
  expect(box.pending("t1")).toHaveLength(1);
  box.close();
});

test("a comment typed on replaces the one that still waits, but never one on its way", async () => {
  const { box, sent } = outbox([new Away()]);
  box.add(put(1, "review"));
  box.add(put(2, "review"));
  box.add(put(3, "review"));
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual([1, 3]);
});
