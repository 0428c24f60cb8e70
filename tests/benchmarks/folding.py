"""`python -m tests.benchmarks.folding 12000`: a text of so many letters typed and erased, before and after its log is folded, as JSON."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from classroom import store as s
from classroom.documents import merge
from tests.small_school import found_school

SPELL = 600
"""Letters between two long pauses."""


def typed(letters: int) -> Iterator[bytes]:
    """The updates of somebody who types, and erases one letter in ten."""
    doc: Doc[Any] = Doc()
    sent: list[bytes] = []
    doc.observe(lambda event: sent.append(event.update))
    with doc.transaction():
        doc.get("body", type=XmlFragment).children.append(XmlElement("block", {"kind": "paragraph"}, [XmlText("")]))
    text, chance = doc.get("body", type=XmlFragment).children[0].children[0], random.Random(1)
    for _ in range(letters):
        length = len(text)
        if length > 5 and chance.random() < 0.1:
            del text[length - 1 : length]
        else:
            text.insert(length, chance.choice("aeinrst "))
    yield from sent


def seconds(doing: Callable[[], Any]) -> float:
    def once() -> float:
        started = time.perf_counter()
        doing()
        return time.perf_counter() - started

    return round(min(once() for _ in range(3)), 3)


def measured(store: s.Store, text: str) -> dict[str, Any]:
    def load() -> list[bytes]:
        with store.read() as connection:
            updates = s.load_updates(connection, text)
        merge(updates)
        return updates

    def past() -> None:
        with store.read() as connection:
            s.moments_of(connection, text)

    log = load()
    size = sum(map(len, log))
    return {"rows": len(log), "bytes": size, "seconds to open": seconds(load), "seconds for its past": seconds(past)}


def main(letters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'classroom.sqlite'}"
        s.migrate(url)
        store = s.open_store(url)
        text, at = found_school(store).text_of(), datetime(2026, 9, 7, 9, tzinfo=UTC)
        rows = []
        for number, update in enumerate(typed(letters)):
            at += timedelta(hours=1) if number % SPELL == 0 else timedelta(seconds=0.3)
            rows.append((text, 7, update, at))
        with store.write() as connection:
            s.append_updates(connection, rows)
        before = measured(store, text)
        started = time.perf_counter()
        s.fold(store, text)
        folding = round(time.perf_counter() - started, 2)
        print(json.dumps({"before": before, "seconds to fold": folding, "after": measured(store, text)}, indent=2))
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
