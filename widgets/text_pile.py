"""The pile alone, for a notebook: whose text to read next, who waits, who works."""

from __future__ import annotations

import traitlets as t

from widgets._base import ClassroomWidget


class TextPile(ClassroomWidget):
    """The pile of the teacher's class: `TextPile()`. A text touched in it opens in its place."""

    bundle = "desk"
    screen = t.Unicode("pile").tag(sync=True)
