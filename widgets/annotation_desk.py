"""The page where a teacher reads and marks one text, usable alone in any notebook."""

from __future__ import annotations

from typing import Any

import traitlets as t

from widgets._base import ClassroomWidget


class AnnotationDesk(ClassroomWidget):
    """The desk with one text on it: `AnnotationDesk(text="…")`, with the id that the class gave to the text."""

    bundle = "desk"
    screen = t.Unicode("text").tag(sync=True)
    text = t.Unicode(help="The id of the text.").tag(sync=True)

    def __init__(self, text: str, **traits: Any) -> None:
        super().__init__(text=text, **traits)
