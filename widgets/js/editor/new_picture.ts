/** A picture from the tablet for one's text: made smaller here, shown, told in words for those who cannot see it, and sent to the class. */

import { h } from "../core/dom";
import { Away, Refused } from "../core/errors";
import { words } from "../core/words.fr";
import type { Picture } from "./looks";

/** As large as the class keeps them, in pixels, and as heavy as it takes them, in bytes. */
const LONGEST_SIDE = 1600;
const LARGEST = 8_000_000;
/** Below this a picture is sent as it is. */
const SMALL = 300_000;

/** Asks what is seen on the picture, and sends it. Null when the pupil thinks again. */
export function tellPicture(
  parent: HTMLElement,
  file: Blob,
  send: (picture: Blob) => Promise<string>,
): Promise<Picture | null> {
  const shown = URL.createObjectURL(file);
  const alt = h("input", { type: "text", maxlength: 200, autocomplete: "off" });
  const said = h("p", { class: "picture-said", role: "status" });
  const put = h("button", { type: "submit", class: "button primary" }, words.picture.put);
  const no = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, words.picture.no);
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "picture-title" }, words.picture.title),
    h("img", { src: shown, alt: words.picture.chosen }),
    h("label", {}, h("span", {}, words.picture.what), alt),
    said,
    h("footer", {}, no, put),
  );
  const dialog = h("dialog", { class: "question picture-question", "aria-labelledby": "picture-title" }, form);
  let made: Picture | null = null;
  const go = async () => {
    put.disabled = true;
    said.textContent = words.picture.sending;
    try {
      made = { asset: await send(await lighter(file)), alt: alt.value.trim() };
      dialog.close();
    } catch (error) {
      said.textContent = sentenceOf(error);
    }
    put.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void go();
  });
  parent.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      URL.revokeObjectURL(shown);
      dialog.remove();
      resolve(made);
    });
  });
}

/** What is wrong with a file before it is sent; null when it will do. */
export const problemOf = (file: Blob): string | null => (file.type.startsWith("image/") ? null : words.picture.notOne);

function sentenceOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return error instanceof Away ? words.picture.away : words.picture.failed;
}

/** A camera's picture of five megabytes becomes a tenth of that, before it goes over the school's Wi-Fi. */
async function lighter(file: Blob): Promise<Blob> {
  const small = file.size <= SMALL ? null : await drawnSmaller(file);
  const best = small && small.size < file.size ? small : file;
  if (best.size > LARGEST) throw new Refused(413, "too_large", words.picture.tooLarge);
  return best;
}

/** Null when this browser cannot draw it. */
async function drawnSmaller(file: Blob): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const ratio = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(bitmap.width * ratio), Math.round(bitmap.height * ratio)];
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.85));
  } catch {
    return null;
  }
}
