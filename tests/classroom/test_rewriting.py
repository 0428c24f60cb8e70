"""A draft rewritten from a notebook says the new words, keeps its layout where nothing changed, and keeps the marks in their places."""

from hypothesis import given
from hypothesis import strategies as st

from classroom.documents import Block, build, freeze, merge, place_of, relative_anchor
from classroom.documents.rewriting import rewrite

LINES = st.lists(st.text("abé .👧", max_size=8), max_size=5)


def rewritten(update: bytes, plain: str) -> bytes:
    doc = merge([update, rewrite(update, plain)])
    return doc.get_update()


@given(LINES, LINES)
def test_the_document_says_what_was_written(old: list[str], new: list[str]) -> None:
    assert freeze(rewritten(build(old), "\n".join(new))).plain == "\n".join(new)


def test_titles_and_lists_keep_their_kind() -> None:
    draft = build([Block("Mon animal", "title"), Block("une tete", "bullet"), "Fin"])
    blocks = freeze(rewritten(draft, "Mon animal\nune tête\nFin\nMerci")).document["content"]
    assert [block["attrs"]["kind"] for block in blocks] == ["title", "bullet", "paragraph", "paragraph"]


def test_a_mark_follows_its_words() -> None:
    draft = build(["Le chat mange.", "Il dore bien."])
    place = relative_anchor(merge([draft]), 18, 22)
    assert place
    after = merge([rewritten(draft, "Le petit chat mange.\nEt puis il dore bien.")])
    start, end = place_of(after, place) or (0, 0)
    assert freeze(after.get_update()).plain[start:end] == "dore"


def test_nothing_is_written_when_nothing_changed() -> None:
    draft = build(["Le chat", "dort"])
    assert len(rewrite(draft, "Le chat\ndort")) <= 2


def test_signs_that_no_store_takes_become_harmless() -> None:
    assert freeze(rewritten(build([]), "a\x00b\tc")).plain == "a\ufffdb c"
