import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Doc } from "yjs";
import { Outbox } from "../core/outbox";
import { Sync } from "../core/sync";
import type { TextView } from "../core/types";
import { FakeClass, openDoor } from "./fake_class";

let room: FakeClass;
let sync: Sync;
let doc: Doc;
let refusals: string[];
let views: TextView[];

function start(): void {
  doc = new Doc();
  refusals = [];
  views = [];
  sync = new Sync(doc, {
    url: "ws://class/sync",
    text: "t",
    credentials: openDoor,
    outbox: new Outbox("test:outbox"),
    plain: () => doc.getText("body").toString(),
    onChange: () => {},
    onText: (view) => views.push(view),
    onRefused: (message) => refusals.push(message),
    open: room.open,
  });
  sync.start();
}

const settle = (ms = 500) => vi.advanceTimersByTimeAsync(ms);
const type = (words: string) => doc.getText("body").insert(doc.getText("body").length, words);
const inClass = () => room.doc.getText("body").toString();
const asked = () => room.heard.filter((said) => said.k === "do");

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  room = new FakeClass();
  start();
});

afterEach(() => {
  sync.destroy();
  vi.useRealTimers();
});

describe("saved means acknowledged", () => {
  test("what is typed reaches the class and counts as saved after the acknowledgement", async () => {
    await settle();
    room.acknowledges = false;
    type("Le chat");
    await settle();
    expect(inClass()).toBe("Le chat");
    expect(sync.dirty).toBe(true);
  });

  test("a class that does not acknowledge for four seconds is late", async () => {
    await settle();
    room.acknowledges = false;
    type("Le chat");
    await settle(3_000);
    expect(sync.late).toBe(false);
    await settle(2_000);
    expect(sync.late).toBe(true);
  });

  test("keys typed together travel in one frame", async () => {
    await settle();
    for (const letter of "Le chat dort") type(letter);
    await settle();
    expect(room.updates).toBe(1);
    expect(sync.dirty).toBe(false);
  });

  test("opening a text that was not changed sends nothing", async () => {
    room.doc.getText("body").insert(0, "Le chat");
    room.doc.getText("body").delete(0, 3);
    await settle();
    sync.destroy();
    start();
    await settle();
    expect(doc.getText("body").toString()).toBe("chat");
    expect(room.updates).toBe(0);
  });
});

describe("the network goes and comes back", () => {
  test("what is typed while the class is away is sent with the next greeting, after what the pupil saw", async () => {
    await settle();
    type("Le chat");
    await settle();
    room.cut();
    type(" dort");
    expect(sync.link).toBe("offline");
    room.doc.getText("body").insert(0, "Oh ! ");
    room.reachable = true;
    await settle(3_000);
    expect(inClass()).toBe("Oh ! Le chat dort");
    expect(doc.getText("body").toString()).toBe("Oh ! Le chat dort");
    expect(room.heard.find((said) => said.k === "seen")).toEqual({ k: "seen", plain: "Le chat dort" });
    expect(sync.dirty).toBe(false);
  });

  test("a word deleted while the class is away is deleted in the class too", async () => {
    await settle();
    type("Le chat noir");
    await settle();
    room.cut();
    doc.getText("body").delete(7, 5);
    room.reachable = true;
    await settle(3_000);
    expect(inClass()).toBe("Le chat");
  });

  test("a socket that stays open and silent is given up after twelve seconds", async () => {
    await settle();
    room.reachable = false;
    type("Le chat");
    await settle(13_000);
    expect(sync.link).toBe("offline");
    room.reachable = true;
    await settle(20_000);
    expect(inClass()).toBe("Le chat");
    expect(sync.link).toBe("live");
  });

  test("the tablet tries at once when it says that the network is back", async () => {
    await settle();
    room.cut();
    await settle(60_000);
    room.reachable = true;
    dispatchEvent(new Event("online"));
    await settle(10);
    expect(sync.link).toBe("live");
  });

  test.each([
    [4403, "forbidden"],
    [4404, "forbidden"],
    [4409, "outdated"],
    [4413, "full"],
  ])("after close code %i nothing is tried again", async (code, link) => {
    await settle();
    room.cut(code);
    const { length } = room.sockets;
    room.reachable = true;
    await settle(60_000);
    expect(sync.link).toBe(link);
    expect(room.sockets.length).toBe(length);
  });
});

describe("what the pupil asks for", () => {
  test("a deposit goes after the letters that it speaks of", async () => {
    await settle();
    type("Fin.");
    sync.ask("submit");
    await settle(10);
    expect(room.heard.map((said) => said.k)).toEqual(["hello", "update", "do"]);
  });

  test("a deposit asked for while the class is away is sent later, once, with the same key", async () => {
    room.cut();
    await settle();
    sync.ask("submit");
    const key = JSON.parse(localStorage.getItem("test:outbox")!)[0].key;
    sync.destroy();
    room.reachable = true;
    start();
    await settle(3_000);
    expect(asked().map((said) => said.key)).toEqual([key]);
    expect(localStorage.getItem("test:outbox")).toBeNull();
  });

  test("a deposit that was not sent can be taken back", async () => {
    room.cut();
    await settle();
    sync.ask("submit");
    sync.unask(JSON.parse(localStorage.getItem("test:outbox")!)[0].key);
    room.reachable = true;
    await settle(3_000);
    expect(asked()).toEqual([]);
  });

  test("a class that lacks letters gets them all, then the same request again", async () => {
    await settle();
    type("Fin.");
    room.refuseNext = "text_behind";
    sync.ask("submit");
    await settle();
    const keys = asked().map((said) => said.key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(refusals).toEqual([]);
  });

  test("a refusal is told in the words of the class", async () => {
    await settle();
    room.refuseNext = "wrong_stage";
    sync.ask("take_back");
    await settle();
    expect(refusals).toEqual(["Non."]);
    expect(localStorage.getItem("test:outbox")).toBeNull();
  });

  test("what the class says of the text is heard", async () => {
    await settle();
    expect(views.map((view) => view.stage)).toEqual(["writing"]);
  });
});
