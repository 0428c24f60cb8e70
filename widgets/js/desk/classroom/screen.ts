/** The class: who is in it, whose entry is blocked, and who needs new pictures to come in. */

import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import { type Desk, refreshClassroom, type Screen } from "../desk";
import { avatar, button } from "../parts";
import { levelsOf } from "../project/pupils";
import type { Person } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import { askPictures } from "./pictures";

export function classroomScreen(desk: Desk): Screen {
  const { name, school } = desk.classroom.classroom;
  const about = h(
    "p",
    { class: "hint" },
    [name, school, WORDS.classroom.pupils(desk.classroom.pupils.length)].filter(Boolean).join(" · "),
  );
  const head = h("div", { class: "screen-head" }, h("h1", { tabindex: "-1" }, WORDS.classroom.title), about);
  const levels = h("div", { class: "class-levels" });
  const draw = () =>
    levels.replaceChildren(...levelsOf(desk.classroom.pupils).map((level) => levelCard(desk, level, draw)));
  draw();
  return { element: h("div", {}, head, levels), title: WORDS.classroom.title };
}

function levelCard(desk: Desk, level: string, draw: () => void): HTMLElement {
  const pupils = desk.classroom.pupils.filter((pupil) => pupil.level === level);
  const items = pupils.sort((a, b) => a.name.localeCompare(b.name, "fr")).map((pupil) => pupilItem(desk, pupil, draw));
  const heading = h("h2", {}, level || WORDS.classroom.noLevel, h("span", { class: "count" }, String(pupils.length)));
  return h("section", { class: "card" }, heading, h("ul", { class: "pupils" }, ...items));
}

function pupilItem(desk: Desk, pupil: Person, draw: () => void): HTMLElement {
  const unlock = async () => {
    try {
      await desk.service.post(`api/pupils/${pupil.username}/unlock`);
      desk.voice.say(WORDS.classroom.unlocked(pupil.name));
      await refreshClassroom(desk);
    } catch (error) {
      desk.voice.warn(sentenceOf(error));
    }
    draw();
  };
  const locked = pupil.locked && h("span", { class: "locked" }, icon("lock"), WORDS.classroom.locked);
  const open = pupil.locked && button(WORDS.classroom.unlock, { kind: "primary", onclick: () => void unlock() });
  const label = { "aria-label": `${WORDS.classroom.pictures} : ${pupil.name}` };
  const change = () => void askPictures(desk, pupil);
  const pictures = button(WORDS.classroom.pictures, {
    icon: "picture",
    kind: "quiet",
    onclick: change,
    attributes: label,
  });
  return h("li", {}, avatar(pupil), h("strong", {}, pupil.name), locked, h("span", { class: "acts" }, open, pictures));
}
