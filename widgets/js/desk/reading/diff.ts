/** What changed between two versions, word by word: for the two pages side by side. */

export interface Piece {
  kind: "same" | "gone" | "new";
  text: string;
}

const PARTS = /\n|[^\S\n]+|[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*['’]?|[^\s\p{L}\p{M}\p{N}]/gu;
const LONGEST = 3000;

/** The pieces of both versions in reading order: `same` in both, `gone` only in the first, `new` only in the second. */
export function wordDiff(before: string, after: string): Piece[] {
  const [a, b] = [before.match(PARTS) ?? [], after.match(PARTS) ?? []];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = changed(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (words: string[]): Piece[] => words.map((text) => ({ kind: "same", text }));
  return joined([...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))]);
}

/** The longest common run of words; beyond 3,000 changed words everything is said to be new. */
function changed(a: string[], b: string[]): Piece[] {
  const long = a.length > LONGEST || b.length > LONGEST;
  const lengths = long ? null : commonLengths(a, b);
  const width = b.length + 1;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right && lengths) {
      pieces.push({ kind: "same", text: left });
      i += 1;
      j += 1;
    } else if (right === undefined || (left !== undefined && keepsMore(lengths, i, j, width))) {
      pieces.push({ kind: "gone", text: left as string });
      i += 1;
    } else {
      pieces.push({ kind: "new", text: right });
      j += 1;
    }
  }
  return pieces;
}

const keepsMore = (lengths: Uint16Array | null, i: number, j: number, width: number): boolean =>
  !lengths || (lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number);

function commonLengths(a: string[], b: string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const next = lengths[(i + 1) * width + j + 1] as number;
      const [down, right] = [lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number];
      lengths[i * width + j] = a[i] === b[j] ? next + 1 : Math.max(down, right);
    }
  return lengths;
}

function joined(pieces: Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}
