"""Handing back with nbgrader and at the desk: the same feedback page, the gradebook's remark in the general comment, every round kept."""

from pathlib import Path

import pytest

from classroom.exchange import words_fr as words
from classroom.rounds import Remark
from classroom.store import keep_remark, version_of
from tests.exchange.living import TEACHER, LivingClass, ok
from tests.exchange.test_collecting import grade


def page(living: LivingClass, pupil: str) -> str:
    return (living.course / "feedback" / pupil / "le-chat" / "texte.html").read_text()


def marked(living: LivingClass, pupil: str = "ana", text: str = "Le chat manges <b>tout</b>.") -> None:
    living.write(pupil, text)
    living.mark(pupil, "manges", comment="Qui mange ?")


def test_generate_feedback_draws_the_marks_of_the_desk_in_a_small_page(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    ok(api.generate_feedback("le-chat"))
    made = page(living, "ana")
    assert '<mark class="f3">manges</mark>' in made and "Qui mange ?" in made and "Ana M." in made
    assert "&lt;b&gt;tout&lt;/b&gt;" in made
    assert len(made.encode()) < 5_000


def test_marks_put_after_the_collection_are_in_the_feedback(living: LivingClass) -> None:
    living.write("ana", "Le chat manges.")
    api = living.api()
    ok(api.collect("le-chat"))
    living.mark("ana", "manges")
    living.review("ana", "Relis à voix haute.")
    ok(api.generate_feedback("le-chat", "ana"))
    assert '<mark class="f3">manges</mark>' in page(living, "ana") and "Relis à voix haute." in page(living, "ana")


def test_a_comment_and_a_score_of_formgrader_come_back_as_the_general_comment(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Belle histoire !", 7.5)
    ok(api.generate_feedback("le-chat"))
    assert "Belle histoire !\n\nNote : 7,5 sur 10" in page(living, "ana")
    ok(api.release_feedback("le-chat"))
    assert living.stage("ana") == "handed_back"
    assert living.said("ana") == ["Belle histoire !\n\nNote : 7,5 sur 10"]


def test_a_text_read_only_in_formgrader_is_opened_and_handed_back(living: LivingClass) -> None:
    living.write("ana", "Le chat mange.")
    api = living.api()
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Bravo", None)
    ok(api.generate_feedback("le-chat", "ana"))
    ok(api.release_feedback("le-chat", "ana"))
    assert living.said("ana") == ["Bravo"]


def test_what_the_gradebook_said_is_there_when_the_desk_hands_back(living: LivingClass) -> None:
    marked(living)
    with living.store.write() as connection:
        keep_remark(connection, living.text("ana"), 1, Remark("Bravo", 8, 10), by=TEACHER)
    living.hand_back("ana", "Relis.")
    assert living.said("ana") == ["Relis.\n\nBravo\n\nNote : 8 sur 10"]


def test_what_nobody_read_is_not_handed_back(living: LivingClass) -> None:
    living.write("ana", "Le chat mange.")
    api = living.api()
    ok(api.collect("le-chat"))
    ok(api.generate_feedback("le-chat"))
    answer = ok(api.release_feedback("le-chat"))
    assert living.stage("ana") == "submitted"
    assert words.NOT_READ.format(pupil="ana") in answer["log"]


def test_excluded_pupils_and_texts_without_feedback_wait(living: LivingClass) -> None:
    for pupil in ("ana", "bob", "lea_2"):
        marked(living, pupil)
    api = living.api()
    ok(api.collect("le-chat"))
    for pupil in ("ana", "bob"):
        ok(api.generate_feedback("le-chat", pupil))
    living.run("ReleaseFeedback", "le-chat", exclude="bob")
    assert [living.stage(pupil) for pupil in ("ana", "bob", "lea_2")] == ["handed_back", "reading", "reading"]


def test_releasing_twice_hands_back_once(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    ok(api.generate_feedback("le-chat"))
    ok(api.release_feedback("le-chat"))
    ok(api.release_feedback("le-chat"))
    assert living.said("ana") == [""]


def test_feedback_of_an_older_version_is_not_given_for_the_newer_one(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    ok(api.generate_feedback("le-chat"))
    living.hand_back("ana")
    living.write("ana", "Le chat mange tout.")
    living.mark("ana", "tout")
    ok(api.release_feedback("le-chat"))
    assert living.stage("ana") == "reading"


def test_handing_back_at_the_desk_writes_nbgrader_s_feedback_at_the_next_collection(living: LivingClass) -> None:
    marked(living)
    living.hand_back("ana", "Relis.")
    api = living.api()
    ok(api.collect("le-chat"))
    at_the_desk = page(living, "ana")
    ok(api.generate_feedback("le-chat"))
    assert page(living, "ana") == at_the_desk and "Relis." in at_the_desk


def test_a_pupil_fetches_one_page_for_each_round_and_nothing_before_it_is_handed_back(living: LivingClass) -> None:
    marked(living)
    living.run("FetchFeedback", "le-chat", by="ana")
    assert pages(living, "ana") == []
    living.hand_back("ana", "Premier tour.")
    living.write("ana", "Le chat mange.")
    living.mark("ana", "chat", "word")
    living.run("FetchFeedback", "le-chat", by="ana")
    (first,) = pages(living, "ana")
    assert "Premier tour." in first.read_text() and '<mark class="f3">manges</mark>' in first.read_text()
    living.hand_back("ana", "Second tour.")
    living.run("FetchFeedback", "*", by="ana")
    assert len(pages(living, "ana")) == 2
    (row,) = living.run("List", cached=True, by="ana")
    assert [line["has_local_feedback"] for line in row["submissions"]] == [True, True]


def test_a_pupil_s_page_shows_only_what_the_teacher_chose_for_him(living: LivingClass) -> None:
    from classroom.model import HelpLevel, Support
    from classroom.store import Review, write_review

    living.write("ana", "Le chat manges la souri.")
    living.mark("ana", "manges", "verb")
    living.mark("ana", "souri", "word")
    with living.store.write() as connection:
        chosen = Support(HelpLevel.KIND, ("verb",))
        write_review(connection, living.text("ana"), Review("", False, chosen))
    living.hand_back("ana")
    living.run("FetchFeedback", "le-chat", by="ana")
    assert pages(living, "ana")[0].read_text().count("<mark") == 1
    ok(living.api().collect("le-chat"))
    assert page(living, "ana") == pages(living, "ana")[0].read_text()


def test_nobody_fetches_another_s_feedback(living: LivingClass) -> None:
    marked(living)
    living.hand_back("ana")
    living.run("FetchFeedback", "le-chat", by="bob", student="ana")
    assert pages(living, "bob") == [] and pages(living, "ana") == []
    project = living.client().course(living.room).projects["le-chat"].assignment
    assert living.client("bob").copies(project, "ana") == []
    assert living.client("bob").deposits(living.room, pupil="ana") == []


def test_when_the_class_does_not_answer_feedback_is_made_of_the_notebook(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    living.url = "http://127.0.0.1:9/services/classroom"
    ok(living.api().generate_feedback("le-chat"))
    assert '<mark class="f3">manges</mark>' in page(living, "ana")


def test_a_notebook_that_is_not_ours_gets_no_feedback_and_says_why(living: LivingClass) -> None:
    marked(living)
    api = living.api()
    ok(api.collect("le-chat"))
    notebook = living.course / "autograded/ana/le-chat/texte.ipynb"
    notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    answer = api.generate_feedback("le-chat")
    assert not answer["success"] and words.NOT_OURS in answer["log"]


@pytest.mark.parametrize("at_stage", ["writing", "revising"])
def test_a_text_that_the_pupil_took_back_is_not_handed_back(living: LivingClass, at_stage: str) -> None:
    from classroom.store import move
    from classroom.workflow import Move

    living.write("ana", "Le chat mange.")
    if at_stage == "revising":
        living.mark("ana", "chat")
        living.hand_back("ana")
        living.write("ana", "Le chat mange tout.")
    api = living.api()
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Bravo", None)
    ok(api.generate_feedback("le-chat"))
    with living.store.write() as connection:
        move(connection, living.text("ana"), Move.TAKE_BACK, by="ana")
    ok(api.release_feedback("le-chat"))
    assert living.stage("ana") == at_stage


def test_a_remark_belongs_to_the_version_it_was_written_on(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Sur la première", None)
    living.mark("ana", "Un")
    living.hand_back("ana")
    living.write("ana", "Deux")
    ok(api.collect("le-chat"))
    ok(api.generate_feedback("le-chat"))
    assert "Sur la première" not in page(living, "ana")
    with living.store.read() as connection:
        from classroom.store import remark_of

        texts = [version_of(connection, living.text("ana"), number).id for number in (1, 2)]
        assert [remark_of(connection, id) for id in texts] == [Remark("Sur la première"), None]


def pages(living: LivingClass, pupil: str) -> list[Path]:
    return sorted((living.folder / pupil / "le-chat" / "feedback").glob("*/texte.html"))
