import { afterEach, expect, test, vi } from "vitest";
import { Away, Refused } from "../../core/errors";
import { type Door, Service } from "../../desk/service";
import { storage } from "./made";

const PERSON = { username: "claire" };
const HOURS = 3_600_000;

/** A class service that holds these credentials good; `asked` is what it heard. */
function classroom(good: string[], hours = 12) {
  const asked: string[] = [];
  const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
  vi.stubGlobal("fetch", async (url: string, { headers, body }: RequestInit) => {
    const path = url.replace("/services/classroom/", "");
    const bearer = (headers as Record<string, string>).Authorization?.replace("Bearer ", "");
    const credential = path === "api/leases" ? JSON.parse(body as string).credential : bearer;
    asked.push(`${path} ${credential}`);
    if (!good.includes(credential)) return answer(401, { code: "not_signed_in", message: "Entrez d'abord." });
    if (path === "api/away") return answer(503, {});
    if (path === "api/no") return answer(409, { code: "wrong_stage", message: "Trop tard." });
    const expires = new Date(Date.now() + hours * HOURS).toISOString();
    return answer(200, path === "api/leases" ? { lease: "lease", expires, person: PERSON } : { path });
  });
  return asked;
}

const door = (more: Partial<Door> = {}): Door => ({ serviceUrl: "/services/classroom/", ticket: "ticket", ...more });

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a ticket opens the door once, and the lease does the rest", async () => {
  const asked = classroom(["ticket", "lease"]);
  const service = new Service(door(), storage());
  expect(await service.open()).toEqual(PERSON);
  await service.get("api/me");
  expect(asked).toEqual(["api/leases ticket", "api/me lease"]);
});

test("a page loaded again with an old ticket goes on with its lease", async () => {
  const kept = storage();
  classroom(["ticket", "lease"]);
  await new Service(door(), kept).open();
  const asked = classroom(["lease"]);
  await new Service(door({ ticket: "old" }), kept).open();
  expect(asked).toEqual(["api/leases old", "api/leases lease"]);
});

test("the lease of somebody else is never used", async () => {
  const kept = storage();
  classroom(["ticket", "lease"]);
  await new Service(door(), kept).open();
  const other = new Service(door({ ticket: null, person: "paul" }), kept);
  await expect(other.open()).rejects.toBeInstanceOf(Refused);
});

test("when nothing opens any more the kernel is asked for another ticket", async () => {
  const asked = classroom(["fresh"]);
  const service = new Service(door({ askTicket: async () => "fresh" }), storage());
  await service.open();
  expect(asked.at(-1)).toBe("api/leases fresh");
});

test("a lease near its end is renewed before it is used", async () => {
  const asked = classroom(["ticket", "lease"], 0.5);
  const service = new Service(door(), storage());
  await service.get("api/me");
  expect(asked).toEqual(["api/leases ticket", "api/leases lease", "api/me lease"]);
});

test("a refusal carries the service's own sentence", async () => {
  classroom(["ticket", "lease"]);
  await expect(new Service(door(), storage()).get("api/no")).rejects.toMatchObject({
    code: "wrong_stage",
    message: "Trop tard.",
  });
});

test("a service that cannot write now is a network that is cut: the request may come again", async () => {
  classroom(["ticket", "lease"]);
  await expect(new Service(door(), storage()).get("api/away")).rejects.toBeInstanceOf(Away);
});

test("a network cut at the door keeps the ticket for the next try", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
  const service = new Service(door(), storage());
  await expect(service.open()).rejects.toBeInstanceOf(Away);
  classroom(["ticket", "lease"]);
  expect(await service.open()).toEqual(PERSON);
});

test("leaving forgets the lease", async () => {
  const kept = storage();
  classroom(["ticket", "lease"]);
  const service = new Service(door(), kept);
  await service.open();
  service.forget();
  expect(kept.length).toBe(0);
});
