import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Away, NoCredential, Refused } from "../../core/errors";
import { type Door, Service } from "../../desk/service";

const PERSON = { username: "claire" };
const LEASES: Record<string, string> = { ticket: "lease", fresh: "another lease" };

/** A class service that holds these credentials good; `asked` is what it heard. */
function classroom(good: string[]) {
  const asked: string[] = [];
  const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
  vi.stubGlobal("fetch", async (url: string, { headers, body }: RequestInit) => {
    const path = url.replace("/services/classroom/", "");
    const bearer = (headers as Record<string, string> | undefined)?.Authorization?.replace("Bearer ", "");
    const credential = path === "api/leases" ? JSON.parse(body as string).credential : (bearer ?? "");
    asked.push(`${path} ${credential}`.trim());
    if (!good.includes(credential)) return answer(401, { code: "not_signed_in", message: "Entrez d'abord." });
    if (path === "api/away") return answer(503, {});
    if (path === "api/no") return answer(409, { code: "wrong_stage", message: "Trop tard." });
    if (path === "api/portal") return new Response("<html>Bienvenue sur le Wi-Fi</html>", { status: 200 });
    if (path === "api/lost") return new Response("<html>404 : Not Found</html>", { status: 404 });
    if (path === "api/me") return answer(200, PERSON);
    return answer(200, path === "api/leases" ? { lease: LEASES[credential], person: PERSON } : { path });
  });
  return asked;
}

const door = (more: Partial<Door> = {}): Door => ({ serviceUrl: "/services/classroom", ticket: "ticket", ...more });

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a ticket opens the door once, and the lease does the rest", async () => {
  const asked = classroom(["ticket", "lease"]);
  const service = new Service(door());
  expect(await service.open()).toEqual(PERSON);
  await service.get("api/x");
  expect(asked).toEqual(["api/leases ticket", "api/me lease", "api/x lease"]);
});

test("a page loaded again with an old ticket goes on with its lease", async () => {
  classroom(["ticket", "lease"]);
  await new Service(door()).open();
  const asked = classroom(["lease"]);
  expect(await new Service(door({ ticket: "old" })).open()).toEqual(PERSON);
  expect(asked.at(-1)).toBe("api/me lease");
});

test("the lease of somebody else is never used", async () => {
  classroom(["ticket", "lease"]);
  await new Service(door()).open();
  await expect(new Service(door({ ticket: null, person: "paul" })).open()).rejects.toBeInstanceOf(NoCredential);
});

test("a lease that ran out is replaced by the kernel's next ticket, and the request goes through", async () => {
  classroom(["ticket", "lease"]);
  const service = new Service(door({ askTicket: async () => "fresh" }));
  await service.open();
  const asked = classroom(["fresh", "another lease"]);
  await service.get("api/x");
  expect(asked).toEqual(["api/x lease", "api/leases fresh", "api/x another lease"]);
});

test("a refusal carries the service's own sentence", async () => {
  classroom(["ticket", "lease"]);
  const refused = new Service(door()).get("api/no");
  await expect(refused).rejects.toBeInstanceOf(Refused);
  await expect(refused).rejects.toMatchObject({ code: "wrong_stage", message: "Trop tard." });
});

test.each([
  ["a service that cannot write now", "api/away"],
  ["a page of the school's network in its place", "api/portal"],
  ["a hub that does not know where it is", "api/lost"],
])("%s is a network that is cut: the request may come again", async (_, path) => {
  classroom(["ticket", "lease"]);
  await expect(new Service(door()).get(path)).rejects.toBeInstanceOf(Away);
});

test("a network cut at the door keeps the ticket for the next try", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
  const service = new Service(door());
  await expect(service.open()).rejects.toBeInstanceOf(Away);
  classroom(["ticket", "lease"]);
  expect(await service.open()).toEqual(PERSON);
});

test("leaving forgets the lease", async () => {
  classroom(["ticket", "lease"]);
  const service = new Service(door());
  await service.open();
  service.forget();
  expect(sessionStorage.length).toBe(0);
});
