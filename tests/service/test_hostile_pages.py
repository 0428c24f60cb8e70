"""A program that has a pupil's credential is not a page: what it sends harms neither the class nor the pupil's text."""

from __future__ import annotations

import asyncio

import pytest
from pycrdt import Doc

from classroom.documents import build
from classroom.model import MAX_TEXT
from classroom.service import conversation, frames, room
from classroom.service.pages import TOO_LARGE, TRY_LATER
from classroom.store import save_rescue
from tests.classroom.test_checking import MAPS, WRAPPED, in_a_map, numbers
from tests.service.conftest import SmallClass
from tests.service.page import opened, welcomed

COLOUR = b'\x0e{"name":"red"}'


def sign_in(there: SmallClass, pupil: str) -> tuple[str, str, str]:
    return there.address, there.ticket(pupil), there.text_of(pupil)


async def test_a_value_without_bottom_closes_its_own_socket_and_nobody_elses(small_class: SmallClass) -> None:
    async with welcomed(*sign_in(small_class, "bob")) as bob:
        async with welcomed(*sign_in(small_class, "ana")) as ana:
            await ana.send(in_a_map(b"\x75\x01" * 120_000 + b"\x7e"))
            assert await ana.closed() == 4400
        await bob.type_and_keep("chat")
    async with welcomed(*sign_in(small_class, "ana")) as ana:
        await ana.type_and_keep("chien")
    assert (small_class.kept("ana"), small_class.kept("bob")) == ("chien", "chat")


@pytest.mark.parametrize("update", [WRAPPED, MAPS], ids=["wrapped", "maps"])
async def test_a_strange_document_can_still_be_written_and_deposited(small_class: SmallClass, update: bytes) -> None:
    async with welcomed(*sign_in(small_class, "ana"), doc=Doc(client_id=1)) as ana:
        number = await ana.send(build(["Le chat."]))
        strange = await ana.send(update)
        await ana.until(lambda: {number, strange} <= ana.acked)
        answer = await ana.ask("submit")
    assert answer["k"] == "done"


async def test_a_text_that_grows_without_end_is_stopped_and_keeps_what_it_had(
    small_class: SmallClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LARGEST_TEXT", 1_000)
    async with welcomed(*sign_in(small_class, "ana")) as ana:
        await ana.type_and_keep("chat")
        await ana.send(build(["x" * 1_000]))
        assert await ana.closed() == TOO_LARGE
    assert small_class.kept("ana") == "chat"
    async with welcomed(*sign_in(small_class, "ana")) as ana:
        assert ana.typed == "chat"


async def test_a_frame_holds_the_longest_text_in_all_its_colours(small_class: SmallClass) -> None:
    colour, end, letter = b"\x86?\x06colour" + COLOUR, b"\x86?\x06colour\x04null", b"\x84?\x01x"
    each = (part.replace(b"?", numbers(99, place)) for place, part in enumerate([colour, letter, end] * MAX_TEXT, 1))
    head = (
        numbers(1, 2 + 3 * MAX_TEXT, 99, 0)
        + b"\x07\x01\x04body\x03\x05block"
        + b"\x07\x00?\x06".replace(b"?", numbers(99, 0))
    )
    longest = head + b"".join(each) + numbers(0)
    assert 1_000_000 < len(longest) < frames.LONGEST
    async with welcomed(*sign_in(small_class, "ana")) as ana:
        number = await ana.send(longest)
        await ana.until(lambda: number in ana.acked)


async def test_so_many_pages_show_a_text_and_no_more(small_class: SmallClass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classroom.service.rooms.MOST_PAGES", 1)
    async with welcomed(*sign_in(small_class, "ana")) as first:
        async with opened(small_class.address) as second:
            await second.hello(small_class.ticket("ana"), small_class.text_of("ana"))
            assert await second.closed() == TRY_LATER
        await first.type_and_keep("chat")
    async with welcomed(*sign_in(small_class, "ana")) as later:
        assert later.typed == "chat"


async def test_a_page_that_asks_for_much_is_heard_more_slowly_and_others_are_not(
    small_class: SmallClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "BURST", 3.0)
    monkeypatch.setattr(conversation, "PACE", 0.5)
    monkeypatch.setattr(conversation, "LONGEST_REST", 1.0)
    async with welcomed(*sign_in(small_class, "ana")) as ana, welcomed(*sign_in(small_class, "bob")) as bob:
        sent = [await ana.type("x") for _ in range(6)]
        await bob.type_and_keep("chat")
        await asyncio.sleep(0)
        assert sent[-1] not in ana.acked


async def test_rescued_words_are_kept_a_hundred_times_and_no_more(small_class: SmallClass) -> None:
    text = small_class.text_of("ana")
    with small_class.store.write() as connection:
        kept = [save_rescue(connection, text, "Le chat", [f"chat {n}"]) for n in range(101)]
    assert all(kept[:100])
    assert kept[100] is None
