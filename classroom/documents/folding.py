"""Many small updates of a text summed up in one, and the proof that the sum says the same and forgets nothing.

pycrdt leaves out of a document what came before something that it depends on. So updates are summed up among themselves, never through a
document, and letters are counted by name (who typed them, their number): in the sum there must be the same ones, neither more nor fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pycrdt import Doc, XmlFragment

from classroom.documents.checking import Span, check_update
from classroom.documents.reading import block_of, clocks, map_of, merge, together

_ALL = 10**9


def folded(updates: Sequence[bytes]) -> bytes | None:
    """One update for all these; None when it would not bring and delete exactly the same letters."""
    try:
        whole = together(updates)
        return whole if names([whole]) == names(updates) else None
    except ValueError:
        return None


def names(updates: Iterable[bytes]) -> tuple[list[Span], list[Span]]:
    """The letters that these updates bring and those that they delete, each once, in an order that depends on nothing else."""
    typed: list[Span] = []
    deleted: list[Span] = []
    for update in updates:
        brought = check_update(update)
        typed += brought.typed
        deleted += brought.deleted
    return _joined(typed), _joined(deleted)


def is_whole(updates: Sequence[bytes]) -> bool:
    """Whether nothing in these updates waits for something that has not come."""
    held = clocks(merge(updates).get_state())
    typed, deleted = names(updates)
    return all(start == 0 and end == held.get(client) for client, start, end in typed) and all(
        end <= held.get(client, 0) for client, _, end in deleted
    )


def says_the_same(one: Sequence[bytes], other: Sequence[bytes]) -> bool:
    """Whether both make the same document: the same letters typed and deleted, the same lines, ticks and places."""
    first, second = merge(one), merge(other)
    return names([first.get_update()]) == names([second.get_update()]) and _content(first) == _content(second)


def _content(doc: Doc[Any]) -> Any:
    lines = [block_of(line, _ALL) for line in doc.get("body", type=XmlFragment).children]
    return lines, [map_of(doc, name) for name in ("anchors", "todo", "meta")]


def _joined(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for client, start, end in sorted(found):
        if joined and joined[-1][0] == client and start <= joined[-1][2]:
            joined[-1] = (client, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((client, start, end))
    return joined
