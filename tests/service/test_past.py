"""A text's past over the wire: its moments, one of them brought back before everybody's eyes, and the words that were found again."""

from __future__ import annotations

import json
from typing import Any

from pycrdt import Doc, XmlFragment

from classroom.documents import merge
from classroom.model import Stage
from classroom.store import bring_back, moments_of, person_of, rescues_of, text_of
from tests.service.conftest import SmallClass
from tests.service.page import FakePage, opened, welcomed


async def test_a_moment_is_brought_back_before_the_eyes_of_every_page(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with (
        welcomed(small_class.address, ticket, text) as page,
        welcomed(small_class.address, ticket, text) as other,
    ):
        await page.type_and_keep("Un chat gris.")
        await page.ask("submit")
        await page.ask("take_back")
        await page.type_and_keep(" Il dort.")
        with small_class.store.read() as connection:
            deposited = next(one for one in moments_of(connection, text) if one.version == 1)
        assert (await page.ask("bring_back", seq=deposited.seq))["k"] == "done"
        assert page.typed == "Un chat gris."
        await other.until(lambda: other.typed == "Un chat gris.")
        await page.type_and_keep(" Fin.")
    assert small_class.kept("ana") == "Un chat gris. Fin."
    with small_class.store.read() as connection:
        brought = moments_of(connection, text)[1]
    assert brought.brought_back and (brought.brought_back.at, brought.brought_back.by) == (deposited.at, "Ana")


async def _deposit_type_on_and_get_it_back(small_class: SmallClass, page: FakePage) -> None:
    """Ana's text, handed back, with two moments in its past."""
    await page.type_and_keep("Un chat.")
    await page.ask("submit")
    await page.type_and_keep(" Tard.")
    await _hand_back(small_class, small_class.text_of("ana"))
    await page.until(lambda: page.text["stage"] == Stage.HANDED_BACK)


async def test_what_a_pupil_brings_back_after_the_hand_back_is_a_revision(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with welcomed(small_class.address, ticket, text) as page:
        await _deposit_type_on_and_get_it_back(small_class, page)
        with small_class.store.read() as connection:
            first = moments_of(connection, text)[-1]
        assert (await page.ask("bring_back", seq=first.seq))["text"]["stage"] == Stage.REVISING


async def test_what_the_teacher_brings_back_is_not_the_pupils_correction(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with welcomed(small_class.address, ticket, text) as page:
        await _deposit_type_on_and_get_it_back(small_class, page)
        with small_class.store.write() as connection:
            first = moments_of(connection, text)[-1]
            bring_back(connection, text, first.seq, by=person_of(connection, "maitresse"), key="back-again")
        await small_class.rooms.publish_change(text)
        await page.until(lambda: page.typed == "Un chat.")
        with small_class.store.read() as connection:
            assert text_of(connection, text).stage is Stage.HANDED_BACK


async def _hand_back(small_class: SmallClass, text: str) -> None:
    from tests.service.test_sync import _hand_back as hand_back

    await hand_back(small_class, text)


async def test_found_words_are_shown_until_the_pupil_has_seen_to_them(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with welcomed(small_class.address, ticket, text) as page:
        await page.type_and_keep("Un chat gris.")
        other = await away(page, " Il dort dans le jardin.")
        await page.erase_line_and_type("Un chien.")
        async with opened(small_class.address, other) as back:
            await comes_back(back, ticket, text)
            await page.until(lambda: page.text["rescues"])
            await back.until(lambda: back.text["rescues"])
        rescue = page.text["rescues"][0]
        assert rescue["missing"] == ["chat gris. Il dort dans le jardin."]
        assert page.typed == "Un chien."
        settled = await page.ask("settle", rescue=rescue["id"], settled="left")
        assert settled["text"]["rescues"] == []


async def test_what_was_erased_on_purpose_on_the_other_tablet_is_not_found_again(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with welcomed(small_class.address, ticket, text) as page:
        await page.type_and_keep("Un chat gris.")
        other = await away(page, " Fin.")
        written = other.get("body", type=XmlFragment).children[0].children[0]
        del written[len(written) - 1 : len(written)]  # here too something was erased
        written += " !"
        await page.erase(3, 8)
        async with opened(small_class.address, other) as back:
            await comes_back(back, ticket, text)
            assert back.typed == "Un gris. Fin !"
    await small_class.rooms.stop()
    with small_class.store.read() as connection:
        assert rescues_of(connection, text) == []


async def away(page: FakePage, words: str) -> Doc[Any]:
    """The same text on a tablet without network, on which somebody goes on typing."""
    other: Doc[Any] = Doc()
    other.apply_update(page.doc.get_update())
    written = other.get("body", type=XmlFragment).children[0].children[0]
    written += words
    return other


async def comes_back(page: FakePage, ticket: str, text: str) -> None:
    """As the page does: it says what the pupil sees, and sends what the class lacks as it stood before the merge."""
    seen, before = page.typed, merge([page.doc.get_update()])
    await page.hello(ticket, text)
    await page.until(lambda: page.welcomed)
    await page.socket.send(json.dumps({"k": "seen", "plain": seen}))
    number = await page.send(before.get_update(page.theirs))
    await page.until(lambda: number in page.acked)
