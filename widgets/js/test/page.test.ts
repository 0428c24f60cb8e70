import { beforeEach, describe, expect, test, vi } from "vitest";
import { KernelLine } from "../page/kernel";
import { PageModel } from "../page/model";

class FakeSocket {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  closed = false;
  onopen = () => {};
  onclose = () => {};
  onmessage: (event: { data: unknown }) => void = () => {};

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  answer(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }
  say(comm_id: string, data: object, msg_type = "comm_msg"): void {
    this.onmessage({ data: JSON.stringify({ header: { msg_type }, content: { comm_id, data } }) });
  }
}

const HEAD = {
  script: "s.js",
  style: "s.css",
  screen: "notebook",
  service_url: "/c/",
  person: "lea",
  ticket: "one",
  policy: "default-src 'self'",
  notebook: null,
};
const line = () => new KernelLine("ws://class/user/lea/api/kernels/k/channels", "widget");
const socket = () => FakeSocket.opened.at(-1)!;
const contents = () => socket().sent.map((text) => JSON.parse(text).content);

beforeEach(() => {
  FakeSocket.opened = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});

describe("a page that opens before its kernel", () => {
  test("shows what its head says", () => {
    const model = new PageModel(HEAD);
    expect(["screen", "person", "ticket"].map((name) => model.get(name))).toEqual(["notebook", "lea", "one"]);
  });

  test("does not call a kernel that it has nothing to ask", () => {
    new PageModel(HEAD).join(line());
    expect(FakeSocket.opened).toEqual([]);
  });

  test("asks for a ticket as soon as the kernel is there, and hears of it", () => {
    const model = new PageModel(HEAD);
    const heard = vi.fn();
    model.on("change:ticket", heard);
    model.send({ k: "ticket" });
    model.join(line());
    socket().answer();
    expect(contents()).toEqual([{ comm_id: "widget", data: { method: "custom", content: { k: "ticket" } } }]);
    socket().say("widget", { method: "update", state: { ticket: "two" } });
    expect(heard).toHaveBeenCalledOnce();
    expect(model.get("ticket")).toBe("two");
  });

  test("does not take another widget's word, nor another kind of message", () => {
    const model = new PageModel(HEAD);
    model.send({ k: "ticket" });
    model.join(line());
    socket().say("another", { method: "update", state: { ticket: "three" } });
    socket().say("widget", { method: "update", state: { ticket: "four" } }, "comm_open");
    expect(model.get("ticket")).toBe("one");
  });

  test("hangs up when its screen lets the kernel go, before or after it is there", () => {
    const before = new PageModel(HEAD);
    before.widget_manager.kernel.dispose();
    before.join(line());
    before.send({ k: "ticket" });
    expect(FakeSocket.opened).toEqual([]);
    const after = new PageModel(HEAD);
    after.join(line());
    after.send({ k: "ticket" });
    after.widget_manager.kernel.dispose();
    expect(socket().closed).toBe(true);
    expect(after.widget_manager.kernel.isDisposed).toBe(true);
  });

  test("does not call again once the line is lost, and says that the kernel is gone", () => {
    const model = new PageModel(HEAD);
    model.join(line());
    model.send({ k: "ticket" });
    socket().onclose();
    model.send({ k: "ticket" });
    expect(FakeSocket.opened).toHaveLength(1);
    expect(model.widget_manager.kernel.isDisposed).toBe(true);
  });

  test("goes on without a kernel when the notebook did not run", () => {
    const model = new PageModel(HEAD);
    model.join(null);
    expect(model.widget_manager.kernel.isDisposed).toBe(true);
  });
});
