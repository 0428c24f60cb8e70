"""The life of a text in the store: writing, depositing, reading, handing back, correcting, accepting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from sqlalchemy import insert, select

from classroom import store as s
from classroom.documents import build, freeze
from classroom.errors import BadInput, Conflict, NotFound, WrongStage
from classroom.model import MAX_TEXT, Stage
from classroom.store import tables as t
from classroom.workflow import Move
from tests.small_school import FIRST_DRAFT, SmallSchool


def stage(school: SmallSchool, text: str) -> Stage:
    with school.store.read() as connection:
        return s.text_of(connection, text).stage


def test_each_pupil_of_the_class_gets_a_text_for_each_assignment(school: SmallSchool) -> None:
    with school.store.write() as connection:
        only_bob = s.create_assignment(connection, school.classroom.id, "Le chien", "Décris.", pupils=["bob"])
        ana, bob = s.notebook_of(connection, "ana"), s.notebook_of(connection, "bob")
    assert [text.assignment for text in ana] == [school.assignment.id]
    assert [text.assignment for text in bob] == [only_bob.id, school.assignment.id]


def test_an_assignment_cannot_be_given_to_a_pupil_of_another_class(school: SmallSchool) -> None:
    with pytest.raises(BadInput), school.store.write() as connection:
        s.create_assignment(connection, school.classroom.id, "Le chien", "Décris.", pupils=["zoe"])


def test_an_assignment_taken_from_a_pupil_leaves_the_notebook_unless_something_was_written(school: SmallSchool) -> None:
    text = school.text_of("ana")
    school.types(text, "Un mot.")
    school.deposits(text)
    with school.store.write() as connection:
        s.change_assignment(connection, school.assignment.id, {"pupils": ["bob"]})
        assert [one.id for one in s.notebook_of(connection, "ana")] == [text]
        s.change_assignment(connection, school.assignment.id, {"pupils": ["ana"]})
        assert s.notebook_of(connection, "bob") == []


def test_a_deposit_freezes_what_the_log_holds(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Le premier jet.")
    version = school.deposits(text)
    school.corrects(text, ("premier", "second"))
    with school.store.read() as connection:
        assert s.version_of(connection, text, 1) == version
    assert (version.number, version.plain, freeze(version.ydoc).plain) == (1, "Le premier jet.", "Le premier jet.")


def test_the_same_key_again_deposits_nothing_more(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Un texte.")
    assert school.deposits(text, key="a") == school.deposits(text, key="a")
    with school.store.read() as connection:
        assert [version.number for version in s.versions_of(connection, text)] == [1]


def test_a_key_that_served_for_another_move_is_refused(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Un texte.")
    school.deposits(text, key="a")
    with pytest.raises(Conflict):
        school.moves(text, Move.TAKE_BACK, by="ana", key="a")


@pytest.mark.parametrize("lines", [[], [""], ["   "], ["\u00a0", "", "\t"]])
def test_an_empty_text_cannot_be_deposited(school: SmallSchool, lines: list[str]) -> None:
    text = school.text_of()
    school.types(text, *lines)
    with pytest.raises(BadInput) as refused:
        school.deposits(text)
    assert refused.value.code == "empty_text"
    assert stage(school, text) is Stage.WRITING


def test_a_text_of_more_than_twenty_thousand_signs_cannot_be_deposited_and_the_sentence_says_so(
    school: SmallSchool,
) -> None:
    text = school.text_of()
    school.types(text, "a" * (MAX_TEXT + 1))
    with pytest.raises(BadInput, match="text_too_long") as refused:
        school.deposits(text)
    assert "20001" in refused.value.sentence and "20000" in refused.value.sentence


def test_nul_and_lone_surrogates_are_replaced_one_for_one(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "a\0b")
    assert school.deposits(text).plain == "a\ufffdb"


def test_emoji_and_right_to_left_words_come_back_as_they_were(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Le 🐈‍⬛ dit שלום <script>alert(1)</script>")
    with school.store.read() as connection:
        school.deposits(text)
        assert s.version_of(connection, text, 1).plain == "Le 🐈‍⬛ dit שלום <script>alert(1)</script>"


def test_a_deposit_waits_for_what_the_pupil_saw(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Un texte.")
    seen = freeze(build(["Autre tablette"], client_id=7)).state_vector
    with pytest.raises(Conflict) as refused, school.store.write() as connection:
        s.submit_draft(connection, text, by="ana", key="a", state_vector=seen)
    assert refused.value.code == "text_behind"


def test_a_deposited_text_is_taken_back_until_the_teacher_opens_it(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, "Un texte.")
    school.deposits(text, key="a")
    school.moves(text, Move.TAKE_BACK, by="ana")
    assert stage(school, text) is Stage.WRITING
    school.deposits(text, key="b")
    school.moves(text, Move.OPEN)
    with pytest.raises(WrongStage):
        school.moves(text, Move.TAKE_BACK, by="ana")
    assert stage(school, text) is Stage.READING


def test_a_text_taken_back_after_a_hand_back_is_being_revised(school: SmallSchool) -> None:
    text = school.returned()
    school.deposits(text, key="second")
    school.moves(text, Move.TAKE_BACK, by="ana")
    assert stage(school, text) is Stage.REVISING


def test_handing_back_what_the_pupil_has_taken_back_says_what_happened(school: SmallSchool) -> None:
    text = school.text_of()
    school.types(text, FIRST_DRAFT)
    school.deposits(text)
    school.moves(text, Move.TAKE_BACK, by="ana")
    with pytest.raises(WrongStage, match="taken_back") as refused:
        school.hands_back(text)
    assert "repris" in refused.value.sentence


def test_handing_back_twice_with_the_same_key_hands_back_once(school: SmallSchool) -> None:
    text = school.returned()
    school.hands_back(text)
    look = school.sees(text, "ana")
    assert [(number, given.comment) for number, given in look.hand_backs] == [(1, "Relis les verbes.")]


def test_a_review_is_kept_while_reading_and_given_with_the_text(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    with school.store.write() as connection:
        s.write_review(connection, text, s.Review("Bravo pour les verbes.", ready=True))
        s.hand_back(connection, text, by="petit", key="h")
        assert s.review_of(connection, text) == s.Review()
    [(number, given)] = school.sees(text, "ana").hand_backs
    assert (number, given.comment, given.by) == (1, "Bravo pour les verbes.", "petit")


def test_the_last_marks_and_the_comment_come_with_the_accepted_text(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    well_done = school.marks(text, "souris", "bravo")
    for _ in range(2):
        with school.store.write() as connection:
            if s.text_of(connection, text).stage is Stage.READING:
                s.write_review(connection, text, s.Review("Quel beau texte !", ready=True))
            s.accept(connection, text, by="petit", key="yes")
    look = school.sees(text, "ana")
    assert [mark.annotation.id for mark in look.marks] == [well_done]
    assert [given.comment for _, given in look.hand_backs] == ["Quel beau texte !"]
    with school.store.read() as connection:
        assert [row.ready for row in s.pile(connection, school.classroom.id)] == [False, False]


def test_a_text_that_is_not_being_read_has_no_review(school: SmallSchool) -> None:
    with pytest.raises(WrongStage), school.store.write() as connection:
        s.write_review(connection, school.text_of(), s.Review("Non.", ready=True))


def test_each_move_leaves_one_row_with_who_and_when(school: SmallSchool) -> None:
    text = school.returned()
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    school.moves(text, Move.ACCEPT)
    school.moves(text, Move.START_LAYOUT, by="ana")
    school.moves(text, Move.PUBLISH)
    with school.store.read() as connection:
        rows = connection.execute(
            select(t.transition).where(t.transition.c.text == text).order_by(t.transition.c.seq)
        ).all()
    assert [(row.move, row.by) for row in rows] == [
        ("submit", "ana"),
        ("open", "petit"),
        ("hand_back", "petit"),
        ("submit", "ana"),
        ("open", "petit"),
        ("accept", "petit"),
        ("start_layout", "ana"),
        ("publish", "petit"),
    ]
    assert all(before.to_stage == after.from_stage for before, after in pairwise(rows))
    assert all(row.at.tzinfo is UTC for row in rows)


def test_a_refused_move_leaves_nothing_behind(school: SmallSchool) -> None:
    text = school.text_of()
    with pytest.raises(WrongStage):
        school.moves(text, Move.ACCEPT)
    with school.store.read() as connection:
        assert connection.execute(select(t.transition)).all() == []


def test_updates_for_a_text_that_does_not_exist_are_refused_whole(school: SmallSchool) -> None:
    text, update = school.text_of(), build(["Mot"])
    at = datetime.now(UTC)
    with pytest.raises(NotFound), school.store.write() as connection:
        s.append_updates(connection, [(text, 1, update, at), ("nowhere", 1, update, at)])
    with school.store.read() as connection:
        assert s.load_updates(connection, text) == []


def test_a_letter_is_kept_as_every_other_row_of_its_table_would_be(school: SmallSchool) -> None:
    """SQLite gets it in words of our own (`classroom.store.log`)."""
    text, update, at = (
        school.text_of(),
        build(["Mot"]),
        datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    )
    raw = "SELECT text, client, data, at FROM text_update ORDER BY seq"
    with school.store.write() as connection:
        s.append_updates(connection, [(text, 2**52, update, at)])
        connection.execute(insert(t.text_update), {"text": text, "client": 2**52, "data": update, "at": at})
        mine, theirs = (tuple(row) for row in connection.exec_driver_sql(raw))
    assert mine == theirs
