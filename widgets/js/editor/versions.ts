/** The texts that were deposited before, to look at. */

import type { Api } from "../core/api";
import { h } from "../core/dom";
import { frozenText } from "../core/frozen";
import { icon } from "../core/icons";
import { toPosition } from "../core/positions";
import type { TextView, VersionView } from "../core/types";
import { dayName, words } from "../core/words.fr";
import { familyTold, helpOf, placeTold } from "./help";

/** A folded list of the deposited versions, and the way to every other moment (`past` shows them). */
export function versionList(view: TextView, api: Api, past: () => void): HTMLElement {
  const items = view.versions.map(({ number, submitted_at }) => {
    const label = words.version(number, dayName(new Date(submitted_at)));
    const open = () => void showVersion(view, number, label, api);
    return h(
      "li",
      {},
      h("button", { type: "button", class: "button", "data-key": `v${number}`, onclick: open }, label),
    );
  });
  const moments = h("button", { type: "button", class: "button", "data-key": "past", onclick: past }, words.past.open);
  const list = h("ul", {}, ...items, h("li", {}, moments));
  return h("details", { class: "versions" }, h("summary", {}, words.versions), list);
}

/** Shows a version with its marks over the page. Without the class it cannot be read, and says so. */
async function showVersion(view: TextView, number: number, label: string, api: Api): Promise<void> {
  const sheet = h("div", { class: "sheet" });
  const help = helpOf(view.help_level);
  const close = h(
    "button",
    { type: "button", class: "button", onclick: () => dialog.close() },
    icon("back"),
    words.closeVersion,
  );
  const dialog = h(
    "dialog",
    { class: "version", "aria-label": label },
    h("header", {}, close, h("h2", {}, label)),
    sheet,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.querySelector(".ecritoire")!.append(dialog);
  dialog.showModal();
  try {
    const version = await api.get<VersionView>(`api/texts/${view.id}/versions/${number}`);
    const text = frozenText(sheet, version.document, view.palette, api.base, { "aria-label": label });
    text.draw(
      version.annotations
        .filter((one) => placeTold(help, view.palette, one))
        .map((one) => ({
          id: one.id,
          family: familyTold(help, view.palette, one).code,
          from: toPosition(text.doc, one.anchor.start),
          to: toPosition(text.doc, one.anchor.end),
        })),
    );
  } catch {
    sheet.append(h("p", { class: "prose" }, words.versionAway));
  }
}
