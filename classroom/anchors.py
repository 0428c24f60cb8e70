"""Finding again the words that a mark speaks of: a place, what stands there, and what stands around it.

Places are code points of the plain text (see `classroom.model`); pages count in UTF-16 units and convert before they send.
The JSON form is the W3C Web Annotation Data Model's: a TextPositionSelector and a TextQuoteSelector.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from classroom.errors import BadInput
from classroom.model import Anchor

REACH = 200
"""How far from its old place a quote is looked for, in code points: further away it is another word that looks the same."""

CONTEXT = 32
"""Code points kept before and after the words of a mark."""

NOT_THERE = "Ces mots ne sont pas à cet endroit du texte déposé. Surlignez-les à nouveau."


def anchor_at(plain: str, start: int, end: int, relative: tuple[str, str] | None = None) -> Anchor:
    """The anchor of this place, with its surroundings. BadInput when the place is empty or outside the text."""
    if not 0 <= start < end <= len(plain):
        raise BadInput(NOT_THERE, detail=f"place {start}-{end} in {len(plain)} code points")
    prefix, suffix = plain[max(0, start - CONTEXT) : start], plain[end : end + CONTEXT]
    return Anchor(start, end, plain[start:end], prefix, suffix, relative)


def checked(anchor: Anchor, plain: str) -> Anchor:
    """The anchor as it stands in this text: itself when its words are at its place, moved to them when they are near. BadInput otherwise."""
    if plain[anchor.start : anchor.end] == anchor.exact:
        return anchor_at(plain, anchor.start, anchor.end, anchor.relative)
    start = find_quote(plain, anchor.exact, anchor.start, anchor.prefix, anchor.suffix)
    if start is None:
        raise BadInput(NOT_THERE, detail=f"{len(anchor.exact)} code points not found near {anchor.start}")
    return anchor_at(plain, start, start + len(anchor.exact), anchor.relative)


def find_quote(plain: str, exact: str, near: int, prefix: str = "", suffix: str = "") -> int | None:
    """Where these words stand closest to `near`, at most REACH away, those with the right surroundings first; None when nowhere."""
    if not exact:
        return None
    places = _occurrences(plain, exact, max(0, near - REACH), near + REACH + len(exact))
    return min(
        places,
        key=lambda place: (-_agreement(plain, place, len(exact), prefix, suffix), abs(place - near)),
        default=None,
    )


def to_selectors(anchor: Anchor) -> list[dict[str, Any]]:
    """The anchor as W3C selectors."""
    return [
        {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
        {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix},
    ]


def from_selectors(selectors: list[dict[str, Any]]) -> Anchor:
    """The anchor of these W3C selectors. KeyError when one of the two is missing."""
    kinds = {selector["type"]: selector for selector in selectors}
    position, quote = kinds["TextPositionSelector"], kinds["TextQuoteSelector"]
    anchor = Anchor(position["start"], position["end"], quote["exact"])
    return replace(anchor, prefix=quote.get("prefix", ""), suffix=quote.get("suffix", ""))


def to_json(anchor: Anchor) -> dict[str, Any]:
    """The anchor as the protocol and the store write it."""
    return {
        "start": anchor.start,
        "end": anchor.end,
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "relative": list(anchor.relative) if anchor.relative else None,
    }


def from_json(data: dict[str, Any]) -> Anchor:
    """What `to_json` gave."""
    relative = data["relative"]
    return Anchor(**{**data, "relative": (relative[0], relative[1]) if relative else None})


def _occurrences(plain: str, exact: str, start: int, end: int) -> list[int]:
    places = []
    place = plain.find(exact, start, end)
    while place >= 0:
        places.append(place)
        place = plain.find(exact, place + 1, end)
    return places


def _agreement(plain: str, place: int, length: int, prefix: str, suffix: str) -> int:
    """How many code points around the place are those expected."""
    before, after = plain[:place], plain[place + length :]
    return _common(before[::-1], prefix[::-1]) + _common(after, suffix)


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
