"""What a long run of faults gave: counted, with the seed that makes it again, as JSON and as a line of « Ce que nous promettons »."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

LAST = Path(__file__).parent / "last"
"""Where the result of the last long run of each kind of fault is kept."""

NAMES = {
    "power_cuts": "coupure de courant",
    "kills": "arrêt brutal du service",
    "eio": "disque qui répond « erreur »",
    "disk_full": "disque plein",
    "clock": "horloge fausse",
    "postgresql": "PostgreSQL redémarré",
    "stalls": "machine figée, service arrêté",
    "stories": "histoires tapées",
    "states": "une panne après l'autre, l'état affiché",
    "loss": "3 paquets perdus sur 100",
}
"""Each kind of fault as « Ce que nous promettons » names it."""


class Unable(Exception):
    """This machine cannot make such faults; the message says why."""


@dataclass
class Result:
    """One run. `broken` has a sentence for each promise that was not held; `counted` is what happened meanwhile, `measures`
    how long things took after each kind of fault, in seconds."""

    story: str
    seed: int
    command: str
    day: str = field(default_factory=lambda: time.strftime("%Y-%m-%d"))
    faults: int = 0
    typed: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0
    counted: Counter[str] = field(default_factory=Counter)
    measures: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)

    def finish(self) -> Result:
        self.seconds = round(time.monotonic() - self._begun, 1)
        return self

    def say(self) -> None:
        """How far a long run is."""
        so_far = f"{self.faults} faults, {self.typed} letters, {self.lost} lost, {self.doubled} doubled"
        print(so_far, *self.broken, sep="\n", file=sys.stderr, flush=True)

    @property
    def held(self) -> bool:
        return not (self.broken or self.lost or self.doubled)

    def write(self, folder: Path = LAST) -> Path:
        """Keep it as JSON; gives the file."""
        folder.mkdir(parents=True, exist_ok=True)
        said = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        file = folder / f"{self.story}.json"
        file.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return file

    def line(self) -> str:
        """The row of the docs page."""
        counted = ", ".join(f"{_spaced(number)} {what}" for what, number in sorted(self.counted.items()))
        cells = (
            NAMES[self.story],
            _spaced(self.faults),
            _spaced(self.typed),
            str(self.lost),
            str(self.doubled),
            counted,
        )
        return f"| {' | '.join(cells)} | `{self.command}` | {self.day} |"


def last(folder: Path = LAST) -> list[Result]:
    """The last long run of each kind."""
    found = []
    for file in sorted(folder.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        found.append(Result(**said | {"counted": Counter(said["counted"])}))
    return found


def _spaced(number: int) -> str:
    """A number as French writes it: 12 500."""
    return f"{number:,}".replace(",", "\u202f")
