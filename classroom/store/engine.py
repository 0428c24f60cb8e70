"""Opening the cupboard: one engine for the process, read and write transactions, and SQLite set so that what is said saved is saved.

SQLite runs in WAL with `synchronous=FULL`: in simulated power cuts NORMAL lost acknowledged rows, FULL lost none.
A writing transaction starts with BEGIN IMMEDIATE, so that it waits its turn at the start and never fails in the middle.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from classroom.errors import Conflict, OutOfService

BUSY_TIMEOUT = 10_000
"""How long a writer waits for its turn, in milliseconds."""

APPLICATION = "ecritoire"
"""The name under which PostgreSQL sees us: whoever empties a store first looks whether somebody else of this name is there."""


@dataclass(frozen=True)
class Store:
    """The class's data behind two doors: `read()` and `write()`, each one transaction on one connection."""

    engine: Engine

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. OutOfService when the store cannot be reached."""
        with _reachable(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, undone by an exception. OutOfService when it cannot be written."""
        with _reachable(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()


class Pen:
    """The door `write()` for one thread that goes through it ten times a second: it keeps the connection, until trouble or `lay_down`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes, as `Store.write`."""
        with _reachable():
            connection = self._connection or self._store.engine.connect().execution_options(writes=True)
            self._connection = connection
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self.lay_down()
                raise

    def lay_down(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


def open_store(url: str) -> Store:
    """The store at this SQLAlchemy URL (`sqlite:////path/classroom.sqlite` or `postgresql+psycopg://…`).

    Parameters are hidden in its errors, because errors are logged and parameters are what pupils wrote.
    """
    if make_url(url).get_backend_name() != "sqlite":
        named = {"application_name": APPLICATION}
        return Store(create_engine(url, pool_size=20, pool_pre_ping=True, hide_parameters=True, connect_args=named))
    _make_private_file(url)
    waiting = {"timeout": BUSY_TIMEOUT / 1000}
    # The last connection first: it has the newest pages of the file in memory, another would read them again.
    engine = create_engine(url, pool_size=20, pool_use_lifo=True, hide_parameters=True, connect_args=waiting)
    event.listen(engine, "connect", _set_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:  # two people made the same thing in the same instant
        raise Conflict(detail=type(error.orig).__name__) from error
    except (DataError, ProgrammingError, NotSupportedError):  # a mistake of ours: trying again would not help
        raise
    except DBAPIError as error:  # disk full or failing, database gone, read-only or damaged
        raise OutOfService(detail=type(error.orig).__name__) from error
    except sqlite3.Error as error:  # the same when a transaction begins
        raise OutOfService(detail=type(error).__name__) from error
    except PoolTimeout as error:
        raise OutOfService(detail="too many at once") from error


def _make_private_file(url: str) -> None:
    name = make_url(url).database
    if name and not (path := Path(name)).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _set_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, not Python's driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    driver: Any = connection.connection.driver_connection  # ten times faster than through SQLAlchemy
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
