"""A moment of the past that is brought back: the document says it again, with as few changes as it takes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from classroom.documents import Block, build, freeze_doc, merge, place_of, relative_anchor, turn_into
from classroom.documents.turning import joined

PICTURE = {"asset": "a" * 64, "alt": "le chat", "width": 50}
MARKS: list[dict[str, Any]] = [{}, {"strong": {}}, {"em": {}, "colour": {"name": "red"}}]

words = st.tuples(st.text("ab é👧", min_size=1, max_size=6), st.sampled_from(MARKS))
things = st.sampled_from([("picture", PICTURE), ("line_break", {})])
lines = st.tuples(
    st.sampled_from(["paragraph", "title", "bullet"]),
    st.sampled_from([None, "center"]),
    st.lists(words | things, max_size=5),
)
texts = st.lists(lines, max_size=5)


def written(text: list[Any]) -> Doc[Any]:
    """A document with these lines, written as a page writes it."""
    doc: Doc[Any] = Doc()
    with doc.transaction():
        body = doc.get("body", type=XmlFragment)
        for kind, align, pieces in text:
            line = XmlElement("block", {"kind": kind} | ({"align": align} if align else {}))
            body.children.append(line)
            for piece, more in pieces:
                if piece in ("picture", "line_break"):
                    line.children.append(XmlElement(piece, more))
                else:
                    letters = XmlText()
                    line.children.append(letters)
                    letters.insert(0, piece, more)
    return doc


def turned(old: Doc[Any], new: Doc[Any]) -> Doc[Any]:
    """What a page that had the old one shows when it has heard the update."""
    page = merge([old.get_update()])
    if update := turn_into(merge([old.get_update()]), freeze_doc(new).document):
        page.apply_update(update)
    return page


def says(doc: Doc[Any]) -> list[dict[str, Any]]:
    return [joined(block) for block in freeze_doc(doc).document["content"]]


@given(texts, texts)
def test_the_document_says_again_what_it_said(old: list[Any], new: list[Any]) -> None:
    now, then = written(old), written(new)
    assert says(turned(now, then)) == says(then)


@given(texts)
def test_what_is_there_already_is_not_written_again(text: list[Any]) -> None:
    assert turn_into(written(text), freeze_doc(written(text)).document) is None


def test_a_mark_stays_on_its_words() -> None:
    then = build(["Le chat mange.", "Il dore bien."])
    now = build(["Le chien mange la souris.", "Il dore bien.", "Il rêve."])
    doc = merge([now])
    place = relative_anchor(doc, 29, 33)
    assert place
    after = turned(doc, merge([then]))
    start, end = place_of(after, place) or (0, 0)
    assert freeze_doc(after).plain[start:end] == "dore"


def test_what_is_typed_meanwhile_is_kept() -> None:
    now = build(["Le chat dort.", "Il rêve."])
    page, other = merge([now]), merge([now])
    update = turn_into(other, freeze_doc(merge([build(["Le chat.", "Il rêve."])])).document)
    assert update
    page.get("body", type=XmlFragment).children[1].children[0].insert(8, " encore")
    page.apply_update(update)
    assert freeze_doc(page).plain == "Le chat.\nIl rêve encore."


def test_a_line_of_another_make_is_put_aside_whole() -> None:
    doc: Doc[Any] = Doc()
    with doc.transaction():
        doc.get("body", type=XmlFragment).children.append(
            XmlElement("block", {}, [XmlElement("b", {}, [XmlText("Bi")])])
        )
    assert says(turned(doc, merge([build([Block("Bis", "title")])])))[0]["content"] == [{"type": "text", "text": "Bis"}]


def test_a_line_of_one_word_over_and_over_takes_no_lasting_work() -> None:
    then, now = ("a b " * 5_000).strip(), ("b a " * 5_000).strip()
    assert freeze_doc(turned(merge([build([now])]), merge([build([then])]))).plain == then
