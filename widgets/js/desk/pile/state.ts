/** The state of a text in words, and since when: the same sentence on the pile and above the text. */

import type { Stage } from "../shapes";
import { since } from "../when";
import { WORDS } from "../words.fr";

export interface State {
  stage: Stage;
  since: string;
  version: number;
  ready?: boolean;
  words?: number;
}

export function stateOf({ stage, since: at, version, ready = false, words }: State): string {
  if (stage === "reading" && ready) return WORDS.pile.ready;
  if (stage === "writing" && version > 0) return WORDS.pile.takenBack(since(at));
  return stage === "writing" && words === 0 ? WORDS.pile.notStarted : WORDS.pile.stages[stage](since(at));
}
