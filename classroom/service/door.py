"""Handlers of the door: the service's health, coming in, tickets and leases, and oneself."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from classroom import first_secrets, store
from classroom.errors import Locked, NotAllowed, SlowDown
from classroom.hashing import picture_code
from classroom.model import SCHEMA, Person, Role
from classroom.service import present, shapes, texts
from classroom.service.routing import Answer, Ask
from classroom.service.signing import Kind

OUR_PAGES = ("same-origin", "none")
"""What a browser says of a page of this very address, and of an address that somebody typed."""


def health(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        store.classrooms(connection)
    return Answer(shapes.Health(status="ok", store=ask.store.kind, schema_=SCHEMA, version=version("ecritoire")))


def classrooms_at_the_door(ask: Ask) -> Answer:
    with ask.store.read() as connection:
        rooms = [(room, store.people_of(connection, room.id)) for room in store.classrooms(connection)]
    return Answer(
        [
            shapes.ClassroomAtTheDoor(
                id=room.id,
                name=room.name,
                school=room.school,
                pupils=[
                    shapes.PupilAtTheDoor(
                        username=p.username, name=p.name, level=p.level, picture=p.picture, locked=p.locked
                    )
                    for p in people
                    if p.role is Role.PUPIL
                ],
                teachers=[
                    shapes.TeacherAtTheDoor(username=p.username, name=p.name) for p in people if p.role is Role.TEACHER
                ],
            )
            for room, people in rooms
        ]
    )


async def sign_in_pupil(ask: Ask) -> Answer:
    username, pictures = ask.body.username, ask.body.pictures
    counted = partial(store.sign_in_pupil, username=username, pictures=pictures)
    tried = await ask.house.doorkeeper.let_in(username, Role.PUPIL, picture_code(pictures), counted)
    if (pupil := tried.person) is not None:
        page = await run_in_threadpool(texts.head_of_page, ask, pupil)
        return Answer(shapes.PupilIdentity(username=pupil.username, name=pupil.name, role=pupil.role, page=page))
    if not tried.tries_left:
        raise Locked(detail="wrong pictures")
    message = "Ce ne sont pas tes trois images. Essaie encore."
    wrong = shapes.WrongPictures(code="wrong_pictures", message=message, tries_left=tried.tries_left)
    return Answer(wrong, status=403)


async def sign_in_teacher(ask: Ask) -> Answer:
    username, password = ask.body.username, ask.body.password
    counted = partial(store.sign_in_teacher, username=username, password=password)
    tried = await ask.house.doorkeeper.let_in(username, Role.TEACHER, password, counted)
    person = _who_passed(tried, "Ce nom et ce mot de passe ne vont pas ensemble.")
    return Answer(shapes.TeacherIdentity.model_validate(person))


def _who_passed(tried: store.SignIn, otherwise: str) -> Person:
    """The person of a try with a password. SlowDown after too many, NotAllowed with this sentence when it is wrong."""
    if tried.wait:
        raise SlowDown(f"Trop d'essais. Attendez {tried.wait} secondes avant de recommencer.")
    if tried.person is None:
        raise NotAllowed(otherwise, code="wrong_password")
    return tried.person


def ticket(ask: Ask) -> Answer:
    issued = ask.house.credentials.issue(Kind.TICKET, ask.person.username)
    person = present.person(ask.person)
    return Answer(shapes.TicketShape(ticket=issued.token, expires=issued.expires, person=person))


async def lease(ask: Ask) -> Answer:
    credentials = ask.house.credentials
    person = await credentials.person_behind(ask.body.credential, Kind.TICKET, Kind.LEASE)
    issued = credentials.issue(Kind.LEASE, person.username)
    return Answer(shapes.LeaseShape(lease=issued.token, expires=issued.expires, person=present.person(person)))


async def second_door(ask: Ask) -> Response:
    """Lead a page to the hub, which knows by its cookie who is there (`second_lease`); 503 at once when there is no hub to lead to."""
    if ask.headers.get("sec-fetch-site", "same-origin") not in OUR_PAGES:
        raise NotAllowed(detail="asked from another site")
    await ask.house.credentials.must_reach_hub()
    base = ask.house.settings.prefix.partition("services/")[0]
    return RedirectResponse(f"{base}hub/door", 302, {"Cache-Control": "no-store"})


async def second_lease(ask: Ask) -> Answer:
    """A lease for the page of somebody whom the hub vouches for."""
    credentials = ask.house.credentials
    person = await credentials.person_named(ask.body.username)
    issued = credentials.issue(Kind.LEASE, person.username)
    return Answer(shapes.LeaseShape(lease=issued.token, expires=issued.expires, person=present.person(person)))


def me(ask: Ask) -> Answer:
    return Answer(present.person(ask.person))


async def change_password(ask: Ask) -> Answer:
    username, current, new = ask.person.username, ask.body.current, ask.body.new
    counted = partial(store.change_password, username=username, current=current, new=new)
    tried = await ask.house.doorkeeper.let_in(username, Role.TEACHER, current, counted)
    _who_passed(tried, "Le mot de passe actuel n'est pas le bon.")
    await run_in_threadpool(first_secrets.forget_password, ask.house.settings.secrets_dir, username)
    return Answer()
