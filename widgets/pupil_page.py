"""Mon cahier: the page of a pupil, with a card for each of his texts and the pad where he writes them."""

from __future__ import annotations

import traitlets as t

from widgets._base import ClassroomWidget


class PupilPage(ClassroomWidget):
    """The whole page of a pupil: `PupilPage()` in a notebook's only cell."""

    bundle = "pupil"
    screen = t.Unicode("notebook").tag(sync=True)
