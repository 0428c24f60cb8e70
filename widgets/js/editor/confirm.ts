/** Asks one simple question before something important. */

import { h } from "../core/dom";

export interface Question {
  title: string;
  sentences: readonly string[];
  yes: string;
  no: string;
  /** Which answer is the wiser one, and looks so: yes when nothing is said. */
  wiser?: "no";
}

/** Resolves to whether the person said yes. */
export function confirm(parent: HTMLElement, question: Question): Promise<boolean> {
  const { wiser = "yes" } = question;
  return new Promise((resolve) => {
    const answer = (name: "yes" | "no") => {
      const look = name === wiser ? "button primary" : "button";
      return h("button", { type: "button", class: look, onclick: () => dialog.close(name) }, question[name]);
    };
    const dialog = h(
      "dialog",
      { class: "question", "aria-labelledby": "question-title" },
      h("h2", { id: "question-title" }, question.title),
      ...question.sentences.map((sentence) => h("p", {}, sentence)),
      h("footer", {}, answer("no"), answer("yes")),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    parent.append(dialog);
    dialog.showModal();
  });
}
