"""The sync socket: what a pupil types reaches the store, nothing else does, and nothing is said kept before it is."""

from __future__ import annotations

import json
import struct
from base64 import b64encode
from typing import Any

import pytest
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText
from sqlalchemy import func, select, text
from websockets.exceptions import InvalidStatus

from classroom.documents import Replace, build, edit
from classroom.model import Stage
from classroom.service.signing import Claim, Kind, sign
from classroom.store import Store, hand_back, move, open_store, tables, text_of, versions_of
from classroom.workflow import Move
from tests.service.conftest import KEY, SmallClass
from tests.service.page import opened, welcomed


async def test_what_is_acknowledged_is_in_the_store(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        for letter in "Il était une fois":
            await page.type_and_keep(letter)
        elsewhere = open_store(small_class.store.engine.url.render_as_string(hide_password=False))
        with elsewhere.read() as connection:
            assert connection.scalar(select(func.count()).select_from(tables.text_update)) == 17
        elsewhere.close()
    assert small_class.kept("ana") == "Il était une fois"
    assert small_class.kept("bob") == ""


def test_sqlite_is_written_in_full(filled_store: Store) -> None:
    with filled_store.read() as connection:
        assert connection.execute(text("pragma synchronous")).scalar() == 2
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"


async def test_two_pages_of_the_same_pupil_show_the_same_text(small_class: SmallClass) -> None:
    ticket, text_id = small_class.ticket("ana"), small_class.text_of("ana")
    async with welcomed(small_class.address, ticket, text_id) as one:
        await one.type_and_keep("Un chat ")
        async with welcomed(small_class.address, ticket, text_id) as other:
            assert other.typed == "Un chat "
            await other.type_and_keep("gris ")
            await one.type_and_keep("dort. ")
            await other.until(lambda: "dort" in other.typed)
            await one.until(lambda: "gris" in one.typed)
            assert one.typed == other.typed == small_class.kept("ana")


async def test_a_page_that_comes_back_brings_what_it_typed_alone(small_class: SmallClass) -> None:
    ticket, text_id = small_class.ticket("ana"), small_class.text_of("ana")
    doc: Doc[Any] = Doc()
    async with welcomed(small_class.address, ticket, text_id, doc) as page:
        await page.type_and_keep("En classe. ")
    page.doc.apply_update(edit(page.doc.get_update(), [Replace("classe", "classe et dehors")]))
    async with welcomed(small_class.address, ticket, text_id, doc):
        assert small_class.kept("ana") == "En classe et dehors. "


async def test_the_page_gets_a_lease_that_opens_again(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        lease = next(one["lease"] for one in page.said if one["k"] == "lease")
        assert page.text["id"] == text_id and page.text["stage"] == Stage.WRITING
    async with welcomed(small_class.address, lease, text_id) as again:
        assert again.welcomed


async def test_a_page_that_asks_hears_that_the_class_is_there(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        await page.socket.send('{"k":"ping"}')
        await page.until(lambda: page.said[-1] == {"k": "pong"})


@pytest.mark.parametrize(
    ("claim", "key", "code"),
    [
        (Claim(Kind.TICKET, "ana", 1), KEY, 4401),
        (Claim(Kind.LEASE, "ana", 2_000_000_000), b"x" * 32, 4401),
        (Claim(Kind.TICKET, "bob", 2_000_000_000), KEY, 4403),
        (Claim(Kind.TICKET, "maitresse", 2_000_000_000), KEY, 4403),
        (Claim(Kind.TICKET, "nobody", 2_000_000_000), KEY, 4403),
    ],
    ids=["expired", "forged", "another pupil", "the teacher", "somebody who left"],
)
async def test_only_the_pupil_of_the_text_comes_in(
    small_class: SmallClass, claim: Claim, key: bytes, code: int
) -> None:
    async with opened(small_class.address) as page:
        await page.hello(sign(key, claim), small_class.text_of("ana"))
        assert await page.closed() == code
        assert page.said == []


async def test_a_text_that_does_not_exist_is_not_found(small_class: SmallClass) -> None:
    async with opened(small_class.address) as page:
        await page.hello(small_class.ticket("ana"), "nowhere")
        assert await page.closed() == 4404


async def test_an_older_page_is_told_to_reload(small_class: SmallClass) -> None:
    async with opened(small_class.address) as page:
        await page.hello(small_class.ticket("ana"), small_class.text_of("ana"), schema=0)
        assert await page.closed() == 4409


async def test_an_older_page_writes_no_more_once_a_newer_one_has_written(small_class: SmallClass) -> None:
    text_id, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    async with (
        welcomed(small_class.address, ticket, text_id) as old,
        opened(small_class.address) as new,
    ):
        await old.type_and_keep("Un chat.")
        await new.hello(ticket, text_id, schema=2)
        await new.until(lambda: new.welcomed)
        before = new.doc.get_state()
        new.doc.get("meta", type=Map)["schema"] = 2
        await new.send(new.doc.get_update(before))
        assert await old.closed() == 4409
    async with opened(small_class.address) as again:
        await again.hello(ticket, text_id)
        assert await again.closed() == 4409
    assert small_class.kept("ana") == "Un chat."


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_page_of_another_site_is_refused(small_class: SmallClass, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with opened(small_class.address, origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_a_page_of_this_site_is_let_in(small_class: SmallClass) -> None:
    async with opened(small_class.address, origin=f"http://{small_class.address}") as page:
        await page.hello(small_class.ticket("ana"), small_class.text_of("ana"))
        await page.until(lambda: page.welcomed)


@pytest.mark.parametrize(
    "frame",
    [
        "bonjour",
        "[]",
        "{}",
        '{"k": "ping"}',
        '{"k": "hello"}',
        '{"k": "hello", "credential": 3, "text": "x", "client": 1, "schema": 1, "sv": "AA=="}',
        b"\2\0\0\0\0\0\0",
        b"",
        "[" * 100_000,
        "x" * 300_000,
    ],
    ids=["prose", "list", "empty", "ping", "bare", "types", "binary", "nothing", "deep", "long"],
)
async def test_what_is_not_a_hello_is_refused(small_class: SmallClass, frame: str | bytes) -> None:
    async with opened(small_class.address) as page:
        await page.socket.send(frame)
        assert await page.closed() == 4400


@pytest.mark.parametrize(
    "frame",
    [
        b"\2\0\0\0\0bonjour",
        b"\7\0\0\0\0\0\0",
        b"\2\0",
        b"\2\1\0\0\0" + b"x" * 300_000,
        '{"k": "do"}',
        '{"k": "do", "key": "12345678", "verb": "open", "sv": "AA=="}',
        '{"k": "do", "key": "12345678", "verb": "submit", "sv": "é"}',
        '{"k": "dance"}',
        '{"k": "seen", "plain": 3}',
    ],
    ids=["not Yjs", "unknown kind", "short", "long", "bare do", "a teacher's verb", "not base64", "unknown", "types"],
)
async def test_a_bad_frame_closes_the_socket_and_harms_nobody(small_class: SmallClass, frame: str | bytes) -> None:
    ticket, text_id = small_class.ticket("ana"), small_class.text_of("ana")
    async with welcomed(small_class.address, ticket, text_id) as page:
        await page.type_and_keep("Un chat.")
        await page.socket.send(frame)
        assert await page.closed() == 4400
    async with welcomed(small_class.address, ticket, text_id) as again:
        assert again.typed == "Un chat." == small_class.kept("ana")


async def test_an_update_that_yjs_cannot_place_leaves_the_text_as_it_was(small_class: SmallClass) -> None:
    impossible = b"\x01\x01\x05\x00\x84" + b"\x07\x02" + b"\x01x\x00"  # written beside an attribute, not a letter
    ticket, text_id = small_class.ticket("ana"), small_class.text_of("ana")
    async with welcomed(small_class.address, ticket, text_id) as page:
        await page.send(build(["Un chat."], client_id=7))
        await page.send(impossible)
        await page.socket.close()
    async with welcomed(small_class.address, ticket, text_id) as again:
        await again.type_and_keep("!")
        assert again.typed == small_class.kept("ana")


STRANGE = ["👩‍👧 été", "שלום עולם", "a\x00b", "<script>alert(1)</script>", "\u202eolleh", "ﷺ" * 50, "\ufeff\ufffe"]


@pytest.mark.parametrize("words", STRANGE)
async def test_whatever_is_typed_is_kept_and_can_be_deposited(small_class: SmallClass, words: str) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        await page.type_and_keep(words)
        assert (await page.ask("submit"))["k"] == "done"
    assert small_class.kept("ana") == words.replace("\x00", "\ufffd")


async def test_a_deposit_freezes_what_the_pupil_saw(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type("Il était")
        await page.type(" une fois.")  # not acknowledged yet: the deposit comes right behind
        answer = await page.ask("submit")
        assert answer["k"] == "done" and answer["text"]["stage"] == Stage.SUBMITTED
    with small_class.store.read() as connection:
        assert [version.plain for version in versions_of(connection, text_id)] == ["Il était une fois."]


async def test_a_deposit_does_not_overtake_letters_that_have_not_come(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type_and_keep("Il était")
        page.doc.apply_update(edit(page.doc.get_update(), [Replace("était", "était une fois")]))
        assert (await page.ask("submit"))["code"] == "text_behind"
        await page.send(page.doc.get_update())
        answer = await page.ask("submit")
        assert answer["k"] == "done"
    with small_class.store.read() as connection:
        assert versions_of(connection, text_id)[-1].plain == "Il était une fois"


async def test_the_same_deposit_twice_is_one_version(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type("Un chat.")
        answers = [await page.ask("submit", key="the-same-key") for _ in range(2)]
        assert [answer["text"]["version"] for answer in answers] == [1, 1]
        assert (await page.ask("submit"))["code"] == "wrong_stage"


async def test_an_empty_text_is_not_deposited_and_says_why(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        answer = await page.ask("submit")
        assert answer["code"] == "empty_text" and "vide" in answer["message"]


async def test_a_deposited_text_can_be_taken_back(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        await page.type("Un chat.")
        await page.ask("submit")
        assert (await page.ask("take_back"))["text"]["stage"] == Stage.WRITING


async def test_other_pages_of_the_pupil_hear_of_a_deposit(small_class: SmallClass) -> None:
    ticket, text_id = small_class.ticket("ana"), small_class.text_of("ana")
    async with (
        welcomed(small_class.address, ticket, text_id) as one,
        welcomed(small_class.address, ticket, text_id) as other,
    ):
        await one.type("Un chat.")
        await one.ask("submit")
        await other.until(lambda: other.text["stage"] == Stage.SUBMITTED)


async def _hand_back(small_class: SmallClass, text_id: str) -> None:
    with small_class.store.write() as connection:
        move(connection, text_id, Move.OPEN, by="maitresse")
        hand_back(connection, text_id, by="maitresse", key="back", comment="Bien !")
    await small_class.rooms.publish_change(text_id)


async def test_a_text_handed_back_reaches_the_open_page(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type("Un chat.")
        await page.ask("submit")
        await _hand_back(small_class, text_id)
        await page.until(lambda: page.text["stage"] == Stage.HANDED_BACK)
        assert page.text["hand_backs"][0]["comment"] == "Bien !" and page.text["writable"]


async def test_the_first_change_after_a_hand_back_makes_it_a_revision(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type("Un chat.")
        await page.ask("submit")
        await _hand_back(small_class, text_id)
        await page.until(lambda: page.text["stage"] == Stage.HANDED_BACK)
        await page.send(edit(page.doc.get_update(), [], anchors={"m": {"start": "", "end": "", "exact": "chat"}}))
        await page.until(lambda: page.number in page.acked)
        with small_class.store.read() as connection:
            assert (
                text_of(connection, text_id).stage is Stage.HANDED_BACK
            )  # the page noted a place: nobody corrected yet
        await page.type(" gris")
        await page.until(lambda: page.text["stage"] == Stage.REVISING)


async def test_what_is_typed_after_the_deposit_stays_in_the_draft(small_class: SmallClass) -> None:
    text_id = small_class.text_of("ana")
    async with welcomed(small_class.address, small_class.ticket("ana"), text_id) as page:
        await page.type("Un chat.")
        await page.ask("submit")
        await page.type_and_keep(" Tard.")
    assert small_class.kept("ana") == "Un chat. Tard."
    with small_class.store.read() as connection:
        assert versions_of(connection, text_id)[0].plain == "Un chat."


async def test_what_was_seen_and_is_all_there_rescues_nothing(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        await page.socket.send(json.dumps({"k": "seen", "plain": "Un chat."}))
        await page.type_and_keep("Un chat.")
        await page.ask("revise")
    with small_class.store.read() as connection:
        assert connection.execute(select(tables.rescue)).all() == []


async def test_the_pile_knows_how_many_words_a_draft_holds(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        await page.type_and_keep("Un")
        await page.type_and_keep(" chat gris")
    await small_class.rooms.stop()
    with small_class.store.read() as connection:
        words = select(tables.text.c.words).where(tables.text.c.id == small_class.text_of("ana"))
        assert connection.scalar(words) == 3


async def test_a_flood_is_read_slowly_and_kept_whole(small_class: SmallClass) -> None:
    async with welcomed(small_class.address, small_class.ticket("ana"), small_class.text_of("ana")) as page:
        for _ in range(230):
            last = await page.type("a")
        await page.until(lambda: last in page.acked)
    assert small_class.kept("ana") == "a" * 230


async def test_a_state_that_is_none_is_a_bad_frame(small_class: SmallClass) -> None:
    async with opened(small_class.address) as page:
        await page.hello(small_class.ticket("ana"), small_class.text_of("ana"), sv=b64encode(b"\xff\xff").decode())
        assert await page.closed() == 4400


def test_the_frames_are_those_of_the_protocol() -> None:
    from classroom.service import frames

    assert frames.ack(258) == b"\3\2\1\0\0"
    assert frames.update(b"yjs") == b"\2\0\0\0\0yjs"
    assert frames.welcome(b"diff", b"sv") == b"\1" + struct.pack("<I", 4) + b"diffsv"


async def test_letters_that_come_in_a_wrong_order_are_all_there(small_class: SmallClass) -> None:
    text, ticket = small_class.text_of("ana"), small_class.ticket("ana")
    writing: Doc[Any] = Doc()
    updates = []
    for words in ("Un", " chat", " gris", "."):
        before = writing.get_state()
        page_types(writing, words)
        updates.append(writing.get_update(before))
    async with (
        welcomed(small_class.address, ticket, text) as page,
        welcomed(small_class.address, ticket, text) as other,
    ):
        for update in (updates[3], updates[1], updates[0], updates[2]):
            number = await page.send(update)
        await page.until(lambda: number in page.acked)
        await other.until(lambda: other.typed == "Un chat gris.")
        assert (await other.ask("submit"))["k"] == "done"
    assert small_class.kept("ana") == "Un chat gris."


def page_types(doc: Doc[Any], words: str) -> None:
    with doc.transaction():
        body = doc.get("body", type=XmlFragment)
        if not len(body.children):
            body.children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText("")]))
        written = body.children[0].children[0]
        written += words
