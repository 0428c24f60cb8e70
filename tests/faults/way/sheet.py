"""What a child's keys make of a sheet of paper, without any editor: what was typed, as the tests compare it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PASTE = "Paste:"
SUGGESTION = "Suggestion:"
"""Words that come at once: pasted, or put in by the keyboard of a tablet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words before the cursor and after it; a new line is a return."""

    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.after

    def press(self, key: str) -> Sheet:
        """The sheet after this key (a letter, or a name as Playwright calls it). ValueError for a key that no story has."""
        before, after = self.before, self.after
        match key:
            case "Backspace":
                return Sheet(before[:-1], after)
            case "Delete":
                return Sheet(before, after[1:])
            case "ArrowLeft":
                return Sheet(before[:-1], before[-1:] + after)
            case "ArrowRight":
                return Sheet(before + after[:1], after[1:])
            case "Control+End":
                return Sheet(before + after)
            case "Control+Home":
                return Sheet("", before + after)
            case _:
                return Sheet(before + written_by(key), after)

    def press_all(self, keys: Iterable[str]) -> Sheet:
        sheet = self
        for key in keys:
            sheet = sheet.press(key)
        return sheet


def written_by(key: str) -> str:
    """The letters that a key writes."""
    if key == "Enter":
        return "\n"
    for at_once in (PASTE, SUGGESTION):
        if key.startswith(at_once):
            return key.removeprefix(at_once)
    if len(key) != 1:
        raise ValueError(f"no story presses {key}")
    return key
