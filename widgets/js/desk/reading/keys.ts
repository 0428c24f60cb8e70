/** The keyboard of the desk: a family by its figure (also on a French keyboard without Shift), the words by the arrows. */

import type { Family, Palette } from "../shapes";

/** The family of this key: its figure on the main row or the keypad, or `*` for Bravo. */
export function familyOf(event: KeyboardEvent, palette: Palette): Family | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === "*") return palette.families.find((family) => family.positive);
  const figure = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key;
  return palette.families.find((family) => family.key === figure);
}

export type Shortcut = "undo" | "redo" | "remove" | "let-go" | "confirm" | "reopen";

export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  if (event.altKey) return null;
  const plain: Record<string, Shortcut> = {
    delete: "remove",
    backspace: "remove",
    escape: "let-go",
    c: "confirm",
    r: "reopen",
  };
  return plain[key] ?? null;
}

/** Whether the person is typing somewhere: keys are then letters. */
export const isTyping = (event: Event): boolean =>
  event.target instanceof Element && event.target.closest("input, textarea, select, dialog") !== null;
