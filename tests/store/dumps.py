"""A class as each release left it, one file a revision of the store: what `test_migrations` brings to today's tables.

After adding a migration: `python -m tests.store.dumps` writes the file of the newest revision, from the class of `tests.lived_in`. A file
once written never changes. Its first line says the revision and the sum of its tables' definitions, the others are rows.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, insert, text

from classroom.backup.lines import lines_of, row_of
from classroom.backup.shape import tables_at
from classroom.store import Store, migrate, open_store
from classroom.store.migration import newest_revision, upgrade_to
from tests.lived_in import live_a_little
from tests.small_school import found_school

DATA = Path(__file__).parent / "data"


def path_of(revision: str) -> Path:
    return DATA / f"{revision}.jsonl"


def dumped() -> list[str]:
    """The revisions that have a file, the oldest first."""
    return sorted(path.stem for path in DATA.glob("*.jsonl"))


def definitions(revision: str) -> str:
    """A sum of the tables that the migrations make up to this revision: a released migration does not change any more."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade_to(connection, revision)
        made = connection.scalars(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"))
        summed = sha256("\n".join(made).encode()).hexdigest()
    engine.dispose()
    return summed


def write(store: Store, revision: str) -> None:
    """Every row of this store, with the columns that there were at this revision."""
    lines = [json.dumps({"revision": revision, "definitions": definitions(revision)})]
    with store.read() as connection:
        for table in tables_at(revision):
            lines += [f'{{"{table.name}":{line.decode().strip()}}}' for line in lines_of(connection, table)]
    path_of(revision).write_text("\n".join([*lines, ""]), encoding="utf-8")


def read(store: Store, revision: str) -> str:
    """Make the tables of this revision in an empty store and fill them; gives the sum of the definitions that the file was written with."""
    head, *rows = path_of(revision).read_text(encoding="utf-8").splitlines()
    tables = {table.name: table for table in tables_at(revision)}
    with store.write() as connection:
        upgrade_to(connection, revision)
        for line in rows:
            ((name, row),) = json.loads(line).items()
            connection.execute(insert(tables[name]), [row_of(tables[name], json.dumps(row).encode())])
    return str(json.loads(head)["definitions"])


def main() -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/class.sqlite"
        migrate(url)
        store = open_store(url)
        live_a_little(found_school(store))
        write(store, newest_revision())
        store.close()
    print(path_of(newest_revision()))


if __name__ == "__main__":
    main()
