"""Marks: who sees which, what may be marked when, and what became of each one in the next version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.errors import BadInput, Conflict, NotFound, WrongStage
from classroom.model import Anchor, HelpLevel, Outcome, Support
from classroom.store import tables as t
from classroom.workflow import Move
from tests.small_school import SmallSchool


def ids(look: s.Look) -> list[str]:
    return [mark.annotation.id for mark in look.marks]


def events(school: SmallSchool, annotation: str) -> list[str]:
    with school.store.read() as connection:
        rows = select(t.annotation_event.c.kind).where(t.annotation_event.c.annotation == annotation)
        return list(connection.scalars(rows.order_by(t.annotation_event.c.seq)))


def outcomes(school: SmallSchool, text: str, number: int) -> dict[str, tuple[Outcome | None, bool, str | None]]:
    with school.store.read() as connection:
        earlier = s.earlier_marks(connection, s.version_of(connection, text, number))
    return {one.mark.annotation.id: (one.outcome, one.confirmed, one.now and one.now.exact) for one in earlier}


def test_a_pupil_cannot_see_annotations_before_they_are_handed_back(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    mark = school.marks(text, "mange")
    assert (ids(school.sees(text, "petit")), ids(school.sees(text, "ana"))) == ([mark], [])
    school.hands_back(text)
    assert ids(school.sees(text, "ana")) == [mark]


def test_while_the_second_version_is_read_the_pupil_sees_the_first_round_only(school: SmallSchool) -> None:
    text = school.returned()
    school.corrects(text, ("chat", "chats"))
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    new = school.marks(text, "content", "verb", number=2)
    assert sorted(ids(school.sees(text, "ana"))) == ["agree", "group"]
    assert new in ids(school.sees(text, "petit"))


def test_the_outcome_of_a_mark_is_shown_to_the_pupil_once_handed_back(school: SmallSchool) -> None:
    text = school.returned()
    school.corrects(text, ("chat", "chats"))
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    assert {mark.outcome for mark in school.sees(text, "ana").marks} == {None}
    school.hands_back(text, key="again")
    assert {mark.annotation.id: mark.outcome for mark in school.sees(text, "ana").marks} == {
        "group": Outcome.CHANGED,
        "agree": Outcome.UNTOUCHED,
    }


def test_a_mark_put_again_on_the_same_words_is_found_once_by_the_pupil(school: SmallSchool) -> None:
    text = school.returned()
    school.corrects(text, ("content", "contents"))
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    again = school.marks(text, "chat", "noun_group", number=2)
    beside = school.marks(text, "mange", "word", number=2)
    assert sorted(ids(school.sees(text, "ana"))) == ["agree", "group"]
    school.hands_back(text, key="again")
    assert sorted(ids(school.sees(text, "ana"))) == sorted(["agree", again, beside])
    assert "group" in ids(school.sees(text, "petit"))


def test_the_teacher_chooses_which_families_and_how_many_marks_a_pupil_gets(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    for words in ("chat", "mange", "souris", "content"):
        school.marks(text, words, "verb" if words == "mange" else "word")
    support = Support(level=HelpLevel.HINT, families=("word",), budget=2)
    with school.store.write() as connection:
        s.write_review(connection, text, s.Review("", True, support))
        s.hand_back(connection, text, by="petit", key="h")
    look = school.sees(text, "ana")
    assert ids(look) == ["word-chat-1", "word-souris-1"]
    assert look.help_level is HelpLevel.HINT
    with school.store.read() as connection:
        assert s.review_of(connection, text).support == support


def test_the_same_mark_sent_twice_is_one_mark(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    school.marks(text, "mange", id="once")
    school.marks(text, "mange", id="once")
    assert ids(school.sees(text, "petit")) == ["once"]
    assert events(school, "once") == ["created"]


def test_the_id_of_a_mark_cannot_serve_on_another_text(school: SmallSchool) -> None:
    school.marks(school.read_by_teacher("ana"), "mange", id="mine")
    with pytest.raises(Conflict):
        school.marks(school.read_by_teacher("bob"), "mange", id="mine")


def test_a_mark_taken_away_and_put_again_is_back(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    mark = school.marks(text, "mange")
    for _ in range(2):
        with school.store.write() as connection:
            s.delete_annotation(connection, mark, by="petit")
    assert ids(school.sees(text, "petit")) == []
    school.marks(text, "mange")
    assert ids(school.sees(text, "petit")) == [mark]
    assert events(school, mark) == ["created", "deleted", "created"]


def test_changing_the_family_drops_a_type_that_belongs_to_the_old_one(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    mark = school.marks(text, "mange")
    with school.store.write() as connection:
        s.change_annotation(connection, mark, {"type": "tense", "comment": "Quand ?"}, by="petit")
        changed = s.change_annotation(connection, mark, {"family": "word"}, by="petit").annotation
    assert (changed.family, changed.type, changed.comment) == ("word", None, "Quand ?")


@pytest.mark.parametrize(("family", "type"), [("nothing", None), ("verb", "gender")])
def test_a_code_that_is_not_in_the_palette_is_refused(school: SmallSchool, family: str, type: str | None) -> None:
    text = school.read_by_teacher()
    with pytest.raises(BadInput, match="unknown_family"), school.store.write() as connection:
        plain = s.version_of(connection, text, 1).plain
        s.annotate(connection, text, 1, id="a", author="petit", family=family, type=type, anchor=anchor_at(plain, 0, 3))


def test_a_mark_whose_words_moved_a_little_is_put_where_they_are(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    with school.store.write() as connection:
        put = s.annotate(connection, text, 1, id="a", author="petit", family="verb", anchor=Anchor(0, 5, "mange"))
    assert put.annotation.anchor == Anchor(9, 14, "mange", "Les chat ", " la souris. il sont content")


def test_words_that_are_not_in_the_version_cannot_be_marked(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    with pytest.raises(BadInput), school.store.write() as connection:
        s.annotate(connection, text, 1, id="a", author="petit", family="verb", anchor=Anchor(0, 6, "girafe"))


def test_nothing_is_marked_before_reading_nor_after_handing_back(school: SmallSchool) -> None:
    text = school.returned()
    with pytest.raises(WrongStage):
        school.marks(text, "souris")
    with pytest.raises(WrongStage), school.store.write() as connection:
        s.change_annotation(connection, "agree", {"comment": "trop tard"}, by="petit")
    with pytest.raises(WrongStage), school.store.write() as connection:
        s.delete_annotation(connection, "agree", by="petit")


def test_what_became_of_each_mark_is_proposed_at_the_next_deposit(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    for words, family in (("chat", "noun_group"), ("mange", "verb"), ("souris", "word"), ("content", "noun_group")):
        school.marks(text, words, family, id=words)
    school.marks(text, "Les", "bravo", id="well")
    school.hands_back(text)
    school.ticks(text, "chat")
    school.ticks(text, "souris")
    school.corrects(text, ("chat", "chats"), ("mange", "mangent"), (" content", ""))
    school.deposits(text, key="second")
    assert outcomes(school, text, 2) == {
        "chat": (Outcome.FIXED, False, "chats"),
        "mange": (Outcome.CHANGED, False, "mangent"),
        "souris": (Outcome.UNTOUCHED, False, "souris"),
        "content": (Outcome.ORPHAN, False, None),
        "well": (None, False, "Les"),
    }


def test_what_the_teacher_confirms_wins_and_a_reopened_mark_loses_its_tick(school: SmallSchool) -> None:
    text = school.returned()
    school.ticks(text, "group")
    school.corrects(text, ("chat", "chate"))
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    with school.store.write() as connection:
        s.confirm_outcome(connection, "group", Outcome.CHANGED, by="petit")
        s.confirm_outcome(connection, "agree", Outcome.FIXED, by="petit")
    assert outcomes(school, text, 2)["group"] == (Outcome.CHANGED, True, "chate")
    assert not next(m for m in school.sees(text, "petit").marks if m.annotation.id == "group").done
    assert events(school, "group") == ["created", "done", "proposed", "confirmed", "undone"]


def test_a_confirmed_correction_is_not_questioned_again_but_another_outcome_is(school: SmallSchool) -> None:
    text = school.returned()
    school.corrects(text, ("chat", "chats"))
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    with school.store.write() as connection:
        s.confirm_outcome(connection, "group", Outcome.FIXED, by="petit")
        s.confirm_outcome(connection, "agree", Outcome.UNTOUCHED, by="petit")
    school.hands_back(text, key="again")
    school.corrects(text, ("chats", "chatons"), ("mange", "mangent"))
    school.ticks(text, "agree")
    school.deposits(text, key="third")
    assert outcomes(school, text, 3) == {
        "group": (Outcome.FIXED, True, "chatons"),
        "agree": (Outcome.FIXED, False, "mangent"),
    }
    assert outcomes(school, text, 2)["agree"] == (Outcome.UNTOUCHED, True, "mange")


def test_an_outcome_cannot_be_confirmed_before_another_version(school: SmallSchool) -> None:
    school.returned()
    with pytest.raises(WrongStage), school.store.write() as connection:
        s.confirm_outcome(connection, "agree", Outcome.FIXED, by="petit")


def test_only_marks_handed_back_on_this_text_can_be_ticked(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    hidden = school.marks(text, "mange")
    with pytest.raises(NotFound):
        school.ticks(text, hidden)
    bobs = school.returned("bob")
    with pytest.raises(NotFound):
        school.ticks(text, "agree")
    assert bobs != text


def test_a_tick_waits_for_a_text_that_can_be_written(school: SmallSchool) -> None:
    text = school.returned()
    school.ticks(text, "agree")
    school.deposits(text, key="second")
    with pytest.raises(WrongStage):
        school.ticks(text, "agree", False)


def test_the_pile_says_whom_to_read_next(school: SmallSchool) -> None:
    anas, bobs = school.text_of("ana"), school.text_of("bob")
    for text, pupil in ((bobs, "bob"), (anas, "ana")):
        school.types(text, "Trois petits mots")
        school.deposits(text, pupil=pupil)
    assert rows(school) == [("bob", 1, 3, 0), ("ana", 2, 3, 0)]
    school.moves(anas, Move.OPEN)
    school.marks(anas, "petits")
    assert rows(school) == [("ana", 1, 3, 1), ("bob", 2, 3, 0)]
    with school.store.write() as connection:
        s.write_review(connection, anas, s.Review("", ready=True))
    assert rows(school) == [("bob", 1, 3, 0), ("ana", 0, 3, 1)]


def rows(school: SmallSchool) -> list[tuple[str, int, int, int]]:
    with school.store.read() as connection:
        pile = s.pile(connection, school.classroom.id, school.assignment.id)
    return [(row.pupil.username, row.priority, row.words, row.marks) for row in pile]


def test_the_pile_and_the_measures_of_a_class_hold_nothing_of_another(school: SmallSchool) -> None:
    school.returned()
    with school.store.read() as connection:
        here, there = (s.measures(connection, room.id) for room in (school.classroom, school.other))
        pile = s.pile(connection, school.other.id)
    assert ({row.pupil for row in here.rows}, {row.pupil for row in here.texts}) == ({"ana"}, {"ana", "bob"})
    assert ([row.pupil for row in there.rows], [row.pupil for row in there.texts]) == ([], ["zoe"])
    assert [row.pupil.username for row in pile] == ["zoe"]


def test_the_measures_say_what_became_of_each_mark(school: SmallSchool) -> None:
    text = school.returned()
    school.ticks(text, "group")
    school.corrects(text, ("chat", "chats"))
    school.deposits(text, key="second")
    with school.store.read() as connection:
        found = s.measures(connection, school.classroom.id)
    assert {(row.mark.annotation.id, row.mark.outcome, row.mark.done, row.words) for row in found.rows} == {
        ("group", Outcome.FIXED, True, 8),
        ("agree", Outcome.UNTOUCHED, False, 8),
    }
    ana = next(row for row in found.texts if row.pupil == "ana")
    assert (ana.versions, ana.words, ana.stage) == (2, 8, "submitted")
    assert ana.first_submitted_at and ana.handed_back_at and ana.first_submitted_at < ana.handed_back_at


def test_a_mark_is_the_same_before_and_after_the_store(school: SmallSchool) -> None:
    text = school.read_by_teacher()
    anchor = replace(anchor_at(school_plain(school, text), 9, 14), relative=("AQID", "BAUG"))
    with school.store.write() as connection:
        s.annotate(connection, text, 1, id="a", author="petit", family="verb", anchor=anchor)
    [mark] = school.sees(text, "petit").marks
    assert mark.annotation.anchor == anchor


def school_plain(school: SmallSchool, text: str) -> str:
    with school.store.read() as connection:
        return s.version_of(connection, text, 1).plain
