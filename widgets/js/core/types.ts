/** What the class service says and hears: the shapes of docs/helper/protocol.md, one to one. */

export type Stage =
  | "writing"
  | "submitted"
  | "reading"
  | "handed_back"
  | "revising"
  | "accepted"
  | "layout"
  | "published";

export type Shape = "wavy" | "double" | "box" | "solid" | "dotted" | "bar" | "star";
export type Outcome = "fixed" | "changed" | "untouched" | "orphan";

export interface ErrorType {
  code: string;
  label: string;
}

export interface ErrorFamily {
  code: string;
  letter: string;
  label: string;
  shape: Shape;
  colour: string;
  ink: string;
  hint: string;
  tool: string;
  key: string;
  types: ErrorType[];
  positive: boolean;
}

export interface Palette {
  families: ErrorFamily[];
}

export interface Person {
  username: string;
  role: "pupil" | "teacher";
  classroom: string;
  name: string;
  level: string;
  picture: string;
  locked: boolean;
  must_change_password: boolean;
}

export interface Assignment {
  id: string;
  classroom: string;
  title: string;
  prompt: string;
  picture: string | null;
  due: string | null;
  pupils: string[];
  created_at: string;
}

export interface Card {
  text: string;
  assignment: Assignment;
  stage: Stage;
  since: string;
  version: number;
  marks: { total: number; done: number };
  words: number;
}

/** `start` and `end` are code points of the version's plain text; `relative` a pair of Yjs relative positions in base64. */
export interface Anchor {
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
  relative: [string, string] | null;
}

export interface Annotation {
  id: string;
  text: string;
  version: number;
  family: string;
  type: string | null;
  comment: string;
  author: string;
  created_at: string;
  anchor: Anchor;
  outcome: Outcome | null;
  confirmed: boolean;
  done: boolean;
}

export interface HandBack {
  number: number;
  at: string;
  by: string;
  comment: string;
}

/** The help chosen for one pupil: the level of the ladder, the families shown (all when empty), how many marks at most. */
export interface Support {
  level: string;
  families: string[];
  budget: number | null;
}

export interface TextView {
  id: string;
  assignment: Assignment;
  pupil: Person;
  stage: Stage;
  since: string;
  version: number;
  writable: boolean;
  moves: string[];
  palette: Palette;
  help_level: string;
  annotations: Annotation[];
  done: string[];
  hand_backs: HandBack[];
  review: { comment: string; ready: boolean; support: Support } | null;
  versions: { number: number; submitted_at: string; words: number }[];
  /** Found words that the pupil has not dealt with yet. */
  rescues: Rescue[];
}

/** What a merge dropped of what somebody saw: `missing` are the passages that went (words that followed one another), in the order in which they were seen. */
export interface Rescue {
  id: string;
  at: string;
  seen: string;
  missing: string[];
}

/** What the draft was at the end of a spell of writing: `version` when it was deposited then, `brought_back` when it is an earlier one again. */
export interface Moment {
  seq: number;
  at: string;
  words: number;
  version: number | null;
  brought_back: { at: string; by: string } | null;
}

export interface MomentView {
  seq: number;
  at: string;
  words: number;
  plain: string;
  document: unknown;
}

/** An annotation of an earlier version, with what became of it and its place in this version, if it still has one. */
export interface EarlierAnnotation extends Annotation {
  now: { start: number; end: number; exact: string } | null;
}

export interface VersionView {
  text: string;
  number: number;
  submitted_at: string;
  plain: string;
  document: unknown;
  ydoc: string;
  annotations: Annotation[];
  earlier: EarlierAnnotation[];
}

/** A text that the whole class may read, as it stood when it was published. */
export interface Published {
  text: string;
  title: string;
  pupil: Pick<Person, "username" | "name" | "level" | "picture">;
  published_at: string;
  document: unknown;
}

export interface Notebook {
  person: Person;
  palette: Palette;
  cards: Card[];
}
