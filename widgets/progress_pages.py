"""The two pages of progress, for the teacher's notebooks: the class, and one pupil at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import ipywidgets as w

from classroom import progress_fr as fr
from classroom.client import Client
from classroom.errors import ClassroomError
from classroom.progress_page import Figures, class_html, figures, pupil_html, sentence_html


def class_progress(client: Client | None = None) -> w.HTML:
    """The page of the class: what to act on at once, the pictures when they are drawn.

    When the class service does not answer the page says so: it never raises.
    """
    try:
        told = _figures(client)
    except ClassroomError as error:
        return w.HTML(sentence_html(error.sentence))
    now = datetime.now(UTC)
    page = w.HTML(class_html(told, now, drawn=False))
    Thread(target=lambda: page.set_trait("value", class_html(told, now)), daemon=True).start()
    return page


def pupil_progress(client: Client | None = None) -> w.Widget:
    """The page of a pupil, with the list of the pupils above it, by first name."""
    try:
        told = _figures(client)
    except ClassroomError as error:
        return w.HTML(sentence_html(error.sentence))
    options = told.pupils()
    if not options:
        return w.HTML(sentence_html(fr.NOBODY))
    chooser = w.Dropdown(
        options=options, description=fr.CHOOSE_PUPIL, layout=w.Layout(width="320px", margin="16px auto 0")
    )
    chooser.add_class("progress-chooser")
    page = w.HTML(pupil_html(told, options[0][1]))
    chooser.observe(lambda change: page.set_trait("value", pupil_html(told, change["new"])), names="value")
    return w.VBox([chooser, page])


def _figures(client: Client | None) -> Figures:
    asked = client or Client.from_environment()
    classroom = asked.me()["classroom"]
    return figures(asked.classroom(classroom), asked.measures(classroom))
