/** A writing project as the teacher fills it in, what is missing in it, and what is sent. Dates are days of the school's clock. */

import type { Assignment } from "../shapes";

export interface ProjectDraft {
  title: string;
  prompt: string;
  picture: string | null;
  /** `2026-11-23`, or empty. */
  due: string;
  everyone: boolean;
  pupils: readonly string[];
}

export type ProjectProblem = "title" | "prompt" | "pupils" | "due";

export const BLANK: ProjectDraft = { title: "", prompt: "", picture: null, due: "", everyone: true, pupils: [] };

/** The draft that shows a project already given. */
export function draftOf(assignment: Assignment): ProjectDraft {
  const { title, prompt, picture, due, pupils } = assignment;
  return { title, prompt, picture, pupils, due: due ? dayOf(new Date(due)) : "", everyone: pupils.length === 0 };
}

/** What is missing or wrong, in the order of the page. A day already past is only refused when it was just chosen. */
export function problemsOf(draft: ProjectDraft, today: Date, dueBefore = ""): ProjectProblem[] {
  const problems: ProjectProblem[] = [];
  if (!draft.title.trim()) problems.push("title");
  if (!draft.prompt.trim()) problems.push("prompt");
  if (!draft.everyone && draft.pupils.length === 0) problems.push("pupils");
  if (draft.due && draft.due !== dueBefore && draft.due < dayOf(today)) problems.push("due");
  return problems;
}

/** What the service is told: the due time is the end of the chosen day. */
export function bodyOf(draft: ProjectDraft): Record<string, unknown> {
  const { title, prompt, picture, due, everyone, pupils } = draft;
  const end = due ? new Date(`${due}T23:59:59`).toISOString().replace(".000", "") : null;
  return { title: title.trim(), prompt: prompt.trim(), picture, due: end, pupils: everyone ? [] : pupils };
}

function dayOf(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
