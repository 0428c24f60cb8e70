"""A log that is folded says the same at every moment that counts, and whatever breaks in the middle leaves it saying the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import func, select, update

from classroom import store as s
from classroom.store import folding
from classroom.store import tables as t
from classroom.workflow import Move
from tests.small_school import SmallSchool, draft

LONG_AGO = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


class Typing:
    """A pupil who types letter by letter, a second after the other, in a text of the school."""

    def __init__(self, school: SmallSchool, text: str) -> None:
        self.school, self.text, self.at = school, text, LONG_AGO
        self.doc: Doc[Any] = Doc()

    def types(self, words: str) -> None:
        rows = []
        for letter in words:
            before = self.doc.get_state()
            with self.doc.transaction():
                body = self.doc.get("body", type=XmlFragment)
                if not len(body.children):
                    body.children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText("")]))
                written = body.children[0].children[0]
                written += letter
            self.at += timedelta(seconds=1)
            rows.append((self.text, 7, self.doc.get_update(before), self.at))
        with self.school.store.write() as connection:
            s.append_updates(connection, rows)

    def rests(self, **long: float) -> None:
        self.at += timedelta(**long)

    def deposits(self, key: str = "first") -> None:
        self.rests(seconds=1)
        with self.school.store.write() as connection:
            s.submit_draft(connection, self.text, by="ana", key=key, at=self.at)

    def moves(self, move: Move, by: str) -> None:
        self.rests(seconds=1)
        with self.school.store.write() as connection:
            s.move(connection, self.text, move, by=by, at=self.at)


@pytest.fixture
def typing(school: SmallSchool) -> Typing:
    """Three spells: one ends with a deposit, one with a pause."""
    typing = Typing(school, school.text_of())
    typing.types("Le chat dort.")
    typing.deposits()
    typing.moves(Move.TAKE_BACK, "ana")
    typing.types(" Il rêve.")
    typing.rests(hours=1)
    typing.types(" Fin.")
    return typing


def rows(store: s.Store, text: str) -> int:
    with store.read() as connection:
        return connection.scalar(select(func.count()).where(t.text_update.c.text == text)) or 0


def past(store: s.Store, text: str) -> list[Any]:
    """All that the history shows, and the documents themselves."""
    with store.read() as connection:
        moments = s.moments_of(connection, text)
        return [(moment, s.moment_at(connection, text, moment.seq)[1].document) for moment in moments]


def test_each_spell_becomes_a_row_and_the_past_stays(school: SmallSchool, typing: Typing) -> None:
    before, said = past(school.store, typing.text), draft(school, typing.text)
    done = s.fold(school.store, typing.text)
    assert done and done.rows == (27, 3)
    assert done.bytes[1] < done.bytes[0]
    assert past(school.store, typing.text) == before
    assert [moment.version for moment, _ in before] == [None, None, 1]
    assert draft(school, typing.text) == said == "Le chat dort. Il rêve. Fin."
    assert s.fold(school.store, typing.text) is None


def test_what_was_published_is_read_as_it_stood(school: SmallSchool, typing: Typing) -> None:
    typing.deposits("second")
    for move in (Move.OPEN, Move.ACCEPT, Move.PUBLISH):
        typing.moves(move, "petit")
    typing.types(" Un mot de plus.")
    with school.store.read() as connection:
        before = s.published_in(connection, school.classroom.id)[0].document
    assert s.fold(school.store, typing.text)
    with school.store.read() as connection:
        assert s.published_in(connection, school.classroom.id)[0].document == before


def test_what_was_brought_back_stays_a_moment_of_its_own(school: SmallSchool, typing: Typing) -> None:
    with school.store.write() as connection:
        first = s.moments_of(connection, typing.text)[-1]
        s.bring_back(connection, typing.text, first.seq, by=school.person("ana"), key="again", at=typing.at)
    before = past(school.store, typing.text)
    assert before[0][0].brought_back and before[0][0].brought_back.by == "Ana"
    assert s.fold(school.store, typing.text)
    assert past(school.store, typing.text) == before
    assert draft(school, typing.text) == "Le chat dort."


def test_a_log_in_which_something_waits_for_what_never_came_stays_as_it_is(school: SmallSchool, typing: Typing) -> None:
    with school.store.write() as connection:
        third = connection.scalars(select(t.text_update.c.seq).order_by(t.text_update.c.seq).offset(2)).first()
        connection.execute(t.text_update.delete().where(t.text_update.c.seq == third))
    assert s.fold(school.store, typing.text) is None
    assert rows(school.store, typing.text) == 26


def test_a_clock_that_jumped_keeps_every_moment(school: SmallSchool, typing: Typing) -> None:
    typing.rests(days=-1)
    typing.types(" Hier.")
    typing.rests(days=2)
    typing.types(" Demain.")
    before = past(school.store, typing.text)
    assert s.fold(school.store, typing.text)
    assert past(school.store, typing.text) == before


def test_only_texts_that_rest_are_folded(school: SmallSchool, typing: Typing) -> None:
    assert s.long_logs(school.store, idle_since=LONG_AGO) == []
    found = s.long_logs(school.store, idle_since=typing.at + timedelta(seconds=1))
    assert [text for text, _ in found] == [typing.text]


@pytest.mark.parametrize("step", ["_write_beside", "_read_back", "_put_in_place"])
def test_killed_before_any_step_the_log_says_the_same_and_is_folded_the_next_time(
    school: SmallSchool, typing: Typing, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = past(school.store, typing.text)

    def killed(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(folding, step, killed)
        s.fold(school.store, typing.text)
    assert rows(school.store, typing.text) == 27
    assert past(school.store, typing.text) == before
    assert s.fold(school.store, typing.text)
    assert past(school.store, typing.text) == before
    with school.store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(t.fold)) == 0


def test_what_the_disk_gives_back_otherwise_is_not_believed(
    school: SmallSchool, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = folding._write_beside

    def spoil(store: s.Store, text: str, folds: Any) -> None:
        write(store, text, folds)
        with store.write() as connection:
            connection.execute(update(t.fold).values(data=folds[0].rows[0].data))

    monkeypatch.setattr(folding, "_write_beside", spoil)
    assert s.fold(school.store, typing.text) is None
    assert rows(school.store, typing.text) == 27


def test_what_is_typed_while_it_is_folded_is_kept(
    school: SmallSchool, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = folding._write_beside

    def meanwhile(store: s.Store, text: str, folds: Any) -> None:
        write(store, text, folds)
        typing.types(" Encore.")

    monkeypatch.setattr(folding, "_write_beside", meanwhile)
    assert s.fold(school.store, typing.text)
    assert draft(school, typing.text).endswith(" Fin. Encore.")


def test_two_services_that_fold_at_once_do_no_harm(
    school: SmallSchool, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, others = folding._write_beside, []

    def another_is_faster(store: s.Store, text: str, folds: Any) -> None:
        write(store, text, folds)
        monkeypatch.setattr(folding, "_write_beside", write)
        others.append(s.fold(store, text))

    monkeypatch.setattr(folding, "_write_beside", another_is_faster)
    before = past(school.store, typing.text)
    assert s.fold(school.store, typing.text) is None
    assert others[0] and others[0].rows == (27, 3)
    assert past(school.store, typing.text) == before
