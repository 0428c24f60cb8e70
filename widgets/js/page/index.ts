/** Opens a pupil's page from what its head says, at once; the kernel that lays out the rest is asked only for what nobody else knows. */

import { keepNotebook } from "../core/kept_notebook";
import { keepPage } from "../core/page_keeper";
import { KernelLine } from "./kernel";
import { type PageHead, PageModel } from "./model";

interface Kernel {
  baseUrl: string;
  kernelId: string;
}

function data<T>(selector: string): T | null {
  const found = document.querySelector(selector)?.textContent;
  return found ? (JSON.parse(found) as T) : null;
}

/** Where the kernel and its widget are, once the whole page has come; null when the notebook did not run. */
function findKernel(): KernelLine | null {
  const kernel = data<Kernel>("#kernel");
  const view = data<{ model_id: string }>('script[type="application/vnd.jupyter.widget-view+json"]');
  if (!kernel || !view) return null;
  const url = new URL(`${kernel.baseUrl}api/kernels/${kernel.kernelId}/channels`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return new KernelLine(url.href, view.model_id);
}

async function open(head: PageHead): Promise<void> {
  keepPage(head.policy).catch(() => {}); // a comfort: the page itself does without
  const model = new PageModel(head);
  if (head.notebook) keepNotebook(head.person, head.notebook);
  const { default: bundle } = await import(head.script);
  const screen = document.createElement("div");
  bundle.render({ model, el: screen });
  document.getElementById("screen")!.replaceChildren(screen);
  if (document.readyState === "loading")
    await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));
  model.join(findKernel());
}

const head = data<PageHead>("#page");
if (head) void open(head);
