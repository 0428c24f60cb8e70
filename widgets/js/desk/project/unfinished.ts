/** A writing project being filled in: kept in the browser until it is given, so that a reload or a dead battery loses no prompt. */

import { readKept, writeKept } from "../../core/outbox";
import type { ProjectDraft } from "./draft";

export class Unfinished {
  private readonly place: string;

  /** `project` is the id of the one that is changed; null for a new one. */
  constructor(username: string, project: string | null) {
    this.place = `ecritoire.desk.project.${username}.${project ?? "new"}`;
  }

  get draft(): ProjectDraft | null {
    return JSON.parse(readKept(this.place) ?? "null") as ProjectDraft | null;
  }

  keep(draft: ProjectDraft): void {
    writeKept(this.place, JSON.stringify(draft));
  }

  forget(): void {
    writeKept(this.place, null);
  }
}
