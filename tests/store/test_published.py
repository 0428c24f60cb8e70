"""The texts of the class: only what was published, as it stood at that moment."""

from __future__ import annotations

from typing import Any

from classroom import store as s
from classroom.workflow import Move
from tests.small_school import SmallSchool


def words_of(document: dict[str, Any]) -> str:
    return "\n".join("".join(piece["text"] for piece in block["content"]) for block in document["content"])


def read_by_the_class(school: SmallSchool, classroom: str | None = None) -> list[s.Published]:
    with school.store.read() as connection:
        return s.published_in(connection, classroom or school.classroom.id)


def accepted(school: SmallSchool, pupil: str) -> str:
    text = school.read_by_teacher(pupil)
    with school.store.write() as connection:
        s.accept(connection, text, by="petit", key=f"accepted-{pupil}")
    return text


def test_a_text_is_read_by_the_class_only_while_it_is_published(school: SmallSchool) -> None:
    text = accepted(school, "ana")
    accepted(school, "bob")
    assert read_by_the_class(school) == []
    school.moves(text, Move.PUBLISH)
    [one] = read_by_the_class(school)
    assert (one.text.id, one.title, one.pupil.name) == (text, "Le chat", "Ana")
    assert words_of(one.document) == "Les chat mange la souris. il sont content"
    assert read_by_the_class(school, school.other.id) == []
    school.moves(text, Move.UNPUBLISH)
    assert read_by_the_class(school) == []


def test_what_was_embellished_is_read_and_what_comes_after_the_publication_is_not(school: SmallSchool) -> None:
    text = accepted(school, "ana")
    school.moves(text, Move.START_LAYOUT, by="ana")
    school.corrects(text, ("chat", "CHATS"))
    school.moves(text, Move.PUBLISH)
    school.corrects(text, ("CHATS", "chiens"))
    [one] = read_by_the_class(school)
    assert words_of(one.document).startswith("Les CHATS mange")


def test_the_text_published_last_comes_first(school: SmallSchool) -> None:
    texts = [accepted(school, pupil) for pupil in ("ana", "bob")]
    for text in texts:
        school.moves(text, Move.PUBLISH)
    assert [one.text.id for one in read_by_the_class(school)] == texts[::-1]
