import { afterEach, expect, test, vi } from "vitest";
import { type CellOptions, cell, type Model } from "../core/cell";

function modelWith(kernel: { isDisposed: boolean; dispose: () => void }) {
  const send = vi.fn();
  const get = (name: string) => ({ screen: "notebook", ticket: "t" })[name] ?? "";
  const model: Model = { get, on: () => {}, off: () => {}, send, widget_manager: { kernel } };
  return { model, send };
}

function mounted(model: Model): CellOptions {
  const mount = vi.fn(() => () => {});
  cell({ notebook: mount }).render({ model, el: document.createElement("div") });
  return (mount.mock.calls[0] as unknown as [HTMLElement, CellOptions])[1];
}

function line() {
  const dispose = vi.fn(() => {
    kernel.isDisposed = true;
  });
  const kernel = { isDisposed: false, dispose };
  return kernel;
}

afterEach(() => {
  delete document.body.dataset.voila;
});

test("a page of its own hangs up its line to the kernel, and asks it nothing any more", async () => {
  document.body.dataset.voila = "voila";
  const kernel = line();
  const { model, send } = modelWith(kernel);
  const options = mounted(model);
  options.letKernelGo();
  expect(kernel.dispose).toHaveBeenCalledOnce();
  expect(await options.askTicket()).toBeNull();
  expect(send).not.toHaveBeenCalled();
});

test("in a notebook that is being worked on the kernel is left to the other cells", () => {
  const kernel = line();
  mounted(modelWith(kernel).model).letKernelGo();
  expect(kernel.dispose).not.toHaveBeenCalled();
});
