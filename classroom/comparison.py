"""What became of each mark in the next version: the two are compared word by word.

The rule for the outcome that is proposed (the teacher confirms it):
- the place of the mark is nowhere in the new version → `orphan`;
- the words there are the same → `untouched`, even if the pupil ticked « c'est corrigé »;
- the words changed and the pupil ticked it → `fixed`; changed without a tick → `changed`.
For a mark about the sentence (a missing full stop or capital) the signs just before and after the marked words count as its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from classroom.anchors import find_quote
from classroom.model import Anchor, Outcome

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
_SIGNS = re.compile(r"\W*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a mark stand in a version, in code points, and what they are now."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    now: Place | None


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of the old text (a1 to a2) and what stands for it in the new one (b1 to b2)."""

    same: bool
    a1: int
    a2: int
    b1: int
    b2: int


def count_words(plain: str) -> int:
    """Words as a class counts them: what stands between spaces and holds a letter or a digit."""
    return sum(any(char.isalnum() for char in word) for word in plain.split())


class Comparison:
    """An old version and the new one, compared once for all the marks of the old one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._steps = _steps(old, new)

    def project(self, start: int, end: int) -> Place | None:
        """Where the words at this place of the old version stand in the new one; None when they are gone."""
        new_start, new_end = self._start(start), self._end(end)
        if new_start >= new_end or not self.new[new_start:new_end].strip():
            return None
        return Place(new_start, new_end, self.new[new_start:new_end])

    def locate(self, anchor: Anchor, now: str | None = None) -> Place | None:
        """The same for a mark. `now` is what the pupil's page says stands there; it wins where it is found near."""
        projected = self.project(anchor.start, anchor.end)
        if now is None:
            return projected
        near = projected.start if projected else self._start(anchor.start)
        start = find_quote(self.new, now, near)
        return projected if start is None else Place(start, start + len(now), now)

    def judge(self, anchor: Anchor, *, done: bool, now: str | None = None, signs: bool = False) -> Verdict:
        """The outcome to propose for a mark, by the rule above. `signs` says that the signs around it count."""
        place = self.locate(anchor, now)
        if place is None:
            return Verdict(Outcome.ORPHAN, None)
        before, after = anchor.exact, place.exact
        if signs:
            before, after = (
                _with_signs(self.old, anchor.start, anchor.end),
                _with_signs(self.new, place.start, place.end),
            )
        if before == after:
            return Verdict(Outcome.UNTOUCHED, place)
        return Verdict(Outcome.FIXED if done else Outcome.CHANGED, place)

    def _start(self, place: int) -> int:
        for step in self._steps:
            if step.a1 <= place < step.a2:
                return step.b1 + (place - step.a1 if step.same else min(place - step.a1, step.b2 - step.b1))
        return len(self.new)

    def _end(self, place: int) -> int:
        for step in self._steps:
            if step.a1 < place <= step.a2:
                if step.same:
                    return step.b1 + place - step.a1
                return step.b2 if place == step.a2 else min(step.b1 + place - step.a1, step.b2)
        return 0


def _steps(old: str, new: str) -> list[_Step]:
    """What became of each stretch of the old text, cut at words."""
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    old_at, new_at = _offsets(olds), _offsets(news)
    codes = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    return [_Step(tag == "equal", old_at[i1], old_at[i2], new_at[j1], new_at[j2]) for tag, i1, i2, j1, j2 in codes]


def _offsets(tokens: list[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _with_signs(plain: str, start: int, end: int) -> str:
    before = _SIGNS.match(plain[:start][::-1])
    after = _SIGNS.match(plain[end:])
    return (before.group()[::-1] if before else "") + plain[start:end] + (after.group() if after else "")
