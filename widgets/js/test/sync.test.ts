import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector, XmlElement, XmlText } from "yjs";
import { bodyOf } from "../core/anchors";
import { toBase64 } from "../core/bytes";
import { Outbox } from "../core/outbox";
import { plainOf } from "../core/plain";
import { Sync } from "../core/sync";
import type { TextView } from "../core/types";
import { FakeClass, openDoor } from "./fake_class";

let room: FakeClass;
let sync: Sync;
let doc: Doc;
let refusals: string[];
let views: TextView[];

/** The only line of a text. */
function paper(text: Doc): XmlText {
  const body = bodyOf(text);
  if (!body.length) {
    const block = new XmlElement("block");
    block.insert(0, [new XmlText()]);
    body.insert(0, [block]);
  }
  return (body.get(0) as XmlElement).get(0) as XmlText;
}

function start(): void {
  doc = new Doc();
  refusals = [];
  views = [];
  sync = new Sync(doc, {
    url: "ws://class/sync",
    text: "t",
    credentials: openDoor,
    outbox: new Outbox("test:outbox"),
    onChange: () => {},
    onText: (view) => views.push(view),
    onRefused: (message) => refusals.push(message),
    open: room.open,
  });
  sync.start();
}

const settle = (ms = 500) => vi.advanceTimersByTimeAsync(ms);
const type = (words: string) => paper(doc).insert(paper(doc).length, words);
const inClass = () => plainOf(room.doc);
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

  test("a class that does not acknowledge for three seconds is late", async () => {
    await settle();
    room.acknowledges = false;
    type("Le chat");
    await settle(2_000);
    expect(sync.late).toBe(false);
    await settle(1_000);
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
    paper(room.doc).insert(0, "Le chat");
    paper(room.doc).delete(0, 3);
    await settle();
    sync.destroy();
    start();
    await settle();
    expect(plainOf(doc)).toBe("chat");
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
    paper(room.doc).insert(0, "Oh ! ");
    room.reachable = true;
    await settle(3_000);
    expect(inClass()).toBe("Oh ! Le chat dort");
    expect(plainOf(doc)).toBe("Oh ! Le chat dort");
    expect(room.heard.find((said) => said.k === "seen")).toEqual({ k: "seen", plain: "Le chat dort" });
    expect(sync.dirty).toBe(false);
  });

  test("what the pupil saw is told when another tablet has only deleted", async () => {
    await settle();
    type("Le chat noir");
    await settle();
    room.cut();
    type(" dort");
    paper(room.doc).delete(0, 12);
    room.reachable = true;
    await settle(3_000);
    const told = room.heard.findIndex((said) => said.k === "seen");
    expect(room.heard[told]).toEqual({ k: "seen", plain: "Le chat noir dort" });
    expect(room.heard[told + 1]).toMatchObject({ k: "update", deletes: 0 });
  });

  test("what was just typed and goes with a paragraph that another tablet takes away is told, while the line is live", async () => {
    await settle();
    type("Le chat noir");
    await settle();
    type(" dort");
    room.write((text) => bodyOf(text).delete(0, 1));
    await settle();
    expect(plainOf(doc)).toBe("");
    const told = room.heard.findIndex((said) => said.k === "seen");
    expect(room.heard[told]).toEqual({ k: "seen", plain: "Le chat noir dort" });
    expect(room.heard[told + 1]).toMatchObject({ k: "update", deletes: 0 });
    expect(sync.dirty).toBe(false);
  });

  test("what another tablet takes away of words typed long ago is its own affair", async () => {
    await settle();
    type("Le chat noir");
    await settle(16_000);
    room.write((text) => bodyOf(text).delete(0, 1));
    await settle();
    expect(plainOf(doc)).toBe("");
    expect(room.heard.find((said) => said.k === "seen")).toBeUndefined();
  });

  test("what the page writes because of the welcome goes to the class too", async () => {
    sync.destroy();
    start();
    doc.on("update", (_: Uint8Array, origin: unknown) => {
      if (origin === sync && !doc.getMap("todo").size) doc.getMap("todo").set("a", 1);
    });
    paper(room.doc).insert(0, "Le chat");
    await settle(3_000);
    expect(room.doc.getMap("todo").get("a")).toBe(1);
    expect(sync.dirty).toBe(false);
  });

  test("a deposit that nobody answers is late", async () => {
    await settle();
    room.silent = true;
    sync.ask("submit");
    await settle(4_000);
    expect(sync.late).toBe(true);
  });

  test("a word deleted while the class is away is deleted in the class too", async () => {
    await settle();
    type("Le chat noir");
    await settle();
    room.cut();
    paper(doc).delete(7, 5);
    room.reachable = true;
    await settle(3_000);
    expect(inClass()).toBe("Le chat");
  });

  /** From half a second to half a minute, in steps that meet every turn of the timers. */
  const SPELLS = Array.from({ length: 40 }, (_, i) => 500 + i * 730);

  test.each(SPELLS)(
    "after %i ms in which everything vanishes silently, all is there within five seconds",
    async (spell) => {
      await settle();
      room.silent = true;
      type("Le chat");
      await settle(spell);
      if (spell > 4_500) expect(sync.late).toBe(true);
      room.silent = false;
      setTimeout(() => room.retransmit(), spell);
      await settle(5_000);
      expect(inClass()).toBe("Le chat");
      expect(sync.link).toBe("live");
      expect(sync.dirty).toBe(false);
    },
  );

  test.each(SPELLS)(
    "after %i ms in which the class refuses to open, all is there within five seconds",
    async (spell) => {
      await settle();
      room.cut();
      type("Le chat");
      await settle(spell);
      expect(sync.late).toBe(true);
      room.reachable = true;
      await settle(5_000);
      expect(inClass()).toBe("Le chat");
      expect(sync.dirty).toBe(false);
    },
  );

  test("nobody hammers a class that is away: a try every second and a half at most", async () => {
    await settle();
    room.cut();
    await settle(10_000);
    const before = room.sockets.length;
    await settle(60_000);
    expect(room.sockets.length - before).toBeLessThanOrEqual(41);
  });

  test("a class that is slow to write but answers is late, and keeps its line", async () => {
    await settle();
    room.acknowledges = false;
    type("Le chat");
    await settle(30_000);
    expect(sync.late).toBe(true);
    expect(room.sockets).toHaveLength(1);
  });

  test("a clock that is set back does not stop the line from being watched", async () => {
    await settle();
    room.silent = true;
    type("Le chat");
    vi.setSystemTime(Date.now() - 86_400_000);
    await settle(8_000);
    room.silent = false;
    await settle(5_000);
    expect(inClass()).toBe("Le chat");
  });

  test("a sleeping tablet that wakes asks whether somebody is still there", async () => {
    await settle();
    room.silent = true;
    document.dispatchEvent(new Event("visibilitychange"));
    await settle(6_600);
    expect(sync.link).toBe("offline");
  });

  test("a connection that was begun without a network is begun anew when the network is back", async () => {
    await settle();
    room.cut();
    room.silent = true;
    await settle(5_000);
    room.reachable = true;
    room.silent = false;
    dispatchEvent(new Event("online"));
    await settle(1_000);
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

describe("a class that cannot write", () => {
  test("its words are told, the text is late, and both end with the next acknowledgement", async () => {
    await settle();
    room.acknowledges = false;
    type("Le chat");
    await settle();
    room.say({ k: "trouble", code: "out_of_service", message: "Plus de place." });
    expect(sync.trouble).toBe("Plus de place.");
    expect(sync.late).toBe(true);
    room.acknowledges = true;
    type(" dort");
    await settle();
    expect(sync.trouble).toBeNull();
    expect(sync.late).toBe(false);
  });

  test("a deposit that it cannot write now is asked for again, with the same key, until it is written", async () => {
    await settle();
    type("Fin.");
    room.refuseNext = "out_of_service";
    sync.ask("submit");
    await settle();
    expect(refusals).toEqual([]);
    expect(sync.trouble).toBe("Non.");
    await settle(4_000);
    const keys = asked().map((said) => said.key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(localStorage.getItem("test:outbox")).toBeNull();
    expect(sync.trouble).toBeNull();
  });
});

describe("two windows on one text", () => {
  test("neither forgets what the other asked for", async () => {
    room.cut();
    const [one, other] = [new Outbox("test:outbox"), new Outbox("test:outbox")];
    one.add({ key: "one", verb: "mark", sv: "AA==" });
    other.add({ key: "other", verb: "mark", sv: "AA==" });
    one.remove("one");
    expect(other.all.map((request) => request.key)).toEqual(["other"]);
  });

  test("a deposit is not sent by the window that lacks the letters it speaks of", async () => {
    await settle();
    const elsewhere = new Doc();
    paper(elsewhere).insert(0, "Fin.");
    const sv = toBase64(encodeStateVector(elsewhere));
    new Outbox("test:outbox").add({ key: "of the other", verb: "submit", sv });
    sync.askNext();
    await settle();
    expect(asked()).toEqual([]);
    applyUpdate(doc, encodeStateAsUpdate(elsewhere));
    await settle();
    expect(asked().map((said) => said.key)).toEqual(["of the other"]);
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
