/** Three new pictures for a pupil: touched in the order in which he will touch them to come in. */

import { h } from "../../core/dom";
import type { Desk } from "../desk";
import { button, shown } from "../parts";
import type { Person } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";

const LENGTH = 3;
const DRAWINGS = "/hub/class/pictures.svg";

/** Asks for three pictures and gives them to the pupil. Resolves once it is done, or given up. */
export async function askPictures(desk: Desk, pupil: Person): Promise<void> {
  let chosen: string[] = [];
  const said = h("p", { class: "chosen", "aria-live": "polite" });
  const problem = h("p", { class: "problem", role: "alert" });
  const names = WORDS.pictures.names;
  const draw = () => {
    const words = chosen.map((code) => names[code as keyof typeof names]).join(", ");
    said.textContent = words ? WORDS.pictures.chosen(words) : WORDS.pictures.none;
    save.disabled = chosen.length < LENGTH;
  };
  const choose = (code: string) => {
    if (chosen.length < LENGTH) chosen.push(code);
    draw();
  };
  const send = async () => {
    try {
      await desk.service.put(`api/pupils/${pupil.username}/pictures`, { pictures: chosen });
      desk.voice.say(WORDS.pictures.saved(pupil.name));
      dialog.close();
    } catch (error) {
      problem.textContent = sentenceOf(error);
    }
  };
  const again = () => {
    chosen = [];
    draw();
  };
  const save = button(WORDS.pictures.save, { kind: "primary", onclick: () => void send() });
  const tiles = Object.entries(names).map(([code, words]) => tile(code, words, () => choose(code)));
  const dialog = h(
    "dialog",
    { class: "card question", "aria-labelledby": "pictures-title" },
    h("h2", { id: "pictures-title" }, WORDS.pictures.title(pupil.name)),
    h("p", {}, WORDS.pictures.help),
    h("div", { class: "tiles" }, ...tiles),
    said,
    problem,
  );
  draw();
  const answers = [save, button(WORDS.pictures.again, { icon: "undo", onclick: again })];
  await shown(dialog, [...answers, button(WORDS.pictures.cancel, { kind: "quiet", onclick: () => dialog.close() })]);
}

function tile(code: string, words: string, onclick: () => void): HTMLElement {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 64 64");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${DRAWINGS}#${code}`);
  svg.append(use);
  return h("button", { type: "button", class: "tile", onclick }, svg, words);
}
