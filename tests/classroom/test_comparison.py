"""Where a mark stands in the next version, and the outcome that is proposed for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.anchors import anchor_at
from classroom.comparison import Comparison, Place, count_words
from classroom.model import Outcome

OLD = "Les chat mange la souris. il sont content"


def judged(words: str, new: str, *, done: bool = False, now: str | None = None, signs: bool = False) -> Outcome:
    start = OLD.index(words)
    return (
        Comparison(OLD, new).judge(anchor_at(OLD, start, start + len(words)), done=done, now=now, signs=signs).outcome
    )


@pytest.mark.parametrize(
    ("plain", "words"),
    [("", 0), ("Le chat dort.", 3), ("Aujourd'hui, l'arbre !", 2), ("— Oui, dit-il.", 2), ("\ufffc 🐈 7", 1)],
)
def test_words_are_counted_as_a_class_counts_them(plain: str, words: int) -> None:
    assert count_words(plain) == words


@pytest.mark.parametrize(
    ("words", "new", "done", "outcome"),
    [
        ("chat", OLD, False, Outcome.UNTOUCHED),
        ("chat", OLD, True, Outcome.UNTOUCHED),
        ("chat", OLD.replace("chat", "chats"), True, Outcome.FIXED),
        ("chat", OLD.replace("chat", "chats"), False, Outcome.CHANGED),
        ("chat", OLD.replace("chat ", ""), True, Outcome.ORPHAN),
        ("chat", "", True, Outcome.ORPHAN),
        ("chat", "Un jour, " + OLD, True, Outcome.UNTOUCHED),
        ("chat mange", OLD.replace("chat mange", "chats mangent"), True, Outcome.FIXED),
        ("content", OLD + "s.", True, Outcome.FIXED),
        ("souris", OLD.replace("la souris", "le rat"), False, Outcome.CHANGED),
    ],
)
def test_the_outcome_of_a_mark_follows_from_its_words_and_the_tick(
    words: str, new: str, done: bool, outcome: Outcome
) -> None:
    assert judged(words, new, done=done) is outcome


def test_a_full_stop_put_after_the_marked_words_counts_for_a_mark_about_the_sentence_only() -> None:
    assert judged("content", OLD + ".", done=True, signs=True) is Outcome.FIXED
    assert judged("content", OLD + ".", done=True) is Outcome.UNTOUCHED


def test_what_the_pupils_page_says_of_a_place_wins_where_it_is_found() -> None:
    new = OLD.replace("Les chat mange", "Les chats mangent vite")
    assert judged("mange", new, now="mangent vite", done=True) is Outcome.FIXED
    assert judged("mange", new, now="not there", done=True) is Outcome.FIXED


def test_of_two_words_alike_the_mark_stays_on_its_own() -> None:
    old, new = "Le chat dort. Le chat mange.", "Le gros chat dort. Le chat mange bien."
    assert Comparison(old, new).project(17, 21) == Place(22, 26, "chat")


@given(st.text("ab c.", min_size=1, max_size=40), st.text("ab c.", max_size=40), st.data())
def test_a_projected_place_is_always_inside_the_new_version(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    place = Comparison(old, new).project(start, data.draw(st.integers(start + 1, len(old))))
    assert place is None or (0 <= place.start < place.end <= len(new) and place.exact == new[place.start : place.end])
