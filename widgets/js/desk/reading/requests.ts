/** What the class service is asked for each change of the marks, and what the marks are while it has not been told yet. */

import type { Outgoing } from "../outbox";
import type { Annotation, VersionView } from "../shapes";
import { applied, type Change, type Fields, inOrder } from "./changes";

/** The requests of a change, in order, for one version of one text. */
export function requestsOf(change: Change, text: string, version: number): Outgoing[] {
  switch (change.kind) {
    case "several":
      return change.changes.flatMap((one) => requestsOf(one, text, version));
    case "add": {
      const { id, family, type, comment, anchor } = change.mark;
      const path = `api/texts/${text}/versions/${version}/annotations`;
      return [{ method: "POST", path, body: { id, family, type, comment, anchor }, text }];
    }
    case "remove":
      return [{ method: "DELETE", path: `api/annotations/${change.mark.id}`, text }];
    case "edit": {
      const path = `api/annotations/${change.id}`;
      return [{ method: "PATCH", path, body: { ...change.after }, text, replaces: path }];
    }
  }
}

/** The marks of a version as the teacher left them: what the service knows, and what still waits to be sent to it. */
export function replayed(version: VersionView, waiting: readonly Outgoing[], author: string): Annotation[] {
  const start = inOrder(version.annotations.filter((mark) => mark.version === version.number));
  return waiting.reduce((marks, request) => {
    const change = changeOf(request, marks, version, author);
    return change ? applied(marks, change) : marks;
  }, start);
}

function changeOf(request: Outgoing, marks: Annotation[], version: VersionView, author: string): Change | null {
  const { method, path, body } = request;
  if (method === "POST" && path.endsWith(`versions/${version.number}/annotations`)) {
    const state = { created_at: version.submitted_at, outcome: null, confirmed: false, done: false };
    const place = { text: version.text, version: version.number, author };
    return { kind: "add", mark: { ...state, ...place, ...(body as Pick<Annotation, "id" | "anchor"> & Fields) } };
  }
  const mark = marks.find((one) => path === `api/annotations/${one.id}`);
  if (!mark) return null;
  if (method === "DELETE") return { kind: "remove", mark };
  return { kind: "edit", id: mark.id, before: mark, after: body as Fields };
}
