/** The words of a text: what a finger takes when it touches one, so that nobody has to aim at letters. */

/** A word or a punctuation sign of the plain text; `block` is the paragraph's number. Places are code points. */
export interface Token {
  start: number;
  end: number;
  text: string;
  block: number;
  word: boolean;
}

export interface Range {
  start: number;
  end: number;
}

const PARTS = /(\n)|([\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*['’]?)|([^\s\p{L}\p{M}\p{N}\uFFFC]+)/gu;
const ELISION = /^((?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)['’])(?=.)/iu;

/** The words and signs of `plain`, in order. « l'arbre » is two words, « aujourd'hui » and « peut-être » are one. */
export function tokensOf(plain: string): Token[] {
  const tokens: Token[] = [];
  const place = counter(plain);
  let block = 0;
  for (const match of plain.matchAll(PARTS)) {
    if (match[1]) {
      block += 1;
      continue;
    }
    let at = place(match.index);
    for (const text of match[2] ? elided(match[2]) : [match[0]]) {
      const end = at + Array.from(text).length;
      tokens.push({ start: at, end, text, block, word: match[2] !== undefined });
      at = end;
    }
  }
  return tokens;
}

/** The number of the word at this code point, or else of the nearest one; -1 when there is no word at all. */
export function tokenAt(tokens: readonly Token[], at: number): number {
  const inside = tokens.findIndex((token) => token.start <= at && at < token.end);
  if (inside >= 0 || tokens.length === 0) return inside;
  const gap = (token: Token) => Math.max(token.start - at, at - token.end + 1);
  return tokens.reduce((best, token, i) => (gap(token) < gap(tokens[best] as Token) ? i : best), 0);
}

/** The next word (`step` 1) or the one before (-1), skipping signs; stays where it is at the ends. */
export function nextWord(tokens: readonly Token[], from: number, step: 1 | -1): number {
  for (let i = from + step; i >= 0 && i < tokens.length; i += step) if (tokens[i]?.word) return i;
  return from;
}

/** The other places where the same words stand, letter for letter. An empty list when `range` is a whole sentence or more. */
export function samePlaces(tokens: readonly Token[], range: Range): Range[] {
  const wanted = tokens.filter((token) => token.start >= range.start && token.end <= range.end);
  const key = (slice: readonly Token[]) => slice.map((token) => token.text.toLowerCase()).join(" ");
  if (wanted.length === 0 || wanted.length > 3 || !wanted.every((token) => token.word)) return [];
  const places: Range[] = [];
  for (let i = 0; i + wanted.length <= tokens.length; i += 1) {
    const slice = tokens.slice(i, i + wanted.length);
    const [first, last] = [slice[0] as Token, slice[slice.length - 1] as Token];
    if (first.start !== range.start && first.block === last.block && key(slice) === key(wanted))
      places.push({ start: first.start, end: last.end });
  }
  return places;
}

function elided(word: string): string[] {
  const head = ELISION.exec(word)?.[1];
  return head ? [head, word.slice(head.length)] : [word];
}

/** UTF-16 index → code points, for indexes that only grow. */
function counter(plain: string): (index: number) => number {
  let at = 0;
  let points = 0;
  return (index) => {
    points += Array.from(plain.slice(at, index)).length;
    at = index;
    return points;
  };
}
