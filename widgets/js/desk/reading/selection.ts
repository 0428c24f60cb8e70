/** What the teacher has taken in the text: a word, or a passage from one word to another of the same paragraph. */

import { nextWord, type Range, type Token } from "./tokens";

/** Numbers of two words: where the selection began, and where it stands. */
export interface Selection {
  anchor: number;
  head: number;
}

export const at = (token: number): Selection => ({ anchor: token, head: token });

/** The place taken, in code points. */
export function rangeOf(tokens: readonly Token[], selection: Selection): Range {
  const first = tokens[Math.min(selection.anchor, selection.head)] as Token;
  const last = tokens[Math.max(selection.anchor, selection.head)] as Token;
  return { start: first.start, end: last.end };
}

/** The selection stretched to this word, held inside the paragraph where it began. */
export function extended(tokens: readonly Token[], selection: Selection, to: number): Selection {
  const block = tokens[selection.anchor]?.block;
  const step = to < selection.anchor ? 1 : -1;
  let head = to;
  while (head !== selection.anchor && tokens[head]?.block !== block) head += step;
  return { anchor: selection.anchor, head };
}

/** One word to the right or to the left; `extend` keeps what is taken. */
export function moved(tokens: readonly Token[], from: Selection, step: 1 | -1, extend: boolean): Selection {
  const head = nextWord(tokens, from.head, step);
  return extend ? extended(tokens, from, head) : at(head);
}

/** The words that cover a place: what is taken when a mark is chosen. Null when no word is there. */
export function covering(tokens: readonly Token[], range: Range): Selection | null {
  const inside = tokens.flatMap((token, i) => (token.end > range.start && token.start < range.end ? [i] : []));
  return inside.length ? { anchor: inside[0] as number, head: inside[inside.length - 1] as number } : null;
}
