/** The teacher's own password, asked for at the first sign-in; it can wait. */

import { h } from "../../core/dom";
import type { Desk } from "../desk";
import { button, shown } from "../parts";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";

const SHORTEST = 10;
const LATER = "ecritoire.desk.password-later";

/** Asks for a new password. Resolves when it is changed, or put off; then it is not asked again in this tab. */
export async function askPassword(desk: Desk, storage: Storage): Promise<void> {
  if (storage.getItem(LATER) === desk.person.username) return;
  const [current, fresh, repeat] = ["current-password", "new-password", "new-password"].map((autocomplete) =>
    h("input", { type: "password", autocomplete, required: true, maxlength: 200 }),
  );
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", { id: "new-password", novalidate: true, method: "dialog" });
  form.append(
    h("h2", { id: "password-title" }, WORDS.password.title),
    h("p", {}, WORDS.password.why),
    labelled(WORDS.password.current, current),
    labelled(WORDS.password.fresh, fresh),
    labelled(WORDS.password.repeat, repeat),
    problem,
  );
  const dialog = h("dialog", { class: "card question", "aria-labelledby": "password-title" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.textContent = passwordProblem(fresh.value, repeat.value) ?? "";
    if (!problem.textContent) void change();
  });
  const change = async () => {
    try {
      await desk.service.put("api/me/password", { current: current.value, new: fresh.value });
      desk.voice.say(WORDS.password.saved);
      dialog.close();
    } catch (error) {
      problem.textContent = sentenceOf(error);
    }
  };
  const save = button(WORDS.password.save, { kind: "primary", attributes: { type: "submit", form: form.id } });
  const later = () => {
    storage.setItem(LATER, desk.person.username);
    dialog.close();
  };
  await shown(dialog, [save, button(WORDS.password.later, { onclick: later })]);
}

/** What is wrong with a new password, in words; null when it will do. */
export function passwordProblem(fresh: string, repeat: string): string | null {
  if (Array.from(fresh).length < SHORTEST) return WORDS.password.short;
  return fresh === repeat ? null : WORDS.password.different;
}

const labelled = (words: string, input: HTMLElement): HTMLElement =>
  h("label", { class: "field" }, h("span", {}, words), input);
