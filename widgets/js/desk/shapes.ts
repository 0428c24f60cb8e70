/** What only the teacher's desk reads from the class service (docs/helper/protocol.md); the shapes shared with pupils are in core/types.ts. */

import type { Assignment, Palette, Person, Stage } from "../core/types";

export type {
  Anchor,
  Annotation,
  Assignment,
  EarlierAnnotation,
  ErrorFamily as Family,
  Moment,
  MomentView,
  Outcome,
  Palette,
  Person,
  Rescue,
  Stage,
  Support,
  TextView,
  VersionView,
} from "../core/types";

export interface PileRow {
  text: string;
  assignment: string;
  pupil: { username: string; name: string; level: string; picture: string };
  stage: Stage;
  since: string;
  version: number;
  words: number;
  marks: number;
  ready: boolean;
  done: { total: number; done: number };
  returned: number;
  priority: number;
  /** Found words that the pupil has not dealt with yet, as many as there were merges. */
  found: number;
}

export interface ClassroomView {
  classroom: { id: string; name: string; school: string };
  palette: Palette;
  pupils: Person[];
  assignments: Assignment[];
}
