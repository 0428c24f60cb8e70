/** What stands above the text when there is something to know before writing: what is wrong, where it is in its life, what was found. */

import type { EditorView } from "prosemirror-view";
import { teacherWord } from "./around";
import { drawNotice, noticeOf } from "./banner";
import { drawFound, type FoundActions, putAtEnd } from "./found";
import type { TextFile } from "./text_file";
import { drawTrouble } from "./trouble";

/** All that it depends on. */
export function signOfAbove(file: TextFile): unknown[] {
  return [noticeOf(file), file.status.trouble, file.writable && file.found];
}

export function drawAbove(file: TextFile, view: EditorView | null): HTMLElement[] {
  const { trouble } = file.status;
  const notice = noticeOf(file);
  const found = view && file.writable ? file.found[0] : undefined;
  const parts = [
    trouble && drawTrouble(trouble, () => file.plain),
    notice && drawNotice(notice, file),
    teacherWord(file.view),
    found && drawFound(found, foundActions(file, view!)),
  ];
  return parts.filter((part) => part instanceof HTMLElement);
}

const foundActions = (file: TextFile, view: EditorView): FoundActions => ({
  putBack: (found) => {
    if (putAtEnd(view, found)) file.sync.ask("settle", { rescue: found.id, settled: "put_back" });
  },
  leave: (found) => file.sync.ask("settle", { rescue: found.id, settled: "left" }),
});
