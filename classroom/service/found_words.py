"""What two tablets put together let fall: the passages that a pupil saw on one of them and that the merged text no longer holds.

Words are compared in their order, as a child would with two sheets side by side. A word that moved, that was completed (« chat » → « chats »)
or that only lost its full stop is not lost.
"""

from __future__ import annotations

from collections import Counter

from classroom.documents.differences import changes
from classroom.documents.reading import clean

MOST_PASSAGES = 50
"""More than anybody puts back by hand; the whole of what was seen is kept beside them."""


def lost_passages(seen: str, merged: str) -> list[str]:
    """The passages of `seen` that went, in their order; a passage is made of words that followed one another."""
    olds, news = _clean_words(seen), _clean_words(merged)
    codes = changes([_bare(word) for word in olds], [_bare(word) for word in news])
    moved = Counter(_bare(word) for _, _, first, last in codes for word in news[first:last])
    passages = []
    for start, end, first, last in codes:
        lost = [place for place in range(start, end) if _is_lost(_bare(olds[place]), moved, news[first:last])]
        if lost:
            passages.append(" ".join(olds[lost[0] : lost[-1] + 1]))
    return passages[:MOST_PASSAGES]


def _is_lost(word: str, moved: Counter[str], instead: list[str]) -> bool:
    if moved[word]:
        moved[word] -= 1
        return False
    return not any(_holds(other, word) for other in instead)


def _holds(other: str, word: str) -> bool:
    """Whether all letters of the word are in the other one, in their order."""
    letters = iter(other.casefold())
    return all(letter in letters for letter in word)


def _bare(word: str) -> str:
    """The word without the signs around it; a sign alone is itself."""
    start = next((place for place, sign in enumerate(word) if sign.isalnum()), None)
    if start is None:
        return word
    end = max(place for place, sign in enumerate(word) if sign.isalnum())
    return word[start : end + 1].casefold()


def _clean_words(text: str) -> list[str]:
    return clean(text.replace("\n", " ")).split()
