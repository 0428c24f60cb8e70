"""Collecting: what pupils deposited stands in the course directory and the gradebook, ready to grade, once, whole, and with its past."""

import json
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.exchange import ExchangeError

from classroom.exchange.notebook import read_deposit
from classroom.rounds import Remark
from tests.exchange.living import LivingClass, ok


def copy_of(living: LivingClass, pupil: str, step: str = "submitted") -> dict:
    path = living.course / step / pupil / "le-chat" / "texte.ipynb"
    return json.loads(path.read_text())


def test_a_deposited_version_is_ready_to_be_graded(living: LivingClass) -> None:
    living.write("ana", "Mon chat\nest noir.")
    api = living.api()
    ok(api.collect("le-chat"))
    assert api.get_submitted_students("le-chat") == {"ana"}
    assert api.get_autograded_students("le-chat") == {"ana"}
    row = next(row for row in api.get_submissions("le-chat") if row["student"] == "ana")
    assert row["needs_manual_grade"] and row["autograded"] and row["first_name"] == "Ana"
    assert read_deposit(copy_of(living, "ana")).rounds[-1].version.plain == "Mon chat\nest noir."


def test_submitted_and_autograded_are_the_same_valid_notebook(living: LivingClass) -> None:
    living.write("ana", "Mon chat")
    living.api().collect("le-chat")
    assert copy_of(living, "ana") == copy_of(living, "ana", "autograded")
    nbformat.validate(nbformat.from_dict(copy_of(living, "ana")))


def test_every_round_stays_in_the_notebook(living: LivingClass) -> None:
    living.write("ana", "Le chat manges.")
    living.mark("ana", "manges", comment="Qui mange ?")
    living.hand_back("ana", "Relis.")
    living.write("ana", "Le chat mange.")
    living.api().collect("le-chat")
    first, second = read_deposit(copy_of(living, "ana")).rounds
    assert (first.version.plain, first.comment) == ("Le chat manges.", "Relis.")
    assert [(mark.family, mark.anchor.exact, mark.comment) for mark in first.annotations] == [
        ("verb", "manges", "Qui mange ?")
    ]
    assert second.version.plain == "Le chat mange."


def test_collecting_twice_changes_nothing(living: LivingClass) -> None:
    living.write("ana", "Mon chat")
    api = living.api()
    api.collect("le-chat")
    before = (living.course / "submitted/ana/le-chat/texte.ipynb").stat().st_mtime_ns
    answer = api.collect("le-chat")
    assert "No newer submission to collect: ana le-chat" in answer["log"]
    assert (living.course / "submitted/ana/le-chat/texte.ipynb").stat().st_mtime_ns == before


def test_a_newer_version_needs_update(living: LivingClass) -> None:
    living.write("ana", "Un")
    living.run("Collect", "le-chat")
    living.mark("ana", "Un")
    living.hand_back("ana")
    living.write("ana", "Deux")
    living.run("Collect", "le-chat")
    assert read_deposit(copy_of(living, "ana")).rounds[-1].version.plain == "Un"
    living.run("Collect", "le-chat", update=True)
    assert read_deposit(copy_of(living, "ana")).rounds[-1].version.plain == "Deux"


def test_one_pupil_only_is_collected_when_asked(living: LivingClass) -> None:
    living.write("ana", "A")
    living.write("bob", "B")
    living.run("Collect", "le-chat", student="bob")
    assert [path.name for path in (living.course / "submitted").iterdir()] == ["bob"]


@pytest.mark.parametrize("says", ["class", "gradebook"])
@pytest.mark.parametrize(
    ("in_time", "before_duedate", "collected"),
    [(True, True, "À l'heure"), (True, False, "Trop tard"), (False, True, "Trop tard")],
)
def test_the_last_version_before_the_due_date_which_the_class_or_the_gradebook_says(
    living: LivingClass, in_time: bool, before_duedate: bool, collected: str, says: str
) -> None:
    if in_time:
        living.write("ana", "À l'heure")
    due = datetime.now(UTC)
    if says == "class":
        living.client().change_assignment(living.text_view("ana")["assignment"]["id"], due=due.isoformat())
    else:
        with living.api().gradebook as gradebook:
            gradebook.update_or_create_assignment("le-chat", duedate=due.replace(tzinfo=None))
    living.client("ana").deposit(living.text("ana"), "Trop tard", "late")
    living.run("Collect", "le-chat", before_duedate=before_duedate)
    assert read_deposit(copy_of(living, "ana")).rounds[-1].version.plain == collected


