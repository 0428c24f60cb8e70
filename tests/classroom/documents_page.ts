/** The page's side of test_documents.py: writes, reads and places with the editor's own schema and Yjs. JSON in, JSON out. */

import { readFileSync } from "node:fs";
import { Node } from "prosemirror-model";
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import * as Y from "yjs";
import { placeOf, relativeAnchor } from "../../widgets/js/core/relative";
import { schema } from "../../widgets/js/core/schema";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const docOf = (update: string) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, "base64"));
  return doc;
};

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = {
  write: () => {
    const doc = new Y.Doc();
    prosemirrorToYXmlFragment(Node.fromJSON(schema, asked.document), doc.getXmlFragment("body"));
    return { update: base64(Y.encodeStateAsUpdate(doc)), vector: base64(Y.encodeStateVector(doc)) };
  },
  read: () => yXmlFragmentToProseMirrorRootNode(docOf(asked.update).getXmlFragment("body"), schema).toJSON(),
  place: () => relativeAnchor(docOf(asked.update), asked.start, asked.end),
  find: () => placeOf(docOf(asked.update), asked.relative),
};
process.stdout.write(JSON.stringify(answers[asked.ask as keyof typeof answers]()));
