"""What the class has kept, read from its store beside the running class."""

from __future__ import annotations

import time
from collections.abc import Callable

from classroom.documents import freeze_doc, merge
from classroom.model import Text, Version
from classroom.store import assignment_of, load_updates, notebook_of, open_store, versions_of
from tests.real_class import RealClass


def text_of(school: RealClass, pupil: str, title: str) -> Text:
    """A pupil's text for the writing project with this title."""
    with open_store(school.database).read() as connection:
        texts = notebook_of(connection, pupil)
        return next(text for text in texts if assignment_of(connection, text.assignment).title == title)


def wait_for_draft(school: RealClass, pupil: str, title: str, expected: Callable[[str], bool]) -> None:
    """Wait until what the class has kept of a draft is as expected."""
    deadline = time.monotonic() + 30
    while not expected(draft_of(school, pupil, title)):
        assert time.monotonic() < deadline, "the class did not keep what was typed"
        time.sleep(0.1)


def draft_of(school: RealClass, pupil: str, title: str) -> str:
    text = text_of(school, pupil, title)
    with open_store(school.database).read() as connection:
        return freeze_doc(merge(load_updates(connection, text.id))).plain


def deposited(school: RealClass, pupil: str, title: str) -> list[Version]:
    text = text_of(school, pupil, title)
    with open_store(school.database).read() as connection:
        return versions_of(connection, text.id)
