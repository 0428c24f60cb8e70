"""A made-up pupil at his tablet: writes, changes the letters that he changes, ticks what he thinks is corrected, deposits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import uuid4

from sqlalchemy import Connection

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.comparison import Comparison, count_words
from classroom.demo.stories import Change, Round
from classroom.documents import Replace, build, edit, freeze, merge, relative_anchor
from classroom.model import Outcome
from classroom.store.outcomes import FAMILIES_OF_SIGNS
from classroom.workflow import Move

_TOKEN = re.compile(r"\w+|\W")
_CLIENT = 1
"""Yjs number of the made-up tablet in the log."""


@dataclass(frozen=True)
class PupilAtWork:
    """One pupil at work on one text."""

    connection: Connection
    text: str
    pupil: str

    def write(self, round_: Round, at: datetime) -> None:
        """Type the first draft."""
        self._keep(build(round_.blocks), round_.plain, at)

    def revise(self, before: str, round_: Round, at: datetime) -> None:
        """Change the words of a text that was handed back, and tick the marks whose words have changed."""
        s.move(self.connection, self.text, Move.REVISE, by=self.pupil, at=at)
        self._keep(edit(self._document(), replacements(before, round_.changes)), round_.plain, at)
        ticked = self._touched(before, round_.plain)
        for annotation in ticked:
            s.mark_done(self.connection, self.text, annotation, done=True, by=self.pupil, at=at)
        beside = edit(
            self._document(), [], anchors=self._places(round_.plain), done=dict.fromkeys(ticked, at.isoformat())
        )
        self._keep(beside, round_.plain, at)

    def deposit(self, at: datetime) -> None:
        frozen = freeze(self._document())
        s.submit(self.connection, self.text, by=self.pupil, key=str(uuid4()), frozen=frozen, at=at)

    def start_layout(self, at: datetime) -> None:
        s.move(self.connection, self.text, Move.START_LAYOUT, by=self.pupil, at=at)

    def _document(self) -> bytes:
        return merge(s.load_updates(self.connection, self.text)).get_update()

    def _keep(self, update: bytes, plain: str, at: datetime) -> None:
        s.append_updates(self.connection, [(self.text, _CLIENT, update, at)])
        s.note_words(self.connection, {self.text: count_words(plain)})

    def _marks(self, plain: str) -> Iterator[tuple[s.Mark, Comparison]]:
        """Each mark, with the version it is on compared to `plain`."""
        versions = {v.number: Comparison(v.plain, plain) for v in s.versions_of(self.connection, self.text)}
        for mark in s.marks_of(self.connection, self.text):
            yield mark, versions[mark.number]

    def _touched(self, before: str, after: str) -> list[str]:
        """The marks that are not settled and whose words are no longer what they were."""
        changed = Comparison(before, after)
        touched = []
        for mark, compared in self._marks(before):
            place = compared.project(mark.annotation.anchor.start, mark.annotation.anchor.end)
            if place is None or (mark.confirmed and mark.outcome is Outcome.FIXED):
                continue
            signs = mark.annotation.family in FAMILIES_OF_SIGNS
            verdict = changed.judge(anchor_at(before, place.start, place.end), done=True, signs=signs)
            if verdict.outcome is Outcome.FIXED:
                touched.append(mark.annotation.id)
        return touched

    def _places(self, plain: str) -> dict[str, dict[str, str]]:
        """Where each mark stands now, as the pupil's page writes it down."""
        doc = merge([self._document()])
        places = {}
        for mark, compared in self._marks(plain):
            place = compared.project(mark.annotation.anchor.start, mark.annotation.anchor.end)
            relative = place and relative_anchor(doc, place.start, place.end)
            if place and relative:
                places[mark.annotation.id] = {"start": relative[0], "end": relative[1], "exact": place.exact}
        return places


def replacements(before: str, changes: Sequence[Change]) -> list[Replace]:
    """The changes as words retyped one by one, from the end of the text to its beginning."""
    steps = []
    plain = before
    for change in reversed(changes):
        for start, end, new in reversed(list(_retyped(before[change.start : change.end], change.new))):
            first, last = change.start + start, change.start + end
            steps.append(Replace(plain[first:last], new, nth=_occurrences_before(plain, plain[first:last], first)))
            plain = plain[:first] + new + plain[last:]
    return steps


def _retyped(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """The words of `old` that differ in `new`: (start, end, what is typed instead). A pure addition retypes the word before it."""
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if tag == "insert":
            i1, j1 = i1 - 1, j1 - 1
        yield len("".join(olds[:i1])), len("".join(olds[:i2])), "".join(news[j1:j2])


def _occurrences_before(plain: str, words: str, place: int) -> int:
    return sum(plain.startswith(words, start) for start in range(place))