def test_collecting_what_came_in_time_keeps_what_was_said_of_what_came_late(living: LivingClass) -> None:
    living.write("ana", "À l'heure")
    due = datetime.now(UTC)
    living.client("ana").deposit(living.text("ana"), "Trop tard", "late")
    api = living.api()
    ok(api.collect("le-chat"))
    grade(api.gradebook, "ana", "Dommage, c'est tard", 3)
    living.client().change_assignment(living.text_view("ana")["assignment"]["id"], due=due.isoformat())
    living.run("Collect", "le-chat", before_duedate=True)
    assert read_deposit(copy_of(living, "ana")).rounds[-1].version.plain == "À l'heure"
    (copy,) = living.copies()
    assert [round.remark for round in copy.rounds] == [None, Remark("Dommage, c'est tard", 3.0, 10.0)]
    with api.gradebook as gradebook:
        assert gradebook.find_comment("texte", "texte", "le-chat", "ana").manual_comment is None


def test_what_was_said_of_the_earlier_round_is_kept_before_it_is_cleared(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    api.collect("le-chat")
    grade(api.gradebook, "ana", "Bien", 7.5)
    living.mark("ana", "Un")
    living.hand_back("ana", "Relis.")
    living.write("ana", "Deux")
    api.collect("le-chat")
    first, _ = read_deposit(copy_of(living, "ana")).rounds
    remark = living.copies()[0].rounds[0].remark
    assert remark and (remark.comment, remark.score, remark.max_score) == ("Bien", 7.5, 10.0)
    with api.gradebook as gradebook:
        found = gradebook.find_submission_notebook("texte", "le-chat", "ana")
        assert [comment.comment for comment in found.comments] == [None]
        assert [(g.manual_score, g.needs_manual_grade) for g in found.grades] == [(None, True)]
    assert first.version.plain == "Un"


def test_when_the_remark_cannot_be_kept_nothing_is_cleared(
    living: LivingClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    living.write("ana", "Un")
    api = living.api()
    api.collect("le-chat")
    grade(api.gradebook, "ana", "Bien", 7.5)
    living.mark("ana", "Un")
    living.hand_back("ana")
    living.write("ana", "Deux")
    from classroom.errors import OutOfService
    from classroom.exchange.calls import ExchangeClient

    def away(*_: object) -> None:
        raise OutOfService

    with monkeypatch.context() as patched:
        patched.setattr(ExchangeClient, "keep_remarks", away)
        assert not api.collect("le-chat")["success"]
    with api.gradebook as gradebook:
        assert gradebook.find_comment("texte", "texte", "le-chat", "ana").comment == "Bien"
    ok(api.collect("le-chat"))


def test_an_interrupted_collection_is_finished_by_the_next(
    living: LivingClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    living.write("ana", "Un")
    living.write("bob", "Un")
    from classroom.exchange import mirror

    put, done = mirror.put_folder, []

    def power_cut(draft: Path, folder: Path) -> None:
        if len(done) == 1:
            raise RuntimeError("power cut")
        put(draft, folder)
        done.append(folder)

    api = living.api()
    with monkeypatch.context() as patched:
        patched.setattr(mirror, "put_folder", power_cut)
        assert not api.collect("le-chat")["success"]
    assert api.get_autograded_students("le-chat") == set()
    ok(api.collect("le-chat"))
    assert api.get_autograded_students("le-chat") == {"ana", "bob"}
    assert not (living.course / ".ecritoire").exists()


def test_stock_autograde_takes_what_was_mirrored_and_changes_no_word(living: LivingClass) -> None:
    living.write("ana", "Mon chat\n\n- dort *bien*")
    api = living.api()
    api.collect("le-chat")
    ok(api.autograde("le-chat", "ana"))
    graded, deposited = (copy_of(living, "ana", step)["cells"][1]["source"] for step in ("autograded", "submitted"))
    assert "".join(graded) == deposited
    assert read_deposit(copy_of(living, "ana", "autograded")) == read_deposit(copy_of(living, "ana"))


@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")  # nbgrader's own cell has no id
def test_a_pupil_who_lost_the_answer_cell_gets_it_back_at_autograde(living: LivingClass) -> None:
    living.write("ana", "Mon chat")
    api = living.api()
    api.collect("le-chat")
    path = living.course / "submitted/ana/le-chat/texte.ipynb"
    notebook = json.loads(path.read_text())
    del notebook["cells"][1]
    path.write_text(json.dumps(notebook))
    ok(api.autograde("le-chat", "ana"))
    cells = copy_of(living, "ana", "autograded")["cells"]
    assert "texte" in [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]


def test_nothing_to_collect_is_said(living: LivingClass) -> None:
    answer = living.api().collect("le-chat")
    assert answer["success"] and "No submissions" in answer["log"]


def test_an_unknown_assignment_names_the_nearest(living: LivingClass) -> None:
    with pytest.raises(ExchangeError, match="« le-chat »"):
        living.run("Collect", "le-cha")


def grade(gradebook: Gradebook, pupil: str, comment: str, score: float | None) -> None:
    """What a helper does in formgrader."""
    with gradebook:
        gradebook.find_comment("texte", "texte", "le-chat", pupil).manual_comment = comment
        row = gradebook.find_grade("texte", "texte", "le-chat", pupil)
        row.manual_score, row.needs_manual_grade = score, False
        gradebook.db.commit()
