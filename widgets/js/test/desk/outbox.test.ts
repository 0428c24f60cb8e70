import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Away, NoCredential, Refused } from "../../core/errors";
import { Kept } from "../../desk/kept";
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

/** A browser's storage and one of its tabs'. */
const browser = () => ({ shelf: storage(), tab: storage() });

/** An outbox whose service answers with `answers` in turn: true, a refusal, or the network that is cut. */
function outbox(answers: (true | Error)[] = [], { shelf, tab } = browser()) {
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
    kept: new Kept(
      "claire",
      () => shelf,
      () => tab,
    ),
    onState: (state) => states.at(-1) !== state && states.push(state),
    onRefused: (_, { message }) => refused.push(message),
  };
  return { box: new Outbox(options), sent, states, refused, shelf, tab };
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
  expect(box.state).toBe("late");
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
  const second = outbox([], first);
  expect(second.box.state).toBe("saving");
  await second.box.settled();
  expect(second.sent).toEqual([1, 2]);
  expect(first.shelf.length).toBe(0);
});

test("a refusal is told once, and does not hold up the others", async () => {
  const { box, sent, refused } = outbox([new Refused(409, "wrong_stage", "Ce texte a été repris.")]);
  box.add(put(1), put(2));
  await box.settled();
  expect(refused).toEqual(["Ce texte a été repris."]);
  expect(sent).toEqual([2]);
});

test("an expired session loses nothing", async () => {
  const { box, states } = outbox([new NoCredential()]);
  box.add(put(1));
  await vi.advanceTimersByTimeAsync(10);
  expect(states.at(-1)).toBe("signed_out");
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

test("a class that is slow to answer is said to be late before anybody gives up", async () => {
  const states: string[] = [];
  let answer = () => {};
  const slow = new Outbox({
    send: () => new Promise<void>((resolve) => (answer = resolve)),
    kept: new Kept("claire", storage, storage),
    onState: (state) => states.push(state),
    onRefused: () => {},
  });
  slow.add(put(1));
  await vi.advanceTimersByTimeAsync(3500);
  expect(states.at(-1)).toBe("late");
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toBe("saved");
  slow.close();
});

test("what a tab that was closed offline left is stored when the desk is opened again, in another tab as well", async () => {
  const first = outbox([new Away()]);
  first.box.add(put(1));
  await vi.advanceTimersByTimeAsync(0);
  first.box.leave();
  const second = outbox([], { shelf: first.shelf, tab: storage() });
  expect(second.box.pending("t1")).toHaveLength(1);
});

test("a page that vanished without a word is taken over once it is surely gone, and one that is there never is", async () => {
  const first = outbox([new Away(), new Away(), new Away()]);
  first.box.add(put(1));
  await vi.advanceTimersByTimeAsync(0);
  const beside = { shelf: first.shelf, tab: storage() };
  expect(outbox([], beside).box.pending("t1")).toHaveLength(0);
  first.box.close();
  first.shelf.setItem(first.shelf.key(0) as string, JSON.stringify({ beat: 1, since: 1, requests: [put(1)] }));
  expect(outbox([], beside).box.pending("t1")).toHaveLength(1);
});

test("the same tab finds what its page had when the battery went out", async () => {
  const first = outbox([new Away()]);
  first.box.add(put(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(outbox([], first).box.pending("t1")).toHaveLength(1);
});

test("a browser that keeps nothing costs no gesture, and the page knows that it alone holds them", async () => {
  const refuse = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const sent: unknown[] = [];
  const options: OutboxOptions = {
    send: async ({ body }) => {
      if (sent.push(body) === 1) throw new Away();
    },
    kept: new Kept("claire", refuse, refuse),
    onState: () => {},
    onRefused: () => {},
  };
  const box = new Outbox(options);
  box.add(put(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(box.fragile).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(box.fragile).toBe(false);
  expect(sent).toHaveLength(2);
  box.close();
});

test("what waits can be taken back, but not what is on its way", async () => {
  const { box, sent } = outbox([new Away()]);
  box.add(put(1), put(2));
  await vi.advanceTimersByTimeAsync(0);
  box.withdraw(({ path }) => path === "p1");
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([2]);
});
