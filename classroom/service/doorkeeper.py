"""Who compares secrets at the entrance: two at a time, each name's tries one after the other, and nobody who writes waits for it.

To compare a secret takes 20 ms and 19 MiB, so that nobody can try many. It is done in two threads of its own, whose memory serves again
(any thread's would stay: ten pupils at once kept 170 MB), and before the transaction that counts the try, which all who write wait for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from classroom.hashing import matches
from classroom.model import Role
from classroom.store import SignIn, Store, hash_to_compare

AT_ONCE = 2

Try = Callable[..., SignIn]
"""A verb of the store that counts a try, given a connection and how to `compare`."""


class Doorkeeper:
    """Its methods are called in the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="doorkeeper")
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def let_in(self, username: str, role: Role, secret: str, counted: Try) -> SignIn:
        """What a try with this secret gives. A flood of tries of one name waits behind itself, and costs nothing once the name is locked."""
        turn = self._turns.setdefault(username, asyncio.Lock())
        async with turn:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._try, username, role, secret, counted)

    async def change(self, doing: Callable[[Connection], None]) -> None:
        """Do this in a transaction; it makes a secret unreadable, which takes as much."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._do, doing)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _try(self, username: str, role: Role, secret: str, counted: Try) -> SignIn:
        with self._store.read() as connection:
            kept = hash_to_compare(connection, username, role)
        same = kept is not None and matches(secret, kept)
        with self._store.write() as connection:
            return counted(connection, compare=lambda given, now: same if now == kept else matches(given, now))

    def _do(self, doing: Callable[[Connection], None]) -> None:
        with self._store.write() as connection:
            doing(connection)
