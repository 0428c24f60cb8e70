/**
 * Texts written by a page of tomorrow. The editor deletes what it does not know from a text that it merely shows, so what arrives is
 * looked at before it goes into the document: a text that is newer than this page is not opened for writing, and nothing of it is sent.
 */

import { applyUpdate, ContentAny, ContentFormat, ContentType, Doc, decodeUpdate, encodeStateAsUpdate, Item } from "yjs";
import { SCHEMA_NUMBER, schema } from "./schema";

/** y-prosemirror writes a mark that may stand several times as name--hash. */
const HASH = /--[\w+/=]{8}$/;

/** Whether the document says that it was written with a schema after ours, or this update holds what our schema does not know. */
export function bringsNewer(doc: Doc, update: Uint8Array): boolean {
  const contents = decodeUpdate(update).structs.flatMap((struct) => (struct instanceof Item ? [struct.content] : []));
  return contents.some(unknown) || (contents.some(mayBeSchema) && saysNewer(doc, update));
}

export const isNewer = (doc: Doc): boolean => Number(doc.getMap("meta").get("schema") ?? 0) > SCHEMA_NUMBER;

/** An element or a mark that the editor has no name for. */
function unknown(content: Item["content"]): boolean {
  if (content instanceof ContentFormat) return !(String(content.key).replace(HASH, "") in schema.marks);
  if (!(content instanceof ContentType)) return false;
  const { nodeName } = content.type as { nodeName?: string };
  return nodeName !== undefined && !(nodeName in schema.nodes);
}

/** Updates do not always say in which map a value goes, so a greater number is only a reason to look closer. */
const mayBeSchema = (content: Item["content"]): boolean =>
  content instanceof ContentAny && content.arr.some((value) => typeof value === "number" && value > SCHEMA_NUMBER);

/** By itself, or together with what it builds on: of two numbers written at once, only one stands in the document. */
function saysNewer(doc: Doc, update: Uint8Array): boolean {
  const both = new Doc();
  applyUpdate(both, update);
  if (isNewer(both)) return true;
  applyUpdate(both, encodeStateAsUpdate(doc));
  return isNewer(both);
}
