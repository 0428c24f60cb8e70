"""A school for tests: the class of Ana, Bob and Mme Petit, and a second class that nobody of the first one may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.documents import Replace, build, edit, freeze_doc, merge
from classroom.model import Assignment, Classroom, Person, Role, Version
from classroom.workflow import Move

FIRST_DRAFT = "Les chat mange la souris. il sont content"
PICTURES = ("cat", "boat", "star")
PASSWORD = "la-grande-ourse"


@dataclass
class SmallSchool:
    """Verbs of a pupil and a teacher in one line each; each is a transaction of its own."""

    store: s.Store
    classroom: Classroom
    other: Classroom
    assignment: Assignment

    def text_of(self, pupil: str = "ana") -> str:
        with self.store.read() as connection:
            return s.notebook_of(connection, pupil)[0].id

    def person(self, username: str) -> Person:
        with self.store.read() as connection:
            return s.person_of(connection, username)

    def types(self, text: str, *lines: str) -> None:
        with self.store.write() as connection:
            s.append_updates(connection, [(text, 1, build(lines, client_id=1), datetime.now(UTC))])

    def corrects(self, text: str, *changes: tuple[str, str]) -> None:
        with self.store.write() as connection:
            before = merge(s.load_updates(connection, text)).get_update()
            after = edit(before, [Replace(old, new) for old, new in changes])
            s.append_updates(connection, [(text, 1, after, datetime.now(UTC))])

    def deposits(self, text: str, key: str = "first", pupil: str = "ana") -> Version:
        with self.store.write() as connection:
            return s.submit_draft(connection, text, by=pupil, key=key)

    def moves(self, text: str, move: Move, by: str = "petit", key: str | None = None) -> None:
        with self.store.write() as connection:
            s.move(connection, text, move, by=by, key=key)

    def marks(self, text: str, words: str, family: str = "verb", number: int = 1, id: str | None = None) -> str:
        """Mark these words of a version; gives the annotation's id."""
        with self.store.write() as connection:
            plain = s.version_of(connection, text, number).plain
            start = plain.index(words)
            anchor = anchor_at(plain, start, start + len(words))
            name = id or f"{family}-{words}-{number}".replace(" ", "_")
            s.annotate(connection, text, number, id=name, author="petit", family=family, anchor=anchor)
        return name

    def hands_back(self, text: str, key: str = "back", comment: str = "Relis les verbes.") -> None:
        with self.store.write() as connection:
            s.hand_back(connection, text, by="petit", key=key, comment=comment)

    def ticks(self, text: str, annotation: str, done: bool = True) -> None:
        with self.store.write() as connection:
            s.mark_done(connection, text, annotation, done=done, by="ana")

    def sees(self, text: str, username: str) -> s.Look:
        with self.store.read() as connection:
            return s.look(connection, text, s.person_of(connection, username))

    def read_by_teacher(self, pupil: str = "ana") -> str:
        """A text that its pupil wrote and deposited and that the teacher has opened."""
        text = self.text_of(pupil)
        self.types(text, FIRST_DRAFT)
        self.deposits(text, pupil=pupil)
        self.moves(text, Move.OPEN)
        return text

    def returned(self, pupil: str = "ana") -> str:
        """The same, handed back with two marks: `agree` on "mange" and `group` on "chat"."""
        text = self.read_by_teacher(pupil)
        self.marks(text, "mange", "verb", id="agree")
        self.marks(text, "chat", "noun_group", id="group")
        self.hands_back(text)
        return text


def found_school(store: s.Store) -> SmallSchool:
    with store.write() as connection:
        room, other = (s.create_classroom(connection, name, school="École des Tilleuls") for name in ("CM1-CM2", "CE2"))
        for username, role, where, name in (
            ("ana", Role.PUPIL, room, "Ana"),
            ("bob", Role.PUPIL, room, "Bob"),
            ("petit", Role.TEACHER, room, "Mme Petit"),
            ("zoe", Role.PUPIL, other, "Zoé"),
            ("grand", Role.TEACHER, other, "M. Grand"),
        ):
            level = "CM1" if role is Role.PUPIL else ""
            s.add_person(connection, Person(username, role, where.id, name, level, "fox"))
        s.set_pictures(connection, "ana", PICTURES)
        s.set_password(connection, "petit", PASSWORD)
        s.create_assignment(connection, other.id, "Ailleurs", "Autre chose.")
        assignment = s.create_assignment(connection, room.id, "Le chat", "Raconte.")
    return SmallSchool(store, room, other, assignment)


def draft(school: SmallSchool, text: str) -> str:
    """What the living document says."""
    with school.store.read() as connection:
        return freeze_doc(merge(s.load_updates(connection, text))).plain
