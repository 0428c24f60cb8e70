"""A text's past: what the draft was at the end of each spell of writing, and bringing one of these moments back.

Nothing is ever overwritten: what is brought back is written after all the rest, and what it replaces stays in the past.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from classroom.comparison import count_words
from classroom.documents import Frozen, apply_all, freeze_doc, merge, plain_of, schema_of, turn_into
from classroom.errors import Conflict, NotFound, WrongStage
from classroom.model import MAX_TEXT, SCHEMA, Person, Role, Stage
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.log import append_updates, load_updates, note_words
from classroom.store.spells import Spell, spells_of
from classroom.store.texts import lock, write_move
from classroom.workflow import WRITABLE, Move

FROM_THE_PAST = 2
"""The Yjs client id in the log of what was brought back."""

RECENT, OLDER = 120, 80
"""Moments that a history shows: the last ones all, those before thinned out evenly. Deposits and what was brought back always stay."""

MOST_BROUGHT_BACK = 1_000
"""Of one text: more than anybody's patience, and a program fills the disk no further."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """This moment is one of the past that was brought back: when that one was, and who did it (a name)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The draft at the end of a spell of writing. `version`: the number under which it was deposited then."""

    seq: int
    at: datetime
    words: int
    version: int | None
    brought_back: BroughtBack | None


def moments_of(connection: Connection, text: str) -> list[Moment]:
    """The moments of a text, the last one first. The log is walked once."""
    spells = spells_of(connection, text)
    versions, brought = _versions_after(connection, text, spells), _brought_back(connection, text)
    notable = {spell.last for spell in spells if spell.last in versions or spell.at in brought}
    shown = thinned(spells, notable)
    moments = [
        Moment(spell.last, spell.at, words, versions.get(spell.last), brought.get(spell.at))
        for spell, words in zip(shown, _words_after(connection, text, shown), strict=True)
    ]
    return moments[::-1]


def moment_at(connection: Connection, text: str, seq: int) -> tuple[datetime, Frozen]:
    """When this row of the log came, and the draft as it was then. NotFound when it is no row of this text."""
    mine = t.text_update.c.text == text
    at = connection.scalar(select(t.text_update.c.at).where(mine, t.text_update.c.seq == seq))
    if at is None:
        raise NotFound("Ce moment n'existe pas.", detail="moment")
    rows = select(t.text_update.c.data).where(mine, t.text_update.c.seq <= seq).order_by(t.text_update.c.seq)
    return at, freeze_doc(merge(connection.scalars(rows)))


def bring_back(
    connection: Connection, text: str, seq: int, *, by: Person, key: str, at: datetime | None = None
) -> None:
    """Make the draft say again what it said then, as a change of today. The same key again changes nothing.

    NotFound for no moment of this text; WrongStage when a pupil may not write now. The marks of what did not change stay in their places.
    """
    stage = lock(connection, text)
    if _made_before(connection, text, key):
        return
    if by.role is Role.PUPIL and stage.stage not in WRITABLE:
        raise WrongStage("Tu ne peux pas changer ton texte maintenant.", detail=stage.stage)
    of, then = moment_at(connection, text, seq)
    draft = merge(load_updates(connection, text))
    if schema_of(draft) > SCHEMA or len(then.plain) > MAX_TEXT:
        raise Conflict("Ce moment ne peut pas être rétabli ici.", code="not_here", detail="newer schema, or too long")
    change = turn_into(draft, then.document)
    if change is None:
        return
    when = at or now()
    append_updates(connection, [(text, FROM_THE_PAST, change, when)])
    note_words(connection, {text: count_words(then.plain)})
    row = {"text": text, "key": key, "by": by.username, "of": of, "at": when}
    connection.execute(insert(t.bring_back).values(row))
    if by.role is Role.PUPIL and stage.stage is Stage.HANDED_BACK:
        write_move(connection, stage, Move.REVISE, by=by.username, key=None, at=at)


def thinned(spells: list[Spell], notable: set[int]) -> list[Spell]:
    """Those that a history shows, in order: the last `RECENT`, about `OLDER` of those before, and all whose number is notable."""
    older, recent = spells[:-RECENT], spells[-RECENT:]
    step = -(-len(older) // OLDER) or 1
    return [spell for place, spell in enumerate(older) if place % step == step - 1 or spell.last in notable] + recent


def _words_after(connection: Connection, text: str, spells: list[Spell]) -> Iterator[int]:
    """How many words the draft held at the end of each of these spells."""
    rows = select(t.text_update.c.seq, t.text_update.c.data).where(t.text_update.c.text == text)
    waiting = list(connection.execute(rows.order_by(t.text_update.c.seq)))
    doc, taken = merge([]), 0
    for spell in spells:
        end = bisect_right(waiting, spell.last, lo=taken, key=lambda row: row[0])
        apply_all(doc, (data for _, data in waiting[taken:end]))
        taken = end
        yield count_words(plain_of(doc))


def _versions_after(connection: Connection, text: str, spells: list[Spell]) -> dict[int, int]:
    """The number of the last row of a spell → the number under which the text was deposited after it."""
    rows = select(t.version.c.number, t.version.c.submitted_at).where(t.version.c.text == text)
    found = {}
    for number, submitted_at in connection.execute(rows.order_by(t.version.c.number)):
        before = [spell.last for spell in spells if spell.at <= submitted_at]
        if before:
            found[before[-1]] = number
    return found


def _brought_back(connection: Connection, text: str) -> dict[datetime, BroughtBack]:
    rows = select(t.bring_back.c.at, t.bring_back.c.of, t.person.c.name)
    rows = rows.join(t.person, t.person.c.username == t.bring_back.c.by)
    found = connection.execute(rows.where(t.bring_back.c.text == text))
    return {at: BroughtBack(of, name) for at, of, name in found}


def _made_before(connection: Connection, text: str, key: str) -> bool:
    mine = t.bring_back.c.text == text
    if connection.scalar(select(t.bring_back.c.at).where(mine, t.bring_back.c.key == key)) is not None:
        return True
    if (connection.scalar(select(func.count()).select_from(t.bring_back).where(mine)) or 0) >= MOST_BROUGHT_BACK:
        raise Conflict("Ce texte a été rétabli trop souvent.", code="too_often")
    return False
