"""Handlers about a class: its people and writing projects, the pile, the figures, and a pupil who is locked out."""

from __future__ import annotations

from classroom import store
from classroom.model import Role
from classroom.service import present, shapes
from classroom.service.routing import Answer, Ask


def see(ask: Ask) -> Answer:
    id = ask.path["classroom"]
    with ask.store.read() as connection:
        return Answer(
            shapes.ClassroomView(
                classroom=shapes.ClassroomShape.model_validate(store.classroom_of(connection, id)),
                palette=store.palette_of(connection, id).to_json(),
                pupils=[present.person(pupil) for pupil in store.people_of(connection, id, Role.PUPIL)],
                assignments=[present.assignment(one) for one in store.assignments_of(connection, id)],
            )
        )


def pile(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        rows = store.pile(connection, ask.path["classroom"], ask.query.get("assignment"))
    return Answer(shapes.PileView(rows=[present.pile_row(row) for row in rows]))


def published(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        found = store.published_in(connection, ask.path["classroom"])
    return Answer([present.published(one) for one in found])


def measures(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        found = store.measures(connection, ask.path["classroom"])
    rows, texts = [present.mark_row(row) for row in found.rows], [present.text_row(row) for row in found.texts]
    return Answer(shapes.MeasuresView(rows=rows, texts=texts))


def create_assignment(ask: Ask) -> Answer:
    asked = ask.body.model_dump()
    with ask.store.write() as connection:
        made = store.create_assignment(
            connection, ask.path["classroom"], asked.pop("title"), asked.pop("prompt"), **asked
        )
    return Answer(present.assignment(made))


def change_assignment(ask: Ask) -> Answer:
    changes = ask.body.model_dump(exclude_unset=True)
    with ask.store.write() as connection:
        return Answer(present.assignment(store.change_assignment(connection, ask.path["assignment"], changes)))


def unlock(ask: Ask) -> Answer:
    with ask.store.write() as connection:
        return Answer(present.person(store.unlock(connection, ask.path["username"])))


async def change_pictures(ask: Ask) -> Answer:
    username, pictures = ask.path["username"], ask.body.pictures
    await ask.house.doorkeeper.change(lambda connection: store.set_pictures(connection, username, pictures))
    return Answer()
