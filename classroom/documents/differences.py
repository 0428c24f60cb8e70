"""What changed between two rows of things (the lines of a text, the words and signs of a line), told in few pieces and in bounded time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import groupby

Change = tuple[int, int, int, int]
"""From the first place to before the second of the old row stands what is from the third to before the fourth of the new one."""

MOST_WORK = 2_000_000
"""Comparisons that are worth it: a line of 20 000 times the same word is replaced whole instead."""

MOST_PAIRS = 900
"""Pairs of lines whose likeness is measured; beyond, lines are paired in their order."""

ALIKE = 0.5


def changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    """The changes that make `old` into `new`, in their order, with what is the same left out."""
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - tail], new[start : len(new) - tail]
    if not a and not b:
        return []
    there = Counter(b)
    if sum(there[each] for each in a) > MOST_WORK:
        return [(start, start + len(a), start, start + len(b))]
    codes = SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes()
    return [(start + i, start + j, start + k, start + m) for tag, i, j, k, m in codes if tag != "equal"]


def changes_by_word(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    """The same for rows of letters and signs: first by words, then by letters in each word that changed."""
    olds, news = _words(old), _words(new)
    old_at, new_at = _offsets(olds), _offsets(news)
    found: list[Change] = []
    for i, j, k, m in changes(olds, news):
        start, end, first, last = old_at[i], old_at[j], new_at[k], new_at[m]
        inside = changes(old[start:end], new[first:last])
        found += [(start + a, start + b, first + c, first + d) for a, b, c, d in inside]
    return found


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which line of `old` becomes which line of `new`, in order: the likest first, the others between them as they come."""
    found: list[tuple[int, int]] = []
    for i, k in [*_alike(old, new), (len(old), len(new))]:
        last = found[-1] if found else (-1, -1)
        found += zip(range(last[0] + 1, i), range(last[1] + 1, k), strict=False)
        if i < len(old):
            found.append((i, k))
    return found


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs, in order in both, whose likeness adds up to the most."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}
    nothing: tuple[float, tuple[tuple[int, int], ...]] = (0.0, ())
    for i, a in enumerate(old):
        for k, b in enumerate(new):
            likeness = SequenceMatcher(a=a, b=b, autojunk=False).quick_ratio() if a and b else 0.0
            before = best.get((i - 1, k - 1), nothing)
            both = (before[0] + likeness, (*before[1], (i, k))) if likeness >= ALIKE else nothing
            best[i, k] = max(best.get((i - 1, k), nothing), best.get((i, k - 1), nothing), both, key=lambda one: one[0])
    return list(best.get((len(old) - 1, len(new) - 1), nothing)[1])


def _common(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    shortest = min(len(a), len(b))
    return next((place for place in range(shortest) if a[place] != b[place]), shortest)


def _words(signs: Sequence[Hashable]) -> list[tuple[Hashable, ...]]:
    """Letters that make a word together, every other sign alone."""
    found: list[tuple[Hashable, ...]] = []
    for is_word, group in groupby(signs, key=lambda sign: isinstance(sign, str) and sign.isalnum()):
        letters = tuple(group)
        found += [letters] if is_word else [(sign,) for sign in letters]
    return found


def _offsets(words: Sequence[Sequence[Hashable]]) -> list[int]:
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return offsets
