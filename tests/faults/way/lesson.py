"""A lesson under bad weather: a running class whose store is read from beside, and one browser for all its tablets."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, async_playwright

from classroom.documents import freeze_doc, merge
from classroom.store import Store, create_assignment, load_updates, notebook_of, open_store, person_of
from tests.faults.way.parts import Parts
from tests.faults.way.relay import HOST
from tests.faults.way.schedule import Kind
from tests.faults.way.tablet import Tablet
from tests.faults.way.watching import Watch
from tests.real_class import RealClass

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Lesson:
    """`watches` are the stories being typed now: a part of the class that falls is everybody's affair."""

    there: RealClass
    store: Store
    browser: Browser
    parts: Parts
    host: str
    watches: list[Watch] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def begin(cls, there: RealClass, chromium: str = CHROMIUM, host: str = HOST) -> AsyncIterator[Lesson]:
        """`host` is the address at which the browser finds the tablets' relays."""
        store = open_store(there.database)
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                lesson = cls(there, store, browser, Parts(there), host)
                lesson.parts.on_fall, lesson.parts.on_return = lesson._falls, lesson._returns
                yield lesson
                await browser.close()
        finally:
            store.close()

    async def tablet(self, username: str) -> Tablet:
        """A tablet more, with this pupil's notebook open."""
        return await Tablet.switch_on(self.there, username, self.browser, self.host)

    def new_text(self, username: str, title: str) -> str:
        """Gives this pupil a writing project of his own; the id of his text, which is empty."""
        with self.store.write() as connection:
            classroom = person_of(connection, username).classroom
            made = create_assignment(connection, classroom, title, "Raconte.", pupils=[username])
        with self.store.read() as connection:
            return next(one.id for one in notebook_of(connection, username) if one.assignment == made.id)

    def stored(self, text: str) -> str:
        """What the class has kept of a text."""
        with self.store.read() as connection:
            return freeze_doc(merge(load_updates(connection, text))).plain

    def _falls(self, kind: Kind) -> None:
        for watch in self.watches:
            watch.begins(kind)

    def _returns(self, kind: Kind) -> None:
        for watch in self.watches:
            watch.ends(kind)
