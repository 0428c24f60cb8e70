"""A text's past: moments where somebody rested, deposited or brought something back, and nothing of it is ever overwritten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from classroom import store as s
from classroom.documents import Replace, build, edit, merge
from classroom.errors import NotFound, WrongStage
from classroom.model import Stage
from classroom.store import tables as t
from classroom.store.history import thinned
from classroom.store.spells import Spell
from classroom.workflow import Move
from tests.small_school import SmallSchool, draft

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def writes(school: SmallSchool, text: str, old: str, new: str, minutes: float) -> None:
    """So many minutes after nine, `old` becomes `new` (everything, when nothing was there)."""
    with school.store.write() as connection:
        before = s.load_updates(connection, text)
        change = edit(merge(before).get_update(), [Replace(old, new)]) if before else build([new])
        s.append_updates(connection, [(text, 1, change, MORNING + timedelta(minutes=minutes))])


def moments(school: SmallSchool, text: str) -> list[s.Moment]:
    with school.store.read() as connection:
        return s.moments_of(connection, text)


def brings_back(school: SmallSchool, text: str, seq: int, by: str = "ana", key: str = "again") -> None:
    with school.store.write() as connection:
        s.bring_back(connection, text, seq, by=school.person(by), key=key)


@pytest.fixture
def text(school: SmallSchool) -> str:
    """Written at nine, at one minute past, and after a pause."""
    text = school.text_of()
    writes(school, text, "", "Le chat", 0)
    writes(school, text, "chat", "chat dort", 1)
    writes(school, text, "dort", "dort bien", 10)
    return text


def test_a_pause_ends_a_moment_and_words_are_counted(school: SmallSchool, text: str) -> None:
    found = moments(school, text)
    assert [(one.at, one.words) for one in found] == [
        (MORNING + timedelta(minutes=10), 4),
        (MORNING + timedelta(minutes=1), 3),
    ]
    with school.store.read() as connection:
        assert s.moment_at(connection, text, found[1].seq)[1].plain == "Le chat dort"


def test_what_is_brought_back_comes_after_all_the_rest(school: SmallSchool, text: str) -> None:
    before = moments(school, text)
    brings_back(school, text, before[-1].seq)
    after = moments(school, text)
    assert after[1:] == before
    assert after[0].brought_back == s.BroughtBack(before[-1].at, "Ana")
    assert draft(school, text) == "Le chat dort"
    brings_back(school, text, before[0].seq, key="and forth")
    assert draft(school, text) == "Le chat dort bien"


def test_the_same_key_brings_back_once(school: SmallSchool, text: str) -> None:
    first = moments(school, text)[-1]
    brings_back(school, text, first.seq)
    writes(school, text, "dort", "rêve", 20)
    brings_back(school, text, first.seq)
    assert draft(school, text) == "Le chat rêve"


def test_what_is_there_already_is_not_brought_back_again(school: SmallSchool, text: str) -> None:
    brings_back(school, text, moments(school, text)[0].seq)
    assert len(moments(school, text)) == 2


def test_a_pupil_brings_back_while_he_may_write_and_the_teacher_at_any_time(school: SmallSchool, text: str) -> None:
    school.deposits(text)
    first = moments(school, text)[-1]
    with pytest.raises(WrongStage):
        brings_back(school, text, first.seq)
    school.moves(text, Move.OPEN)
    brings_back(school, text, first.seq, by="petit")
    assert draft(school, text) == "Le chat dort"
    with school.store.read() as connection:
        assert s.version_of(connection, text, 1).plain == "Le chat dort bien"
        assert s.text_of(connection, text).stage is Stage.READING


def test_a_moment_of_another_text_is_none_of_this_one(school: SmallSchool, text: str) -> None:
    other = school.text_of("bob")
    with pytest.raises(NotFound):
        brings_back(school, other, moments(school, text)[0].seq, by="bob")
    assert draft(school, other) == ""


def test_a_long_past_is_shown_coarser_than_yesterday(school: SmallSchool) -> None:
    spells = [Spell(n, n, MORNING + timedelta(hours=n), 1) for n in range(1000)]
    shown = thinned(spells, notable={3, 500})
    numbers = {spell.last for spell in shown}
    assert len(shown) <= 202
    assert {3, 500, 999} | set(range(880, 1000)) <= numbers
    assert shown == sorted(shown, key=lambda spell: spell.last)


def test_found_words_are_offered_once_until_they_are_put_back_and_lost_again(school: SmallSchool, text: str) -> None:
    with school.store.write() as connection:
        first = s.save_rescue(connection, text, "Le chat dort.", ["dort."])
        assert first
        assert s.save_rescue(connection, text, "Le chat dort.", ["dort."]) is None
        s.settle_rescue(connection, text, first, "put_back", by="ana")
        assert s.rescues_of(connection, text) == []
        again = s.save_rescue(connection, text, "Le chat dort.", ["dort."])
        assert again
        s.settle_rescue(connection, text, again, "left", by="ana")
        assert s.save_rescue(connection, text, "Le chat dort.", ["dort."]) is None
        with pytest.raises(NotFound):
            s.settle_rescue(connection, school.text_of("bob"), first, "left", by="bob")


def test_the_pile_says_that_words_were_found(school: SmallSchool, text: str) -> None:
    with school.store.write() as connection:
        s.save_rescue(connection, text, "Le chat dort.", ["dort."])
        rows = {row.text.id: row.found for row in s.pile(connection, school.classroom.id)}
    assert rows[text] == 1
    assert rows[school.text_of("bob")] == 0


def test_who_settled_found_words_is_kept(school: SmallSchool, text: str) -> None:
    with school.store.write() as connection:
        found = s.save_rescue(connection, text, "Le chat dort.", ["dort."])
        s.settle_rescue(connection, text, found or "", "left", by="ana", at=MORNING)
        s.settle_rescue(connection, text, found or "", "put_back", by="petit")
        row = connection.execute(select(t.rescue.c.settled, t.rescue.c.settled_at, t.rescue.c.settled_by)).one()
        assert tuple(row) == ("left", MORNING, "ana")
        assert connection.scalar(select(func.count()).select_from(t.rescue)) == 1
