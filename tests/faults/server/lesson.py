"""A lesson: a class on its disk, its service, pupils who type and a teacher who reads, while a test breaks what it likes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from classroom.model import Person, Role
from classroom.service.signing import Claim, Kind, load_key, sign
from classroom.store import Store, add_person, create_assignment, create_classroom, notebook_of, open_store, upgrade
from tests.faults.results import Result
from tests.faults.server.promises import Held, Promises, look, look_into
from tests.faults.server.pupil import Credential, Pupil
from tests.faults.server.teacher import Teacher
from tests.service.process import ServiceProcess

TEACHER = "maitresse"
NOWHERE = "http://127.0.0.1:1/hub/api"
"""The address of a hub that is away."""

CAUGHT_UP_WITHIN = 60.0
"""Seconds in which every page must have come back and sent everything, on a machine that does other things."""


def found_class(store: Store, pupils: int) -> tuple[str, dict[str, str]]:
    """A class of so many pupils with one writing project: its id, and username → text id."""
    upgrade(store)
    names = [f"pupil{number}" for number in range(pupils)]
    with store.write() as connection:
        room = create_classroom(connection, "CM1-CM2")
        add_person(connection, Person(TEACHER, Role.TEACHER, room.id, "Mme Petit"))
        for name in names:
            add_person(connection, Person(name, Role.PUPIL, room.id, name.title(), "CM1"))
        create_assignment(connection, room.id, title="Le dragon", prompt="Raconte.")
        return room.id, {name: notebook_of(connection, name)[0].id for name in names}


def lease(secrets: Path, username: str) -> str:
    return sign(load_key(secrets), Claim(Kind.LEASE, username, int(time.time()) + 30 * 24 * 3600))


class Lesson:
    """`home` is the folder of the class, where its secrets are; its store is there too unless a `url` says otherwise."""

    def __init__(
        self, home: Path, result: Result, chance: random.Random, *, url: str = "", pupils: int = 12, **more: Any
    ) -> None:
        self.home, self.result, self._chance = home, result, chance
        self.url = url or f"sqlite:///{home / 'class.sqlite'}"
        store = open_store(self.url)
        self.classroom, self._texts = found_class(store, pupils)
        store.close()
        self.promises = Promises()
        self._more = more
        self.pupils: list[Pupil] = []

    @asynccontextmanager
    async def with_service(
        self, service: ServiceProcess, credential: Callable[[str], Credential] | None = None
    ) -> AsyncIterator[None]:
        """The pupils type and the teacher reads; at the end all that they did must stand in the store."""
        self.service = service
        knock = credential or self._lease
        self.pupils = [
            Pupil(text, service.address, knock(name), self._own(), promises=self.promises, **self._more)
            for name, text in self._texts.items()
        ]
        pause = 4 * self.pupils[0].pause
        show = lease(self.home / "secrets", TEACHER)
        self.teacher = Teacher(service.address, show, self.classroom, self._own(), self.promises, pause=pause)
        self.begin()
        self._sitting = [asyncio.create_task(each.sit()) for each in (*self.pupils, self.teacher)]
        try:
            yield
            await self.all_caught_up()
            self._count()
        finally:
            for task in self._sitting:
                task.cancel()
            await asyncio.gather(*self._sitting, return_exceptions=True)

    def begin(self) -> None:
        for writing in self._writing():
            writing.set()

    async def all_caught_up(self) -> None:
        """Nobody types for a moment: everything that was typed is said kept, everything asked is answered, and it is true."""
        for writing in self._writing():
            writing.clear()
        await self.until(lambda: all(pupil.settled for pupil in self.pupils))
        self.result.broken += [f"text {one.text}: the tablet differs" for one in self.pupils if not one.paper.agrees()]

    async def everybody_back(self) -> None:
        """While they type on: what each had typed before now is said kept."""
        before = [(pupil, pupil.paper.now) for pupil in self.pupils]
        await self.until(lambda: all(pupil.kept >= state for pupil, state in before))

    async def check(self) -> None:
        """The store as it lies on the disk, with the service dead, and all that it said before heard."""
        await self.until(lambda: not any(pupil.connected for pupil in self.pupils))
        look_into(self.home / "class.sqlite", self.promises, self.held, self.result)

    def check_running(self) -> None:
        """The store beside the running service."""
        store = open_store(self.url)
        try:
            look(store, self.promises, self.held, self.result)
        finally:
            store.close()

    @property
    def acks(self) -> int:
        return sum(pupil.acks for pupil in self.pupils)

    @property
    def troubles(self) -> int:
        """How often a page was told that nothing can be kept."""
        return sum(len(pupil.troubles) for pupil in self.pupils)

    @property
    def held(self) -> list[Held]:
        return [pupil.held for pupil in self.pupils]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a state of the lesson. TimeoutError says who is left behind."""
        deadline = time.monotonic() + CAUGHT_UP_WITHIN
        while not condition():
            for task in self._sitting:
                if task.done():
                    task.result()
            if time.monotonic() > deadline:
                waiting = [vars(pupil) | {"paper": pupil.paper.now} for pupil in self.pupils if not pupil.settled]
                raise TimeoutError(f"not caught up: {waiting}")
            await asyncio.sleep(0.02)

    def _count(self) -> None:
        self.result.typed += sum(pupil.paper.typed for pupil in self.pupils)
        self.result.counted.update(
            {
                "accusés de réception": self.acks,
                "dépôts": len(self.promises.versions),
                "textes rendus": len(self.promises.hand_backs),
                "marques": len(self.promises.marks),
            }
        )

    def _writing(self) -> Iterator[asyncio.Event]:
        yield from (pupil.writing for pupil in self.pupils)
        yield self.teacher.reading

    def _lease(self, username: str) -> Credential:
        shown = lease(self.home / "secrets", username)

        async def credential() -> str:
            return shown

        return credential

    def _own(self) -> random.Random:
        return random.Random(self._chance.random())
