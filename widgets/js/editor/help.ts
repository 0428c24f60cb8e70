/** How much a pupil is told about his marks: the ladder that the teacher sets for each (`help_level`). */

import { familyOf } from "../core/marks";
import type { Annotation, ErrorFamily, Palette } from "../core/types";
import { words } from "../core/words.fr";

export interface Help {
  /** Whether the marks are drawn where they stand; else the margin counts them, line by line. */
  places: boolean;
  /** Whether their kind is told: letter, colour, shape. */
  kinds: boolean;
  /** The hint and the tool: never, when he asks for them, or as soon as he touches the mark. */
  hints: "never" | "asked" | "shown";
}

/** 0 "2 V sur cette ligne" · 1 the place · 2 the place and the kind · 3 with hint and tool · 4 as 3, where no right form is given. */
export function helpOf(level: string): Help {
  const step = Number(level);
  return { places: step >= 1, kinds: step !== 1, hints: step === 1 ? "never" : step >= 3 ? "shown" : "asked" };
}

/** What stands for a family whose name is to be found. */
export const UNTOLD: ErrorFamily = {
  code: "",
  letter: "?",
  label: words.otherPlace,
  shape: "solid",
  colour: "#e9e6dd",
  ink: "#4a4438",
  hint: words.otherPlaceHint,
  tool: "",
  key: "",
  types: [],
  positive: false,
};

/** The family as this pupil is told it; a compliment hides nothing. */
export function familyTold(help: Help, palette: Palette, annotation: Annotation): ErrorFamily {
  const family = familyOf(palette, annotation.family);
  return family && (family.positive || help.kinds) ? family : UNTOLD;
}

/** Whether the mark is drawn on its words. */
export function placeTold(help: Help, palette: Palette, annotation: Annotation): boolean {
  return help.places || Boolean(familyOf(palette, annotation.family)?.positive);
}
