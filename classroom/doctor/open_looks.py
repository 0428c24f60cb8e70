"""Looking whether the class is open, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx

from classroom.doctor import words_fr as words
from classroom.doctor.finding import Finding, well, wrong

PATIENCE = 10.0


def look_at_class(address: str, service_url: str, home: Path) -> Iterator[Finding]:
    """`address`: where the class is open; "" when it is closed. `service_url`: how its neighbours on this machine call the service."""
    if not address:
        yield well(words.CLASS_CLOSED)
        return
    # Its port may have been given to the start alone: then only the address that the start wrote down leads there.
    answers = _answers(service_url) or _answers(f"{address}/services/classroom")
    yield (
        well(words.CLASS_OPEN.format(address=address))
        if answers
        else wrong(words.SERVICE_SILENT.format(address=address, home=home))
    )


def _answers(service_url: str) -> bool:
    try:
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
            return client.get(f"{service_url}/health").status_code == 200
    except httpx.HTTPError:
        return False
