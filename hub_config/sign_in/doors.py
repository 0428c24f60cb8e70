"""The doors of the class: three pictures for a pupil, a password for a teacher; cards, QR codes and the ENT will be more of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Door:
    """A way to come in: its name in the form, the class service's route that checks it, and the fields that it asks for.

    A field in `lists` is sent as a list: the form writes its items with commas between them.
    """

    name: str
    route: str
    fields: tuple[str, ...]
    lists: frozenset[str] = frozenset()

    def credentials(self, form: Mapping[str, str]) -> dict[str, Any]:
        """What the service is asked, from what the person gave; a missing field is empty, and the service refuses it."""
        return {name: self.value(name, form.get(name, "")) for name in self.fields}

    def value(self, name: str, given: str) -> str | list[str]:
        return given.split(",") if name in self.lists else given


DOORS = (
    Door("pictures", "api/sign-in/pupil", ("username", "pictures"), lists=frozenset({"pictures"})),
    Door("password", "api/sign-in/teacher", ("username", "password")),
)


def door_of(form: Mapping[str, str]) -> Door | None:
    """The door that this form speaks of, None when there is no such door."""
    return next((door for door in DOORS if door.name == form.get("door")), None)
