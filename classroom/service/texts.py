"""Handlers about a text: the pupil's notebook, one text, its versions, its moves, and the ticks of its pupil."""

from __future__ import annotations

from base64 import b64decode

from sqlalchemy import Connection

from classroom import store
from classroom.errors import NotAllowed
from classroom.model import Person, Role
from classroom.service import present, shapes
from classroom.service.routing import Answer, Ask
from classroom.service.signing import Kind
from classroom.store import Look
from classroom.workflow import RULES, Move


def view(connection: Connection, ask: Ask, text: str, *, status: int | None = None, changed: bool = True) -> Answer:
    """The text as its asker sees it now: what most of the verbs answer."""
    shown = present.text_view(store.look(connection, text, ask.person))
    return Answer(shown, status, (text,) if changed else ())


def notebook(ask: Ask) -> Answer:
    return Answer(notebook_of(ask, ask.person))


def page(ask: Ask) -> Answer:
    return Answer(head_of_page(ask, ask.person))


def head_of_page(ask: Ask, pupil: Person) -> shapes.PageHead:
    """All that a page needs to open the notebook."""
    ticket = ask.house.credentials.issue(Kind.TICKET, pupil.username)
    return shapes.PageHead(ticket=ticket.token, notebook=notebook_of(ask, pupil))


def notebook_of(ask: Ask, pupil: Person) -> shapes.Notebook:
    with ask.store.read() as connection:
        looks = [store.look(connection, text.id, pupil) for text in store.notebook_of(connection, pupil.username)]
        palette = store.palette_of(connection, pupil.classroom)
        cards = [_card(connection, look) for look in looks]
    return shapes.Notebook(person=present.person(pupil), palette=palette.to_json(), cards=cards)


def see(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        return view(connection, ask, ask.path["text"], changed=False)


def see_version(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        version = store.version_of(connection, ask.path["text"], ask.number)
        seen = {mark.annotation.id: mark for mark in store.look(connection, version.text, ask.person).marks}
        marks = [mark for mark in seen.values() if mark.number == version.number]
        before = store.earlier_marks(connection, version)
    if ask.person.role is Role.PUPIL:
        before = store.earlier_seen_by_pupil(before, seen)
    return Answer(present.version_view(version, marks, before))


def make_move(ask: Ask) -> Answer:
    text, move = ask.path["text"], ask.body.verb
    if RULES[move].by is not ask.person.role:
        raise NotAllowed(detail=f"{move} by a {ask.person.role}")
    with ask.store.write() as connection:
        if move is Move.ACCEPT:
            store.accept(connection, text, by=ask.person.username, key=ask.body.key)
        else:
            store.move(connection, text, move, by=ask.person.username, key=ask.body.key)
        return view(connection, ask, text)


def submit(ask: Ask) -> Answer:
    text, key = ask.path["text"], ask.body.key
    state = None if ask.body.state_vector is None else b64decode(ask.body.state_vector)
    with ask.store.write() as connection:
        before = store.text_of(connection, text).version
        store.submit_draft(connection, text, by=ask.person.username, key=key, state_vector=state)
        again = store.text_of(connection, text).version == before
        return view(connection, ask, text, status=200 if again else 201)


def tick(ask: Ask) -> Answer:
    text = ask.path["text"]
    with ask.store.write() as connection:
        store.mark_done(connection, text, ask.path["annotation"], done=ask.body.done, by=ask.person.username)
        return view(connection, ask, text)


def _card(connection: Connection, look: Look) -> shapes.Card:
    bravos = {family.code for family in look.palette.families if family.positive}
    tally = store.tally(look.marks, (number for number, _ in look.hand_backs), bravos)
    return present.card(look, tally, store.words_of(connection, look.text.id))
