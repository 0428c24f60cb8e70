"""What goes wrong while a story is typed: which fault, at which key, for how long. The same seed gives the same bad day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A fault, as a class would tell it."""

    CUT = "cut"  # every connection is reset; new ones pass
    REFUSED = "refused"  # reset, and nobody gets in
    STALLED = "stalled"  # open but silent, both ways
    STALLED_UP = "stalled_up"  # what the tablet says does not arrive
    STALLED_DOWN = "stalled_down"  # what the class says does not arrive
    HALF_OPEN = "half_open"  # the class has hung up and the tablet was not told
    SLOW = "slow"  # 150 ± 50 ms each way, 1 Mbit/s
    OFFLINE = "offline"  # the browser's own idea of being offline
    RELOAD = "reload"  # the page is loaded again
    REOPEN = "reopen"  # the tab is closed, and the text opened in another
    BATTERY = "battery"  # the page dies at once, as with a flat battery
    SERVICE = "service"  # kill -9 of the class service
    HUB = "hub"
    PROXY = "proxy"
    SERVER = "server"  # the pupil's Voilà
    KERNEL = "kernel"


PAGE = frozenset({Kind.RELOAD, Kind.REOPEN, Kind.BATTERY})
"""The page goes away: the text is opened again, with the cursor at its end."""

PARTS = frozenset({Kind.SERVICE, Kind.HUB, Kind.PROXY, Kind.SERVER, Kind.KERNEL})
"""A process is killed; whoever watches over it starts it again."""

LASTING = frozenset(
    {Kind.REFUSED, Kind.STALLED, Kind.STALLED_UP, Kind.STALLED_DOWN, Kind.SLOW, Kind.OFFLINE},
)
"""They last the time that the schedule says."""

CLOSES_THE_WAY = (LASTING - {Kind.SLOW}) | {Kind.SERVICE, Kind.PROXY}
"""While they last, nothing can reach the class."""

_WEIGHTS = {
    Kind.CUT: 4,
    Kind.REFUSED: 4,
    Kind.STALLED: 4,
    Kind.STALLED_UP: 2,
    Kind.STALLED_DOWN: 3,
    Kind.HALF_OPEN: 3,
    Kind.SLOW: 3,
    Kind.OFFLINE: 3,
    Kind.RELOAD: 4,
    Kind.REOPEN: 2,
    Kind.BATTERY: 3,
    Kind.SERVICE: 3,
    Kind.HUB: 1,
    Kind.PROXY: 1,
    Kind.SERVER: 1,
    Kind.KERNEL: 2,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` is the number of keys pressed before; `lasts` is in seconds, 0 for what is over at once."""

    kind: Kind
    at: int
    lasts: float = 0.0


def bad_day(chance: random.Random, keys: int, most: int = 4, kinds: frozenset[Kind] = frozenset(Kind)) -> list[Fault]:
    """One to `most` faults during so many keys, in their order. No two of them begin at the same key."""
    possible = [kind for kind in _WEIGHTS if kind in kinds]
    weights = [_WEIGHTS[kind] for kind in possible]
    places = sorted(chance.sample(range(1, keys), chance.randint(1, most)))
    return [fault(chance.choices(possible, weights)[0], at, chance) for at in places]


def fault(kind: Kind, at: int, chance: random.Random) -> Fault:
    return Fault(kind, at, round(chance.uniform(0.5, 9.0), 1) if kind in LASTING else 0.0)
