"""A class that has lived a little: something in every table of the store, so that what is copied or migrated is seen to be whole."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert

from classroom import store as s
from classroom.rounds import Remark
from classroom.store import tables as t
from classroom.workflow import Move
from tests.small_school import SmallSchool

PICTURE = bytes(range(256)) * 5


def live_a_little(school: SmallSchool) -> str:
    """Ana deposits, corrects and deposits again, with marks, a picture, words that were found again and a remark; Bob begins. Gives Ana's text."""
    text = school.text_of()
    school.types(text, "Les chat mange la souris.", "il sont content… « Été » 🐈")
    school.types(school.text_of("bob"), "Un début.")
    school.deposits(text)
    school.moves(text, Move.OPEN)
    mark = school.marks(text, "mange")
    school.marks(text, "chat", family="noun_group")
    school.hands_back(text)
    school.moves(text, Move.REVISE, by="ana")
    school.corrects(text, ("mange", "mangent"))
    school.ticks(text, mark)
    _keep_the_rest(school, text)
    school.deposits(text, key="second")
    school.moves(text, Move.OPEN)
    with school.store.write() as connection:
        s.write_review(connection, text, s.Review("En cours de lecture."))
    return text


def _keep_the_rest(school: SmallSchool, text: str) -> None:
    with school.store.write() as connection:
        s.keep_asset(connection, s.Asset("a" * 64, "image/webp", 3, 2, PICTURE), by="ana")
        found = s.save_rescue(connection, text, "ce que voyait Ana", ["voyait"])
        s.settle_rescue(connection, text, found or "", "left", by="ana")
        then = {"of": datetime(2026, 11, 2, tzinfo=UTC), "at": datetime(2026, 11, 3, tzinfo=UTC)}
        connection.execute(insert(t.bring_back).values(text=text, key="brought", by="ana", **then))
        connection.execute(insert(t.fold).values(text=text, first=1, last=1, data=b"\0\0"))
        s.remember_token(connection, "a-token", "ana")
        s.change_assignment(connection, school.assignment.id, {"pupils": ["ana", "bob"]})
        s.name_assignments(connection, school.classroom.id)
        s.keep_remark(connection, text, 1, Remark("Bien.", 2.5, None), by="petit")
