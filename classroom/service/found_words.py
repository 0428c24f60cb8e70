"""What two tablets put together let fall: the passages that a pupil saw on one of them and that the merged text no longer holds.

It happens when letters typed on a tablet without network fall in a line that was erased or made anew on another. What the pupil erased
there on purpose is no loss: only letters that the tablet brings, and that nobody has seen elsewhere, can be lost. Then words are compared in
their order, as a child would with two sheets side by side. A word that moved, that was completed (« chat » → « chats ») or that only lost
its full stop is not lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from classroom.documents.checking import Brought, Span, check_update
from classroom.documents.differences import changes
from classroom.documents.reading import clean

MOST_PASSAGES = 50
"""More than anybody puts back by hand; the whole of what was seen is kept beside them."""

MOST_NEAR = 50
"""Words that stand where one was lost, and among which it may be found completed."""


def lets_fall(brought: Brought, merged: bytes) -> bool:
    """Whether letters that an update brought, and did not erase itself, are deleted in the document (its whole update) that it went into.

    The page sends them as they stood before the merge (`widgets/js/core/sync.ts`). Where there are none nothing was lost: what is missing
    was erased on purpose on another tablet.
    """
    own = _letters(brought.typed) - _letters(brought.deleted)
    return bool(own & _letters(check_update(merged).deleted))


def lost_passages(seen: str, merged: str) -> list[str]:
    """The passages of `seen` that went, in their order; a passage is made of words that followed one another."""
    olds, news = _clean_words(seen), _clean_words(merged)
    codes = changes([_bare(word) for word in olds], [_bare(word) for word in news])
    moved = Counter(_bare(word) for _, _, first, last in codes for word in news[first:last])
    passages = []
    for start, end, first, last in codes:
        instead = [_bare(word) for word in news[first : min(last, first + MOST_NEAR)]]
        lost = [place for place in range(start, end) if _is_lost(_bare(olds[place]), moved, instead)]
        if lost:
            passages.append(" ".join(olds[lost[0] : lost[-1] + 1]))
    return passages[:MOST_PASSAGES]


def _is_lost(word: str, moved: Counter[str], instead: list[str]) -> bool:
    if moved[word]:
        moved[word] -= 1
        return False
    return len(word) < 2 or not any(other.startswith(word) or other.endswith(word) for other in instead)


def _bare(word: str) -> str:
    """The word without the signs around it; a sign alone is itself."""
    start = next((place for place, sign in enumerate(word) if sign.isalnum()), None)
    if start is None:
        return word
    end = max(place for place, sign in enumerate(word) if sign.isalnum())
    return word[start : end + 1].casefold()


def _letters(spans: Iterable[Span]) -> set[tuple[int, int]]:
    return {(client, number) for client, start, end in spans for number in range(start, end)}


def _clean_words(text: str) -> list[str]:
    return clean(text.replace("\n", " ")).split()
