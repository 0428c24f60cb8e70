"""An update is believed only when a page could have made it; what is left does not raise, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText, write_var_uint

from classroom.documents import (
    Block,
    Replace,
    anchors_now,
    apply,
    build,
    check_update,
    done_marks,
    edit,
    freeze_doc,
    merge,
    schema_of,
)
from classroom.model import MAX_TEXT

STORY = build([Block("Le chat 😀", "title"), "Il dort."], client_id=7)


def numbers(*values: int) -> bytes:
    return b"".join(write_var_uint(value) for value in values)


def in_a_map(value: bytes, clock: int = 0) -> bytes:
    """An update that puts this value in the map of the ticks."""
    return numbers(1, 1, 99, clock) + b"\x28\x01\x04todo\x01k\x01" + value + numbers(0)


def nested(deep: int, first: bytes, each: bytes) -> bytes:
    """An update that puts one thing in another, so many times."""
    inner = (each.replace(b"?", numbers(99, place)) for place in range(deep - 1))
    return numbers(1, deep, 99, 0) + first + b"".join(inner) + numbers(0)


WRAPPED = nested(15_000, b"\x07\x01\x04body\x03\x01x", b"\x07\x00?\x03\x01x")
MAPS = nested(12_000, b"\x27\x01\x04todo\x01k\x01", b"\x27\x00?\x01k\x01")


def test_what_pages_and_the_class_write_is_believed() -> None:
    check_update(STORY)
    change = edit(STORY, [Replace("dort", "mange")], anchors={"a": {"exact": "é"}}, done={"a": "2026-11-23"})
    check_update(change)
    doc = merge([STORY])
    with doc.transaction():
        written = doc.get("body", type=XmlFragment).children[1].children[0]
        written.insert(0, "!", {"colour": {"name": "red"}})
        doc.get("body", type=XmlFragment).children.append(XmlElement("block", {}, [XmlText("")]))
    check_update(doc.get_update())


@pytest.mark.parametrize(
    "update",
    [
        b"",
        STORY[:-1],
        STORY + b"\0",
        in_a_map(b"\x75\x01" * 120_000 + b"\x7e"),  # a list in a list…: the library that merges would end the process
        in_a_map(b"\x76\x01\x01a" * 60_000 + b"\x7e"),
        in_a_map(b"\x7e", clock=2**32),
        in_a_map(b"\x75\xff\xff\xff\xff\x0f"),
        numbers(1, 1, 5, 2**32 - 1) + b"\x01\x01\x04body" + numbers(2**53, 0),  # letters beyond all numbers
        numbers(1, 1, 5, 0) + b"\x24\x01\x04body\x04kind\x00\x00",  # a letter that is none
        numbers(1, 1, 5, 0) + b"\x04\x01\x04body\x03\xed\xa0\x80\x00",  # half a character
        numbers(1, 1, 5, 0) + b"\x09\x01\x04body\x04guid\x76\x00\x00",  # a document in the document
        numbers(1, 1, 5, 0) + b"\x03\x01\x04body\x03abc\x00",
        numbers(2**40) + b"\x00",
        b"\xff" * 30,
    ],
)
def test_what_no_page_makes_is_refused(update: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check_update(update)


@given(st.lists(st.tuples(st.integers(0, len(STORY) - 1), st.integers(0, 255)), max_size=4))
def test_a_damaged_update_is_refused_or_does_no_harm(damage: list[tuple[int, int]]) -> None:
    damaged = bytearray(STORY)
    for place, byte in damage:
        damaged[place] = byte
    doc: Doc[Any] = Doc()
    try:
        check_update(bytes(damaged))
        apply(doc, bytes(damaged))
    except (ValueError, RuntimeError):
        return
    assert isinstance(freeze_doc(doc).plain, str)


@pytest.mark.parametrize("read", [freeze_doc, anchors_now, done_marks, schema_of])
@pytest.mark.parametrize("update", [WRAPPED, MAPS, in_a_map(b"\x7e")], ids=["wrapped", "maps", "null"])
def test_a_strange_document_can_be_read(update: bytes, read: Callable[[Doc[Any]], object]) -> None:
    check_update(update)
    read(merge([STORY, update]))


def test_words_wrapped_in_what_we_do_not_know_are_not_lost() -> None:
    doc: Doc[Any] = Doc()
    inside = XmlElement("a", {}, [XmlElement("b", {}, [XmlText("chat")])])
    doc.get("body", type=XmlFragment).children.append(XmlElement("block", {}, [inside]))
    assert freeze_doc(doc).plain == "chat"


def test_of_a_text_without_end_no_more_is_read_than_shows_that_it_is_too_long() -> None:
    lines = nested(3 * MAX_TEXT, b"\x07\x01\x04body\x03\x05block", b"\x87?\x03\x05block")
    check_update(lines)
    assert MAX_TEXT < len(freeze_doc(merge([lines])).plain) < 2 * MAX_TEXT


@pytest.mark.parametrize(
    "asset", ["../../../../hub/logout", "//evil.example/a", "ab" * 31, "AB" * 32, "javascript:alert(1)"]
)
def test_a_picture_has_the_name_of_a_picture_and_is_no_address(asset: str) -> None:
    doc: Doc[Any] = Doc()
    picture = XmlElement("picture", {"asset": asset, "alt": "un chat"})
    doc.get("body", type=XmlFragment).children.append(XmlElement("block", {}, [picture]))
    assert freeze_doc(doc).document["content"][0]["content"][0]["attrs"] == {
        "asset": "",
        "alt": "un chat",
        "width": 100,
    }


def test_a_colour_is_one_word() -> None:
    doc: Doc[Any] = Doc()
    doc.get("body", type=XmlFragment).children.append(XmlElement("block", {}, [XmlText("")]))
    doc.get("body", type=XmlFragment).children[0].children[0].insert(0, "chat", {"colour": {"name": "red done mark"}})
    assert freeze_doc(doc).document["content"][0]["content"] == [{"type": "text", "text": "chat"}]
