import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Credentials } from "../core/credentials";
import { Away, NoCredential } from "../core/errors";

let asked: string[];
/** What each address answers: a lease of a pupil, a refusal, nobody, or silence without end. */
let answers: Record<string, string | 401 | 503 | "silence">;
const granted = (username: string) => Response.json({ lease: `of ${username}`, expires: "", person: { username } });

async function answer(url: string, { signal }: RequestInit): Promise<Response> {
  asked.push(url);
  const what = answers[url] ?? 401;
  if (what === "silence")
    return new Promise((_, reject) =>
      signal!.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
    );
  return typeof what === "string" ? granted(what) : new Response("", { status: what });
}

function page(more: Partial<ConstructorParameters<typeof Credentials>[0]> = {}): Credentials {
  return new Credentials({ base: "/c/", username: "ana", ticket: null, askTicket: async () => null, ...more });
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  asked = [];
  answers = {};
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a ticket is exchanged for a lease, which the next page of this tab finds again", async () => {
  answers["/c/api/leases"] = "ana";
  expect(await page({ ticket: "t" }).lease()).toBe("of ana");
  expect(await page().lease()).toBe("of ana");
  expect(asked).toEqual(["/c/api/leases"]);
});

test("a ticket that is refused leaves the lease of before", async () => {
  answers["/c/api/leases"] = "ana";
  await page({ ticket: "t" }).lease();
  answers["/c/api/leases"] = 401;
  expect(await page({ ticket: "too old" }).lease()).toBe("of ana");
});

test("without a ticket and a lease, the door knows a browser that is signed in", async () => {
  answers["/c/door"] = "ana";
  expect(await page().lease()).toBe("of ana");
  expect(asked).toEqual(["/c/door"]);
});

test("a lease that was refused is asked for again, at the kernel first", async () => {
  answers["/c/door"] = answers["/c/api/leases"] = "ana";
  const askTicket = vi.fn(async () => "new");
  const credentials = page({ askTicket });
  credentials.refuse(await credentials.lease());
  await credentials.lease();
  expect(askTicket).toHaveBeenCalledTimes(2);
  expect(asked).toEqual(["/c/api/leases", "/c/api/leases"]);
});

test("the door does not make this page somebody else's: tablets are shared", async () => {
  answers["/c/door"] = "bob";
  await expect(page().lease()).rejects.toThrow(NoCredential);
  expect(sessionStorage.length).toBe(0);
});

test("when kernel and door say no, they are left alone for a while", async () => {
  const credentials = page();
  for (let i = 0; i < 20; i++) await expect(credentials.lease()).rejects.toThrow(NoCredential);
  expect(asked).toEqual(["/c/door"]);
  answers["/c/door"] = "ana";
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await credentials.lease()).toBe("of ana");
});

test("a tablet that was left signed out asks less and less", async () => {
  const credentials = page();
  for (let i = 0; i < 600; i++) {
    await credentials.lease().catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(asked.length).toBeLessThan(15);
});

test("a class that never answers is away after a few seconds, and the ticket is good for later", async () => {
  answers["/c/api/leases"] = "silence";
  const credentials = page({ ticket: "t" });
  const lease = expect(credentials.lease()).rejects.toThrow(Away);
  await vi.advanceTimersByTimeAsync(5_000);
  await lease;
  answers["/c/api/leases"] = "ana";
  expect(await credentials.lease()).toBe("of ana");
});

test("a browser that keeps nothing still has its lease for this page", async () => {
  const refuse = () => {
    throw new DOMException("refused", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  answers["/c/api/leases"] = "ana";
  const credentials = page({ ticket: "t" });
  await credentials.lease();
  expect(await credentials.lease()).toBe("of ana");
  expect(asked).toHaveLength(1);
});
