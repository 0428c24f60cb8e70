/** Asks one simple question before something important. */

import { h } from "../core/dom";

export interface Question {
  title: string;
  sentences: string[];
  yes: string;
  no: string;
}

/** Resolves to whether the person said yes. */
export function confirm(parent: HTMLElement, question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "question", "aria-labelledby": "question-title" },
      h("h2", { id: "question-title" }, question.title),
      ...question.sentences.map((sentence) => h("p", {}, sentence)),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, question.no),
        h("button", { type: "button", class: "button primary", onclick: () => dialog.close("yes") }, question.yes),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    parent.append(dialog);
    dialog.showModal();
  });
}
