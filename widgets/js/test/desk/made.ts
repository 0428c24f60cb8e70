/** Made-up texts for the tests of the desk: a version as the class service gives it, from plain lines. */

import { Node } from "prosemirror-model";
import { Doc, encodeStateAsUpdate, XmlElement, XmlText } from "yjs";
import { toBase64 } from "../../core/bytes";
import { schema } from "../../core/schema";
import type { EarlierAnnotation, Family, Palette, PileRow, VersionView } from "../../desk/shapes";

export function documentOf(lines: readonly string[]): Node {
  const content = lines.map((text) => ({ type: "block", content: text ? [{ type: "text", text }] : [] }));
  return Node.fromJSON(schema, { type: "doc", content });
}

export function ydocOf(lines: readonly string[]): Doc {
  const doc = new Doc();
  const blocks = lines.map((text) => {
    const block = new XmlElement("block");
    if (text) block.insert(0, [new XmlText(text)]);
    return block;
  });
  doc.getXmlFragment("body").insert(0, blocks);
  return doc;
}

export function versionOf(lines: readonly string[], more: Partial<VersionView> = {}): VersionView {
  const document = documentOf(lines).toJSON();
  const ydoc = toBase64(encodeStateAsUpdate(ydocOf(lines)));
  const view = { text: "t1", number: 1, submitted_at: "2026-11-20T08:00:00Z", plain: lines.join("\n"), document, ydoc };
  return { ...view, annotations: [], earlier: [], ...more };
}

const family = (code: string, letter: string, key: string, positive = false): Family => ({
  code,
  letter,
  key,
  positive,
  label: code,
  shape: positive ? "star" : "solid",
  colour: "#cde4ff",
  ink: "#0b3f86",
  hint: "",
  tool: "",
  types: [{ code: "fine", label: "précis" }],
});

export const PALETTE: Palette = {
  families: [family("word", "D", "1"), family("verb", "V", "4"), family("bravo", "★", "7", true)],
};

export const row = (text: string, more: Partial<PileRow> = {}): PileRow => ({
  text,
  assignment: "a1",
  pupil: { username: text, name: text, level: "CM1", picture: "" },
  stage: "submitted",
  since: "2026-11-20T08:00:00Z",
  version: 1,
  words: 40,
  marks: 0,
  ready: false,
  done: { total: 0, done: 0 },
  returned: 0,
  priority: 0,
  found: 0,
  ...more,
});

export const earlier = (id: string, more: Partial<EarlierAnnotation> = {}): EarlierAnnotation => ({
  id,
  text: "t1",
  version: 1,
  family: "word",
  type: null,
  comment: "",
  author: "claire",
  created_at: "2026-11-20T08:00:00Z",
  anchor: { start: 0, end: 3, exact: "cha", prefix: "", suffix: "", relative: null },
  outcome: "fixed",
  confirmed: false,
  done: false,
  now: { start: 0, end: 4, exact: "chat" },
  ...more,
});

/** A storage of this test alone. */
export function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}
