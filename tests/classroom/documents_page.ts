/** The page's side of test_documents.py: writes, reads and places with the editor's own schema and Yjs. JSON in, JSON out. */

import { readFileSync } from "node:fs";
import { Node } from "prosemirror-model";
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import * as Y from "yjs";
import { relativePair, resolvePair } from "../../widgets/js/core/anchors";
import { toOffset, toPosition } from "../../widgets/js/core/positions";
import { schema } from "../../widgets/js/core/schema";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const docOf = (update: string) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, "base64"));
  return doc;
};

const shown = (doc: Y.Doc) => yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment("body"), schema);

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = {
  write: () => {
    const doc = new Y.Doc();
    prosemirrorToYXmlFragment(Node.fromJSON(schema, asked.document), doc.getXmlFragment("body"));
    return { update: base64(Y.encodeStateAsUpdate(doc)), vector: base64(Y.encodeStateVector(doc)) };
  },
  read: () => shown(docOf(asked.update)).toJSON(),
  place: () => {
    const doc = docOf(asked.update);
    const [from, to] = [asked.start, asked.end].map((offset) => toPosition(shown(doc), offset));
    return relativePair(doc, from, to);
  },
  find: () => {
    const doc = docOf(asked.update);
    const found = resolvePair(doc, asked.relative);
    return found && { start: toOffset(shown(doc), found.from), end: toOffset(shown(doc), found.to) };
  },
};
process.stdout.write(JSON.stringify(answers[asked.ask as keyof typeof answers]()));
