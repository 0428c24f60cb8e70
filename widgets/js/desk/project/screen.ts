/** Giving a writing project: what to write, a picture, for whom, until when; and the projects already given. */

import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import { type Desk, refreshClassroom, type Screen } from "../desk";
import { button } from "../parts";
import { hashOf } from "../router";
import type { Assignment } from "../shapes";
import { sentenceOf } from "../voice";
import { dayInWords } from "../when";
import { WORDS } from "../words.fr";
import { BLANK, bodyOf, draftOf, type ProjectDraft, type ProjectProblem, problemsOf } from "./draft";
import { PictureField } from "./picture";
import { PupilsField } from "./pupils";
import { Unfinished } from "./unfinished";

export function projectScreen(desk: Desk, id: string | null): Screen {
  const assignment = desk.classroom.assignments.find((one) => one.id === id) ?? null;
  const form = new ProjectForm(desk, assignment);
  const title = assignment ? WORDS.project.edit : WORDS.project.title;
  const head = h("div", { class: "screen-head" }, h("h1", { tabindex: "-1" }, title));
  const two = h("div", { class: "two project" }, form.element, existing(desk.classroom.assignments, id));
  return { element: h("div", {}, head, two), title };
}

class ProjectForm {
  readonly element = h("form", { class: "card", novalidate: true });
  private readonly title = h("input", { type: "text", maxlength: 120, required: true, autocomplete: "off" });
  private readonly prompt = h("textarea", { rows: 6, maxlength: 4000, required: true });
  private readonly due = h("input", { type: "date" });
  private readonly picture: PictureField;
  private readonly pupils: PupilsField;
  private readonly problems = h("p", { class: "problem", role: "alert" });
  private readonly before: ProjectDraft;
  private readonly unfinished: Unfinished;
  /** The projects of the class when this one was begun, and whether it was asked to take it already. */
  private readonly asked: readonly Assignment[];
  private unsure = false;
  private sending = false;

