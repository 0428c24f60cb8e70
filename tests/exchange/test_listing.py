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
    with pytest.raises(ExchangeError, match="ne s'efface pas"):
        living.run("List", "le-chat", inbound=True, remove=True)
    assert living.stage("ana") == "submitted"


def test_inbound_and_cached_do_not_go_together(living: LivingClass) -> None:
    with pytest.raises(ExchangeError):
        living.run("List", inbound=True, cached=True)


def test_the_log_reads_as_nbgrader_s(living: LivingClass, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    living.write("ana", "Un")
    living.run("List", inbound=True)
    assert f"{living.room} ana le-chat" in caplog.text and "(no feedback available)" in caplog.text


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


def test_without_a_class_there_is_nothing_to_list(living: LivingClass, monkeypatch: pytest.MonkeyPatch) -> None:
    living.url = "http://127.0.0.1:9/services/classroom"
    assert living.run("List", by="ana") == []
