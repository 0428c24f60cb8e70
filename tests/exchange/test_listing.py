"""Listing: what is given out, what was deposited, in the shapes that nbgrader and formgrader expect."""

import pytest
from nbgrader.exchange import ExchangeError

from tests.exchange.living import LivingClass


def test_released_assignments_have_the_shape_of_nbgrader_s_own_list(living: LivingClass) -> None:
    row = {"course_id": living.room, "assignment_id": "le-chat", "status": "released", "path": "", "notebooks": []}
    assert living.run("List", by="ana") == [row]


def test_a_fetched_assignment_names_its_notebooks(living: LivingClass) -> None:
    living.run("FetchAssignment", "le-chat", by="ana")
    (row,) = living.run("List", by="ana")
    assert row["status"] == "fetched"
    assert [notebook["notebook_id"] for notebook in row["notebooks"]] == ["texte"]


def test_deposits_are_grouped_by_pupil_the_first_one_first(living: LivingClass) -> None:
    living.write("ana", "Un")
    living.mark("ana", "Un")
    living.hand_back("ana")
    living.write("ana", "Deux")
    living.write("bob", "Un")
    rows = living.run("List", inbound=True)
    assert [(row["student_id"], len(row["submissions"])) for row in rows] == [("ana", 2), ("bob", 1)]
    stamps = [line["timestamp"] for line in rows[0]["submissions"]]
    assert stamps == sorted(stamps) and stamps[0].endswith(" UTC")
    assert [line["has_exchange_feedback"] for line in rows[0]["submissions"]] == [True, False]


def test_a_pupil_sees_only_his_own_deposits(living: LivingClass) -> None:
    living.write("ana", "Un")
    living.write("bob", "Un")
    for kind in ("inbound", "cached"):
        assert [row["student_id"] for row in living.run("List", by="ana", **{kind: True})] == ["ana"]


def test_a_deposited_text_is_never_removed(living: LivingClass) -> None:
    living.write("ana", "Un")
    for kind in ("inbound", "cached"):
        with pytest.raises(ExchangeError, match="ne s'efface pas"):
            living.run("List", "le-chat", remove=True, **{kind: True})
    assert living.stage("ana") == "submitted"


def test_inbound_and_cached_do_not_go_together(living: LivingClass) -> None:
    with pytest.raises(ExchangeError):
        living.run("List", inbound=True, cached=True)


def test_the_log_reads_as_nbgrader_s(living: LivingClass, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    living.assign("Le chien")
    living.run("FetchAssignment", "le-chat", by="ana")
    assert said(living, caplog) == [
        "Released assignments:",
        f"{living.room} le-chat (already downloaded)",
        f"{living.room} le-chien",
    ]
    assert said(living, caplog, "le-chien") == ["Released assignments:", f"{living.room} le-chien"]


def test_the_log_says_how_far_the_feedback_of_each_deposit_is(
    living: LivingClass, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert said(living, caplog, cached=True) == ["Submitted assignments:"]
    living.write("ana", "Un")
    at = living.copies()[0].last.version.submitted_at
    line = f"{living.room} ana le-chat {at:%Y-%m-%d %H:%M:%S.%f} UTC"
    for kind in ("inbound", "cached"):
        assert said(living, caplog, **{kind: True}) == ["Submitted assignments:", f"{line} (no feedback available)"]
    living.mark("ana", "Un")
    living.hand_back("ana")
    assert said(living, caplog, cached=True)[1:] == [f"{line} (feedback ready to be fetched)"]
    living.run("FetchFeedback", "le-chat", by="ana")
    assert said(living, caplog, cached=True)[1:] == [f"{line} (feedback already fetched)"]


def test_an_assignment_that_is_taken_back_is_listed_no_more(
    living: LivingClass, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    living.assign("Le chien")
    (row,) = living.run("List", "le-chat", remove=True)
    assert row["status"] == "removed"
    assert said(living, caplog) == ["Released assignments:", f"{living.room} le-chien"]
    living.run("List", "le-chien", remove=True)
    assert said(living, caplog, "le-chien") == ["Released assignments:"]


def said(living: LivingClass, caplog: pytest.LogCaptureFixture, *of: str, **kind: bool) -> list[str]:
    """The lines of `nbgrader list`, as Ana reads them."""
    caplog.clear()
    living.run("List", *of, by="ana", **kind)
    return [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]


def test_a_class_that_does_not_answer_is_said_and_formgrader_survives(living: LivingClass) -> None:
    living.api()
    living.url = "http://127.0.0.1:9/services/classroom"
    with pytest.raises(ExchangeError, match="ne répond pas"):
        living.run("List")
    api = living.api()
    assert api.exchange_missing and not api.get_released_assignments()
    assert [one["name"] for one in api.get_assignments()] == []
    answer = api.collect("le-chat")
    assert not answer["success"]


def test_without_a_class_there_is_nothing_to_list_and_nothing_else_works(living: LivingClass) -> None:
    living.url = "http://127.0.0.1:9/services/classroom"
    assert living.run("List", by="ana") == []
    for what in ("FetchAssignment", "Submit", "FetchFeedback", "Collect", "ReleaseFeedback"):
        with pytest.raises(ExchangeError, match="Il manque la classe"):
            living.run(what, "le-chat", by="ana")
