"""Updates that are summed up say the same, also when they came in a wrong order, twice, or when some never came."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from classroom.documents import check_update, clocks, done_marks, freeze_doc, merge
from classroom.documents.folding import folded, is_whole, names, says_the_same


def lesson(seed: int, letters: int = 40) -> list[bytes]:
    """The updates of two tablets on which a text is typed, erased, laid out and ticked, each as it left its tablet."""
    chance = random.Random(seed)
    tablets: list[Doc[Any]] = [Doc(client_id=1), Doc(client_id=2)]
    sent: list[list[bytes]] = [[], []]
    heard = [0, 0]
    states = [merge([]).get_state()]
    for _ in range(letters):
        one = chance.randrange(2)
        if chance.random() < 0.2:
            for update in sent[1 - one][heard[one] :]:
                tablets[one].apply_update(update)
            heard[one] = len(sent[1 - one])
        before = tablets[one].get_state()
        with tablets[one].transaction():
            change(tablets[one], chance)
        whole = chance.random() < 0.1  # as after an offline spell: much again, in longer pieces
        sent[one].append(tablets[one].get_update(chance.choice(states) if whole else before))
        states.append(tablets[one].get_state())
    return [*sent[0], *sent[1]]


def change(doc: Doc[Any], chance: random.Random) -> None:
    body = doc.get("body", type=XmlFragment)
    if not len(body.children) or chance.random() < 0.1:
        body.children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText("")]))
    text = body.children[chance.randrange(len(body.children))].children[0]
    length, what = len(text), chance.random()
    if what < 0.6:
        text.insert(length, chance.choice(["a", "é", "👧 "]))
    elif what < 0.7 and length:
        del text[0:length]
    elif what < 0.8 and length:
        text.format(0, length, {"strong": {}})
    elif what < 0.9:
        doc.get("todo", type=Map)[chance.choice("ab")] = {"state": "done"}
    elif len(body.children) > 1:
        del body.children[0]


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.booleans())
def test_the_sum_of_some_updates_stands_for_them_whatever_came_before_or_never(
    seed: int, size: int, lossy: bool
) -> None:
    chance = random.Random(seed)
    late = lesson(seed)
    updates = chance.sample(late, len(late))
    if lossy:
        updates = chance.sample(updates, len(updates) * 3 // 4)
    updates += chance.choices(updates, k=3)
    spells = [updates[start : start + size] for start in range(0, len(updates), size)]
    sums = [folded(spell) for spell in spells]
    kept = [update for spell, whole in zip(spells, sums, strict=True) for update in ([whole] if whole else spell)]
    assert names(kept) == names(updates)
    assert says_the_same(updates, kept) or not is_whole(updates)
    for update in kept:
        check_update(update)
    # What never came comes after all: nothing that waited for it was forgotten.
    assert freeze_doc(merge([*kept, *late])).document == freeze_doc(merge(late)).document


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_what_a_document_holds_is_known_without_looking_at_it(seed: int) -> None:
    doc: Doc[Any] = Doc()
    held: dict[int, int] = {}
    late = lesson(seed)
    random.Random(seed).shuffle(late)
    while fitting := [one for one in late if check_update(one).after(held) is not None]:
        late.remove(fitting[0])
        brought, ticks = check_update(fitting[0]), done_marks(doc)
        doc.apply_update(fitting[0])
        held = brought.after(held) or {}
        assert held == clocks(doc.get_state())
        assert done_marks(doc) == ticks or not brought.only_letters
    assert not late


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_updates_that_lack_nothing_are_whole_in_any_order(seed: int) -> None:
    updates = lesson(seed)
    random.Random(seed).shuffle(updates)
    assert is_whole(updates)


def test_updates_that_wait_for_one_that_never_came_are_not_whole() -> None:
    doc: Doc[Any] = Doc(client_id=1)
    updates = []
    for letter in "abc":
        before = doc.get_state()
        with doc.transaction():
            if not len(doc.get("body", type=XmlFragment).children):
                doc.get("body", type=XmlFragment).children.append(XmlElement("block", {}, [XmlText("")]))
            doc.get("body", type=XmlFragment).children[0].children[0].insert(0, letter)
        updates.append(doc.get_update(before))
    assert is_whole(updates)
    assert not is_whole([updates[0], updates[2]])


def test_another_text_does_not_say_the_same() -> None:
    assert not says_the_same(lesson(1), lesson(2))
    assert not says_the_same(lesson(1), lesson(1)[:-1])
