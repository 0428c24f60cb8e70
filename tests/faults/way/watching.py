"""Looks over a story's shoulder: is the status line true, how soon does it say that the class is away, how soon does all arrive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.way.schedule import CLOSES_THE_WAY, Kind
from tests.faults.way.tablet import Shown

SAVED, KEPT = "Enregistré", "Gardé sur la tablette"
LOOK_EVERY = 0.05
TRUE_WITHIN = 5.0
"""Seconds after which the status line must say the truth, and after which everything must have arrived."""

GIVE_UP = 60.0


@dataclass(frozen=True, slots=True)
class Measure:
    """How long something took after a fault, in seconds."""

    kinds: tuple[Kind, ...]
    seconds: float


@dataclass
class Watch:
    """`states` are what the sheet says after 0, 1, 2… keys; `stored` reads what the class has kept."""

    states: list[str]
    stored: Callable[[], str]
    said_kept: list[Measure] = field(default_factory=list)
    arrived: list[Measure] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    typed: int = 0
    _first: dict[str, int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    _down: list[Kind] = field(default_factory=list)
    _kinds: set[Kind] = field(default_factory=set)
    _closed_at: float = 0.0
    _typed_then: int = 0
    _said: bool = True
    _away: bool = False
    _status: str | None = None
    _arriving: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        for number, state in enumerate(self.states):
            self._first.setdefault(state, number)
            self._last[state] = number

    def begins(self, kind: Kind) -> None:
        if self._arriving:
            self._arriving.cancel()
            self._arriving = None
        if kind in CLOSES_THE_WAY and not self._closed:
            self._begin_to_listen()
        self._down.append(kind)
        self._kinds.add(kind)

    def ends(self, kind: Kind) -> None:
        """When nothing is wrong any more, everything typed up to now has to arrive."""
        if kind not in self._down:
            return
        self._down.remove(kind)
        if not self._closed:
            self._check_said(time.time())
        if not self._down:
            kinds, self._kinds = tuple(sorted(self._kinds)), set()
            self._arriving = asyncio.create_task(self._arrive(kinds, self.typed))

    def away(self) -> None:
        """The page is gone for a moment: nothing can be read on it."""
        self._away, self._said, self._status = True, True, None

    def back(self) -> None:
        self._away = False
        if self._closed:
            self._begin_to_listen()

    def _begin_to_listen(self) -> None:
        """What the line says already, because of what was wrong before, is true again."""
        self._closed_at, self._typed_then, self._said = time.time(), self.typed, self._away or self._status == KEPT

    async def settle(self) -> None:
        """Waits until nothing is wrong any more and everything has arrived."""
        while self._down or (self._arriving and not self._arriving.done()):
            await asyncio.sleep(LOOK_EVERY)

    def shown(self, shown: Shown) -> None:
        self._status = shown.status
        if shown.status == KEPT and not self._said:
            self._said = True
            self.said_kept.append(Measure(self._closing, max(0.0, shown.at - self._closed_at)))
        if shown.status == SAVED:
            self._check_saved(shown)

    @property
    def _closing(self) -> tuple[Kind, ...]:
        return tuple(sorted(kind for kind in self._kinds if kind in CLOSES_THE_WAY))

    @property
    def _closed(self) -> bool:
        return any(kind in CLOSES_THE_WAY for kind in self._down)

    def _check_said(self, now: float) -> None:
        if not self._said and self.typed > self._typed_then and now - self._closed_at > TRUE_WITHIN:
            self.lies.append(f"{', '.join(self._closing)}: {now - self._closed_at:.1f} s without « {KEPT} »")
        self._said = True

    def _check_saved(self, shown: Shown) -> None:
        """« Enregistré » may be shown only when every letter on the page is in the store."""
        stored = self.stored()
        has, shows = self._last.get(stored), self._first.get(shown.words or "")
        if has is None:
            self.lies.append(f"the store holds what was never typed: …{stored[-60:]!r}")
        elif shows is None:
            self.lies.append(f"the page shows what was never typed: …{(shown.words or '')[-60:]!r}")
        elif has < shows:
            self.lies.append(f"« {SAVED} » with {shows - has} keys missing in the store")

    async def _arrive(self, kinds: tuple[Kind, ...], wanted: int) -> None:
        began = time.monotonic()
        while self._last.get(self.stored(), -1) < wanted:
            if time.monotonic() - began > GIVE_UP:
                break
            await asyncio.sleep(LOOK_EVERY)
        self.arrived.append(Measure(kinds, time.monotonic() - began))
