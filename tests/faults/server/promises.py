"""What the class said was done: kept letters, deposits, moves, marks. After a fault, all of it must stand in the store, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, select, text

from classroom.documents import freeze_doc, merge
from classroom.store import Store, load_updates, open_store
from classroom.store import tables as t
from tests.faults.results import Result
from tests.faults.server.paper import Paper


@dataclass
class Promises:
    """What was heard from the class; keys are those of the requests."""

    versions: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    """Of a deposit: the text, the number it got, and what the pupil saw."""
    moves: set[tuple[str, str]] = field(default_factory=set)
    """Text and key of what is written down as a move."""
    ticks: dict[str, bool] = field(default_factory=dict)
    """Mark → « c'est corrigé », as answered last; none while an answer is awaited."""
    marks: set[str] = field(default_factory=set)
    hand_backs: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Held:
    """A text, the pupil's paper, and how far the class has said that it keeps it."""

    text: str
    paper: Paper
    kept: int


def look_into(file: Path, promises: Promises, texts: list[Held], result: Result) -> None:
    """Check a SQLite store that nobody writes at this moment, on a copy: what a reader repairs, the class must repair by itself."""
    with TemporaryDirectory() as name:
        copy = Path(name) / file.name
        for part in ("", "-wal"):
            if (there := file.with_name(file.name + part)).exists():
                copyfile(there, copy.with_name(copy.name + part))
        store = open_store(f"sqlite:///{copy}")
        try:
            look(store, promises, texts, result)
        finally:
            store.close()


def look(store: Store, promises: Promises, texts: list[Held], result: Result) -> None:
    """Count in `result` what is lost or doubled in this store, and say what else is broken."""
    with store.read() as connection:
        if store.kind == "sqlite" and (said := connection.execute(text("PRAGMA integrity_check")).scalar()) != "ok":
            result.broken.append(f"integrity_check: {said}")
        for held in texts:
            compare(freeze_doc(merge(load_updates(connection, held.text))).plain, held, result)
            result.broken += _versions(connection, held)
        result.broken += _promised(connection, promises)


def compare(kept: str, held: Held, result: Result) -> None:
    """The store's letters must be a state of the paper, not older than the last one that was said kept."""
    states = held.paper.states[held.kept :]
    if kept in states:
        return
    near = min(states, key=lambda state: abs(len(state) - len(kept)))
    for kind, a, b, c, d in SequenceMatcher(None, near, kept, autojunk=False).get_opcodes():
        if kind != "equal":
            result.lost, result.doubled = result.lost + b - a, result.doubled + d - c
    result.broken.append(f"text {held.text}: the store holds no state since {held.kept} of {held.paper.now}")


def _versions(connection: Connection, held: Held) -> Iterator[str]:
    """Acknowledged or not: a version is something that once stood on the paper, and its numbers leave no gap."""
    mine = select(t.version.c.number, t.version.c.plain).where(t.version.c.text == held.text)
    rows = connection.execute(mine.order_by(t.version.c.number)).all()
    if [row.number for row in rows] != list(range(1, len(rows) + 1)):
        yield f"text {held.text}: its versions are {[row.number for row in rows]}"
    for row in rows:
        if row.plain not in held.paper.states:
            yield f"text {held.text}: version {row.number} was never on the paper"


def _promised(connection: Connection, promises: Promises) -> Iterator[str]:
    versions = {row.key: (row.text, row.number, row.plain) for row in connection.execute(select(t.version))}
    for key, promised in promises.versions.items():
        if versions.get(key) != promised:
            yield f"deposit {key} of text {promised[0]} is not as it was acknowledged"
    moves = Counter((row.text, row.key) for row in connection.execute(select(t.transition)))
    for move in promises.moves | {(promised[0], key) for key, promised in promises.versions.items()}:
        if moves[move] != 1:
            yield f"move {move} is written {moves[move]} times"
    marks = {row.id: row.done for row in connection.execute(select(t.annotation))}
    yield from (f"mark {mark} is gone" for mark in promises.marks - marks.keys())
    yield from (f"mark {mark} is ticked otherwise" for mark, done in promises.ticks.items() if marks.get(mark) != done)
    given = select(t.version.c.text, t.version.c.number).join(t.hand_back, t.hand_back.c.version == t.version.c.id)
    handed = {(row.text, row.number) for row in connection.execute(given)}
    yield from (f"hand-back {one} is gone" for one in promises.hand_backs - handed)
