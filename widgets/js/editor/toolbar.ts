/** The few things that change how words look. */

import { toggleMark } from "prosemirror-commands";
import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { redo, undo, yUndoPluginKey } from "y-prosemirror";
import { h, keepKeyboard } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { schema, toggleKind } from "../core/schema";
import { words } from "../core/words.fr";

interface Tool {
  label: string;
  face: () => Node | string;
  command: Command;
  pressed?: (view: EditorView) => boolean;
  useful?: (view: EditorView) => boolean;
}

const { strong } = schema.marks;
const drawn = (name: IconName) => () => icon(name);
const ofKind = (kind: string) => (view: EditorView) => view.state.selection.$from.parent.attrs.kind === kind;
const history = (view: EditorView) => yUndoPluginKey.getState(view.state)?.undoManager;

const isBold = ({ state }: EditorView) => {
  const { from, to, empty, $from } = state.selection;
  return empty
    ? Boolean(strong!.isInSet(state.storedMarks ?? $from.marks()))
    : state.doc.rangeHasMark(from, to, strong!);
};

const TOOLS: Tool[] = [
  { label: words.bold, face: () => h("strong", {}, "G"), command: toggleMark(strong!), pressed: isBold },
  { label: words.heading, face: () => h("span", {}, "T"), command: toggleKind("title"), pressed: ofKind("title") },
  { label: words.list, face: drawn("bullets"), command: toggleKind("bullet"), pressed: ofKind("bullet") },
  { label: words.undo, face: drawn("undo"), command: undo, useful: (view) => history(view)?.canUndo() ?? false },
  { label: words.redo, face: drawn("redo"), command: redo, useful: (view) => history(view)?.canRedo() ?? false },
];

export class Toolbar {
  readonly element = h("div", { class: "toolbar", role: "toolbar", "aria-label": words.toolbar });
  private readonly buttons: [Tool, HTMLButtonElement][];

  constructor(private readonly view: () => EditorView) {
    this.buttons = TOOLS.map((tool) => [tool, this.button(tool)]);
    this.element.append(...this.buttons.map(([, button]) => button));
  }

  /** Shows what is on at the cursor. A tool of no use is greyed but keeps its place and the focus. */
  refresh(): void {
    for (const [tool, button] of this.buttons) {
      if (tool.pressed) button.setAttribute("aria-pressed", String(tool.pressed(this.view())));
      if (tool.useful) button.setAttribute("aria-disabled", String(!tool.useful(this.view())));
    }
  }

  private button({ label, face, command }: Tool): HTMLButtonElement {
    const act = () => {
      const view = this.view();
      command(view.state, view.dispatch, view);
      view.focus();
      this.refresh();
    };
    const name = h("span", {}, label);
    return keepKeyboard(h("button", { type: "button", class: "button tool", onclick: act }, face(), name));
  }
}
