"""The demonstration class: its files say what they mean, and played in a store they make a class that is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from classroom import store as s
from classroom.comparison import count_words
from classroom.demo import Demo, create_demo, stories
from classroom.demo.calendar import Calendar
from classroom.demo.pupil import replacements
from classroom.documents import build, edit, freeze, merge, place_of
from classroom.errors import BadInput, Conflict
from classroom.model import Outcome, Role, Stage
from classroom.palette import DEFAULT

A_MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s.Store]:
    opened = s.open_store(f"sqlite:///{tmp_path_factory.mktemp('demo')}/classroom.sqlite")
    s.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def demo(store: s.Store) -> Demo:
    return create_demo(store, at=A_MONDAY)


def texts_of(store: s.Store, demo: Demo) -> list[Any]:
    with store.read() as connection:
        return [text for pupil, _ in demo.pupils for text in s.notebook_of(connection, pupil.username)]


def test_twelve_pupils_of_two_levels_come_in_with_their_three_pictures(store: s.Store, demo: Demo) -> None:
    assert Counter(pupil.level for pupil, _ in demo.pupils) == {"CM1": 6, "CM2": 6}
    assert len({pupil.picture for pupil, _ in demo.pupils}) == 12
    with store.write() as connection:
        for pupil, pictures in demo.pupils:
            assert s.sign_in_pupil(connection, pupil.username, pictures).person is not None
            assert pupil.picture not in pictures, "the picture of the class page would give a hint"


def test_the_teacher_comes_in_with_the_first_password_and_must_change_it(store: s.Store, demo: Demo) -> None:
    with store.write() as connection:
        person = s.sign_in_teacher(connection, demo.teacher, demo.password).person
    assert person is not None and person.role is Role.TEACHER and person.must_change_password


def test_every_stage_of_a_text_can_be_seen(store: s.Store, demo: Demo) -> None:
    assert {text.stage for text in texts_of(store, demo)} == set(Stage)


def test_a_deposited_text_has_forty_to_a_hundred_and_eighty_words(store: s.Store, demo: Demo) -> None:
    with store.read() as connection:
        lengths = [
            count_words(version.plain)
            for text in texts_of(store, demo)
            for version in s.versions_of(connection, text.id)
        ]
    assert len(lengths) >= 40
    assert all(40 <= words <= 180 for words in lengths)


def test_every_mark_stands_on_its_words_in_the_version_and_in_its_document(store: s.Store, demo: Demo) -> None:
    seen = 0
    with store.read() as connection:
        for text in texts_of(store, demo):
            versions = {version.number: version for version in s.versions_of(connection, text.id)}
            for mark in s.marks_of(connection, text.id):
                anchor, version = mark.annotation.anchor, versions[mark.number]
                assert version.plain[anchor.start : anchor.end] == anchor.exact
                assert anchor.relative is not None
                assert place_of(merge([version.ydoc]), anchor.relative) == (anchor.start, anchor.end)
                seen += 1
    assert seen > 200


def test_a_first_reading_has_six_to_fourteen_marks_and_a_bravo(store: s.Store, demo: Demo) -> None:
    with store.read() as connection:
        for text in texts_of(store, demo):
            returned = {number for number, _ in s.hand_backs_of(connection, text.id)}
            first = [mark.annotation for mark in s.marks_of(connection, text.id) if mark.number == 1]
            if 1 in returned:
                assert 6 <= len(first) <= 14
                assert any(DEFAULT.family(mark.family).positive for mark in first)


def test_all_four_outcomes_and_all_seven_families_are_there(store: s.Store, demo: Demo) -> None:
    with store.read() as connection:
        rows = s.measures(connection, demo.classroom.id).rows
    assert {row.mark.outcome for row in rows} == {*Outcome, None}
    assert {row.mark.annotation.family for row in rows} == {family.code for family in DEFAULT.families}


def test_a_living_text_says_what_its_story_says(store: s.Store, demo: Demo) -> None:
    ends = {(p.title, story.pupil): story.rounds[-1].plain for p in stories.projects() for story in p.stories}
    with store.read() as connection:
        for text in texts_of(store, demo):
            title = s.assignment_of(connection, text.assignment).title
            plain = freeze(merge(s.load_updates(connection, text.id)).get_update()).plain
            assert plain == ends.get((title, text.pupil), "")


def test_nothing_happens_after_today_nor_on_a_day_without_school(store: s.Store, demo: Demo) -> None:
    with store.read() as connection:
        rows = s.measures(connection, demo.classroom.id).texts
    moments = [round_.submitted_at for row in rows for round_ in row.rounds]
    assert moments and all(moment < A_MONDAY and moment.astimezone().weekday() in (0, 1, 3, 4) for moment in moments)


def test_a_second_class_is_refused_unless_it_has_another_name(store: s.Store, demo: Demo) -> None:
    with pytest.raises(Conflict):
        create_demo(store, at=A_MONDAY)
    with pytest.raises(Conflict):
        create_demo(store, name=demo.classroom.name, at=A_MONDAY)


def test_a_second_class_with_another_name_has_its_own_people(tmp_path: Path) -> None:
    store = s.open_store(f"sqlite:///{tmp_path}/classroom.sqlite")
    s.upgrade(store)
    one, two = create_demo(store, at=A_MONDAY), create_demo(store, name="La classe d'à côté", at=A_MONDAY)
    with store.read() as connection:
        assert {room.name for room in s.classrooms(connection)} == {one.classroom.name, "La classe d'à côté"}
        assert len(s.people_of(connection, two.classroom.id, Role.PUPIL)) == 12
    assert one.teacher != two.teacher and one.password != two.password
    store.close()


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("Il [abité]{verb.fin} là.", "verb.fin"),
        ("Il [abité]verb.ending là.", "not well written"),
        ("Il abité}{ là.", "not well written"),
    ],
)
def test_a_badly_written_mark_is_refused_with_its_pupil_and_its_words(written: str, complaint: str) -> None:
    with pytest.raises(BadInput) as refused:
        stories.project_from("essai", project(rounds=[{"written": written}]))
    assert complaint in refused.value.sentence and "lea" in refused.value.sentence


@pytest.mark.parametrize("edit_line", ["abité là → habitait là", "le chat → la chatte", "Il abité"])
def test_an_edit_that_is_not_once_in_the_text_is_refused(edit_line: str) -> None:
    rounds = [{"written": "Il abité là. Il abité là."}, {"edits": edit_line}]
    with pytest.raises(BadInput, match="must be once"):
        stories.project_from("essai", project(rounds=rounds))


def test_an_edit_carries_the_marks_of_the_next_round() -> None:
    rounds = [
        {"written": "# Le [chein]{word.spelling: Comme « chienne ».}\nIl abité là."},
        {"edits": "chein → chien\nIl abité → Il [abitait]{word.spelling}"},
    ]
    first, second = stories.project_from("essai", project(rounds=rounds)).stories[0].rounds
    assert (first.plain, second.plain) == ("Le chein\nIl abité là.", "Le chien\nIl abitait là.")
    assert [first.plain[mark.start : mark.end] for mark in first.marks] == ["chein"]
    assert [second.plain[mark.start : mark.end] for mark in second.marks] == ["abitait"]
    assert first.marks[0].comment == "Comme « chienne »."


def test_a_day_is_counted_in_school_days() -> None:
    calendar = Calendar(A_MONDAY)
    days = {code: calendar.moment(f"{code} 10:05").astimezone().strftime("%a %d") for code in ("D-1", "D-3", "D+2")}
    assert days == {"D-1": "Fri 20", "D-3": "Tue 17", "D+2": "Thu 26"}
    with pytest.raises(BadInput):
        calendar.moment("yesterday")


def project(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    text = {"pupil": "lea", "stage": "writing", "rounds": rounds}
    said = dict.fromkeys(("id", "title", "prompt", "given", "due"), "…")
    return {**said, "texts": [text]}


def test_words_retyped_one_by_one_give_the_new_text() -> None:
    before = "les les lapin court. il court court"
    changes = [stories.Change(4, 19, "les lapins courent"), stories.Change(21, 23, "Il")]
    written = build([before])
    after = merge([written, edit(written, replacements(before, changes))]).get_update()
    assert freeze(after).plain == "les les lapins courent. Il court court"
