"""Logs are folded while nobody looks at their text, and each once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select, update

from classroom.service.tidying import Tidying
from classroom.store import tables as t
from classroom.store.clock import now
from tests.service.conftest import SmallClass
from tests.service.page import PATIENCE, welcomed


async def test_a_text_that_has_rested_is_folded_when_no_page_shows_it(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    tidying = Tidying(small_class.store, small_class.rooms)
    async with welcomed(small_class.address, ticket, text) as page:
        for word in ("Un", " chat", " gris"):
            await page.type_and_keep(word)
        await tidying.round()
        assert rows(small_class) == 3  # it was typed just now
        with small_class.store.write() as connection:
            connection.execute(update(t.text_update).values(at=now() - timedelta(days=2)))
        await tidying.round()
        assert rows(small_class) == 3  # a page shows it
    async with asyncio.timeout(PATIENCE):
        while small_class.rooms.is_open(text):
            await asyncio.sleep(0.01)
    await tidying.round()
    assert rows(small_class) == 1
    assert small_class.kept("ana") == "Un chat gris"
    async with welcomed(small_class.address, ticket, text) as page:
        assert page.typed == "Un chat gris"
        await page.type_and_keep(".")
    assert small_class.kept("ana") == "Un chat gris."


def rows(small_class: SmallClass) -> int:
    with small_class.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(t.text_update)) or 0
