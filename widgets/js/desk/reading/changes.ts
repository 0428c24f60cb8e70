/** What a teacher does to the marks, as values that can be undone: put one, take one away, change one, or several at once. */

import type { Annotation } from "../shapes";

export type Fields = Pick<Annotation, "family" | "type" | "comment">;

export type Change =
  | { kind: "add"; mark: Annotation }
  | { kind: "remove"; mark: Annotation }
  | { kind: "edit"; id: string; before: Fields; after: Fields }
  | { kind: "several"; changes: Change[] };

/** The marks after a change, in the order of the text. */
export function applied(marks: readonly Annotation[], change: Change): Annotation[] {
  switch (change.kind) {
    case "add":
      return inOrder([...marks.filter((mark) => mark.id !== change.mark.id), change.mark]);
    case "remove":
      return marks.filter((mark) => mark.id !== change.mark.id);
    case "edit":
      return marks.map((mark) => (mark.id === change.id ? { ...mark, ...change.after } : mark));
    case "several":
      return change.changes.reduce<Annotation[]>(applied, [...marks]);
  }
}

/** The change that takes this one back. */
export function inverse(change: Change): Change {
  switch (change.kind) {
    case "add":
      return { kind: "remove", mark: change.mark };
    case "remove":
      return { kind: "add", mark: change.mark };
    case "edit":
      return { kind: "edit", id: change.id, before: change.after, after: change.before };
    case "several":
      return { kind: "several", changes: change.changes.map(inverse).reverse() };
  }
}

export function inOrder(marks: readonly Annotation[]): Annotation[] {
  return [...marks].sort((a, b) => a.anchor.start - b.anchor.start || a.anchor.end - b.anchor.end);
}