  constructor(
    private readonly desk: Desk,
    private readonly assignment: Assignment | null,
  ) {
    this.before = assignment ? draftOf(assignment) : BLANK;
    this.asked = desk.classroom.assignments;
    this.unfinished = new Unfinished(desk.person.username, assignment?.id ?? null);
    const found = this.unfinished.draft;
    const start = found ?? this.before;
    this.title.value = start.title;
    this.prompt.value = start.prompt;
    this.due.value = start.due;
    this.picture = new PictureField(desk, start.picture, this.keep);
    this.pupils = new PupilsField(desk.classroom.pupils, start);
    this.build(found !== null);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.sending) void this.send();
    });
  }

  private build(found: boolean): void {
    const save = this.assignment ? WORDS.project.save : WORDS.project.give;
    const leave = { class: "button quiet", href: "#/pile", onclick: () => this.unfinished.forget() };
    const cancel = h("a", leave, WORDS.project.cancel);
    const answers = h(
      "div",
      { class: "answers" },
      button(save, { icon: "send", kind: "primary", attributes: { type: "submit" } }),
      cancel,
    );
    this.element.append(
      found ? this.foundAgain() : "",
      field(WORDS.project.name, this.title),
      field(WORDS.project.prompt, this.prompt, WORDS.project.promptHint),
      this.picture.element,
      this.pupils.element,
      field(WORDS.project.due, this.due),
      this.problems,
      answers,
    );
    this.element.addEventListener("input", this.again);
    for (const name of ["input", "change"]) this.element.addEventListener(name, this.keep);
    this.pupils.element.addEventListener("click", this.keep);
  }

  /** Says that these words were not given yet, with a way to start again. */
  private foundAgain(): HTMLElement {
    const again = () => {
      this.unfinished.forget();
      this.desk.go({ screen: "project", id: this.assignment?.id ?? null });
    };
    const start = button(this.assignment ? WORDS.project.asGiven : WORDS.project.startAgain, { onclick: again });
    return h("p", { class: "elsewhere", role: "status" }, h("span", {}, WORDS.project.found), start);
  }

  /** What differs from what was given is kept; nothing is when nothing was changed. */
  private keep = (): void => {
    const draft = this.draft();
    const same = JSON.stringify(bodyOf(draft)) === JSON.stringify(bodyOf(this.before));
    if (same) this.unfinished.forget();
    else this.unfinished.keep(draft);
  };

  private draft(): ProjectDraft {
    const { picture, pupils } = this;
    const typed = { title: this.title.value, prompt: this.prompt.value, due: this.due.value };
    return { ...typed, picture: picture.value, everyone: pupils.everyone, pupils: pupils.chosen };
  }

  private async send(): Promise<void> {
    const draft = this.draft();
    const problems = problemsOf(draft, new Date(), this.before.due);
    this.show(problems);
    if (problems.length > 0) return this.fields()[problems[0]].focus();
    const { desk, assignment } = this;
    this.sending = true;
    try {
      if (assignment) await desk.service.patch(`api/assignments/${assignment.id}`, bodyOf(draft));
      else await this.give(draft);
      this.unfinished.forget();
      await refreshClassroom(desk);
      desk.voice.say(assignment ? WORDS.project.saved(draft.title) : WORDS.project.given(draft.title));
      desk.go({ screen: "pile" });
    } catch (error) {
      this.problems.textContent = sentenceOf(error);
    }
    this.sending = false;
  }

  /** Gives a new project, once: when an answer was lost, the class is first asked whether it has it already. */
  private async give(draft: ProjectDraft): Promise<void> {
    const { desk } = this;
    const known = new Set(this.asked.map(({ id }) => id));
    if (this.unsure) await refreshClassroom(desk);
    const { title, prompt } = bodyOf(draft);
    const same = (one: Assignment) => !known.has(one.id) && one.title === title && one.prompt === prompt;
    if (this.unsure && desk.classroom.assignments.some(same)) return;
    this.unsure = true;
    await desk.service.post(`api/classrooms/${desk.person.classroom}/assignments`, bodyOf(draft));
  }

  private fields = () => ({ title: this.title, prompt: this.prompt, due: this.due, pupils: this.pupils.first });

  /** What was said to be missing goes as soon as it is there. */
  private again = (): void => {
    if (this.problems.textContent) this.show(problemsOf(this.draft(), new Date(), this.before.due));
  };

  private show(problems: readonly ProjectProblem[]): void {
    this.problems.textContent = problems.map((problem) => WORDS.project.problems[problem]).join(" ");
    for (const [name, input] of Object.entries(this.fields()))
      input.setAttribute("aria-invalid", String(problems.includes(name as ProjectProblem)));
  }
}

function field(words: string, input: HTMLElement, hint?: string): HTMLElement {
  return h("label", { class: "field" }, h("span", {}, words), hint && h("small", {}, hint), input);
}

function existing(assignments: readonly Assignment[], current: string | null): HTMLElement {
  const newest = [...assignments].sort((a, b) => b.created_at.localeCompare(a.created_at));
  const items = newest.map((one) => {
    const whom = one.pupils.length === 0 ? WORDS.project.forAll : WORDS.project.chosen(one.pupils.length);
    const about = one.due ? `${whom}, ${WORDS.project.until(dayInWords(one.due))}` : whom;
    const attributes = {
      href: hashOf({ screen: "project", id: one.id }),
      "aria-current": one.id === current && "true",
    };
    return h(
      "li",
      {},
      h("a", attributes, icon("pencil"), h("span", {}, h("strong", {}, one.title), h("small", {}, about))),
    );
  });
  const create = h(
    "a",
    { class: "button", href: hashOf({ screen: "project", id: null }) },
    icon("plus"),
    WORDS.project.create,
  );
  const list = items.length > 0 ? h("ul", {}, ...items) : h("p", { class: "hint" }, WORDS.project.noProject);
  return h("aside", { class: "card projects" }, h("h2", {}, WORDS.project.existing), list, current !== null && create);
}
