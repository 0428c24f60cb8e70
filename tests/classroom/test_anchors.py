"""Finding a mark's words again, in the text it was put on and near its old place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import anchors
from classroom.errors import BadInput
from classroom.model import Anchor

PLAIN = "Le chat dort. Le chat mange. 🐈 Le chat rêve."


def test_an_anchor_knows_its_words_and_what_stands_around() -> None:
    assert anchors.anchor_at(PLAIN, 17, 21) == Anchor(17, 21, "chat", "Le chat dort. Le ", " mange. 🐈 Le chat rêve.")


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 3), (-1, 3), (0, 1000)])
def test_a_place_that_is_empty_or_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(BadInput):
        anchors.anchor_at(PLAIN, start, end)


def test_words_at_their_place_are_left_there() -> None:
    assert anchors.checked(Anchor(17, 21, "chat"), PLAIN).start == 17


def test_of_several_places_the_one_with_the_right_surroundings_wins_over_the_nearest() -> None:
    assert anchors.find_quote(PLAIN, "chat", 0, prefix="🐈 Le ", suffix=" rêve") == 34


def test_without_surroundings_the_nearest_wins() -> None:
    assert anchors.find_quote(PLAIN, "chat", 20) == 17


def test_a_quote_is_not_looked_for_far_away() -> None:
    assert anchors.find_quote("x" * 300 + "chat", "chat", 0) is None
    assert anchors.find_quote("x" * 150 + "chat", "chat", 0) == 150


@given(st.text(min_size=1, max_size=60), st.data())
def test_an_anchor_comes_back_from_w3c_selectors_and_from_json(plain: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(plain) - 1))
    anchor = anchors.anchor_at(plain, start, data.draw(st.integers(start + 1, len(plain))))
    assert anchors.from_selectors(anchors.to_selectors(anchor)) == anchor
    assert anchors.from_json(anchors.to_json(anchor)) == anchor
    assert anchors.checked(anchor, plain) == anchor
