"""When things go wrong around nbgrader: two at once, somebody who left, a strange folder, another database."""

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.dbutil import upgrade

from classroom.exchange.extension import Course, listen, tell
from classroom.exchange.gradebook import find_alembic
from classroom.exchange.notebook import read_deposit
from classroom.rounds import Remark
from tests.exchange.living import LivingClass, ok
from tests.exchange.test_collecting import grade
from tests.postgresql import Server


def test_two_collections_at_once_make_one(living: LivingClass) -> None:
    for pupil in living.pupils:
        living.write(pupil, f"Le texte de {pupil}")
    both = [living.api(), living.api()]
    with ThreadPoolExecutor(2) as two:
        for answer in two.map(lambda api: api.collect("le-chat"), both):
            ok(answer)
    assert living.api().get_autograded_students("le-chat") == set(living.pupils)
    for pupil in living.pupils:
        path = living.course / "submitted" / pupil / "le-chat" / "texte.ipynb"
        assert read_deposit(json.loads(path.read_text())).rounds[-1].version.plain == f"Le texte de {pupil}"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own add_submission
def test_a_pupil_who_left_stays_in_the_gradebook_and_holds_nobody_up(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.collect("le-chat"))
    with api.gradebook as gradebook:
        gradebook.add_student("parti")
        gradebook.add_submission("le-chat", "parti", timestamp="2026-09-01 08:00:00 UTC")
    strange = living.course / "submitted" / "parti" / "le-chat"
    strange.mkdir(parents=True)
    (strange / "timestamp.txt").write_text("hier")
    (living.course / "feedback" / "parti" / "le-chat").mkdir(parents=True)
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Bien", 8)
    ok(api.generate_feedback("le-chat", "ana"))
    ok(api.release_feedback("le-chat"))
    assert living.said("ana") == ["Bien\n\nNote : 8 sur 10"]
    assert {one["id"] for one in api.get_students()} >= {"parti", "ana"}


def test_a_damaged_timestamp_is_collected_again(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.collect("le-chat"))
    (living.course / "submitted/ana/le-chat/timestamp.txt").write_text("")
    ok(api.collect("le-chat"))
    assert api.get_autograded_students("le-chat") == {"ana"}


def test_the_class_that_does_not_answer_leaves_everything_as_it_was(living: LivingClass) -> None:
    living.write("ana", "Un")
    ok(living.api().collect("le-chat"))
    before = sorted((path, path.stat().st_mtime_ns) for path in living.course.rglob("*.ipynb"))
    living.url = "http://127.0.0.1:9/services/classroom"
    api = living.api()
    for answer in (api.collect("le-chat"), api.release_feedback("le-chat"), api.release_assignment("le-chat")):
        assert not answer["success"]
    assert sorted((path, path.stat().st_mtime_ns) for path in living.course.rglob("*.ipynb")) == before
    assert api.get_submissions("le-chat")[0]["student"] == "ana"


def test_formgrader_opens_on_what_is_collected_while_the_class_does_not_answer(
    living: LivingClass, caplog: pytest.LogCaptureFixture
) -> None:
    living.write("ana", "Un")
    ok(living.api().collect("le-chat"))
    living.url = "http://127.0.0.1:9/services/classroom"
    living.come_in("maitresse")
    settings: dict = {}
    asyncio.run(Course(settings, logging.getLogger("server")).make_ready())
    assert "La classe ne répond pas" in caplog.text
    assert "nbgrader_gradebook" not in settings  # formgrader then opens its own, on the same file


def test_a_gradebook_on_postgresql_goes_through_two_rounds(living: LivingClass, postgresql_server: Server) -> None:
    url = postgresql_server.url(postgresql_server.new_database())
    living.monkeypatch.setenv("CLASSROOM_GRADEBOOK_URL", url)
    api = living.api()
    living.write("ana", "Le chat manges.")
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Bien", 7)
    ok(api.generate_feedback("le-chat"))
    ok(api.release_feedback("le-chat"))
    living.write("ana", "Le chat mange.")
    ok(api.collect("le-chat"))
    ok(api.autograde("le-chat", "ana"))
    assert api.get_autograded_students("le-chat") == {"ana"}
    assert living.said("ana") == ["Bien\n\nNote : 7 sur 10"]
    find_alembic()
    upgrade(url)


def test_formgrader_s_session_sees_what_a_collection_cleared_and_says_what_is_written_in_it(
    living: LivingClass,
) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.collect("le-chat"))
    held = Gradebook(api.coursedir.db_url, living.room)
    listen(held, lambda heard: tell(living.client(), living.room, heard))
    say(held, "Premier tour")
    living.mark("ana", "Un")
    living.hand_back("ana")
    living.write("ana", "Deux")
    ok(api.collect("le-chat"))
    assert held.find_comment("texte", "texte", "le-chat", "ana").manual_comment is None
    say(held, "Second tour")
    held.close()
    (copy,) = living.copies()
    assert [round.remark for round in copy.rounds] == [Remark("Premier tour"), Remark("Second tour")]
    assert living.said("ana") == ["Premier tour"]


def test_a_due_date_that_is_set_in_formgrader_is_the_class_s_and_stays(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.collect("le-chat"))
    held = Gradebook(api.coursedir.db_url, living.room)
    listen(held, lambda heard: tell(living.client(), living.room, heard))
    held.update_or_create_assignment("le-chat", duedate="2026-12-01 16:30:00 UTC")
    held.close()
    ok(api.collect("le-chat"))
    due = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
    assert living.client().course(living.room).projects["le-chat"].due == due
    with api.gradebook as gradebook:
        assert gradebook.find_assignment("le-chat").duedate == due.replace(tzinfo=None)


def say(gradebook: Gradebook, comment: str) -> None:
    gradebook.find_comment("texte", "texte", "le-chat", "ana").manual_comment = comment
    gradebook.db.commit()


@pytest.mark.parametrize("name", ["maitresse", "ana"])
def test_a_person_of_another_class_gets_nothing(living: LivingClass, name: str, tmp_path: Path) -> None:
    from classroom import store as verbs
    from classroom.errors import NotAllowed
    from classroom.model import Person, Role

    living.write("bob", "Un")
    with living.store.write() as connection:
        other = verbs.create_classroom(connection, "CE1").id
        role = Role.TEACHER if name == "maitresse" else Role.PUPIL
        verbs.add_person(connection, Person("stranger", role, other, "Inconnu"))
    stranger = living.client("stranger")
    project = living.client().course(living.room).projects["le-chat"].assignment
    for ask in (
        lambda: stranger.course(living.room),
        lambda: stranger.deposits(living.room),
        lambda: stranger.copies(project),
        lambda: stranger.released_files(project),
        lambda: stranger.withdraw(project),
        lambda: stranger.keep_remarks(living.room, [(living.text("bob"), 1, Remark("x"))]),
        lambda: stranger.hand_back_copies(living.room, [(living.text("bob"), 1)], "k"),
    ):
        with pytest.raises(NotAllowed):
            ask()
    if role is Role.TEACHER:  # nor through one's own class
        refused = stranger.hand_back_copies(other, [(living.text("bob"), 1)], "k")["refused"]
        assert [one["text"] for one in refused] == [living.text("bob")]
