"""What a class's marks say: which kinds of errors, what pupils correct on their own, who needs the same lesson, who waits for a return.

Rows in, frames out: the rows are those of `GET api/classrooms/{classroom}/measures` (docs/helper/protocol.md), and nothing
here reads a clock, a file or a screen. Three rules: a teacher chooses what to mark, so marks are not errors; a rate under five
marks is not shown (NaN) but its number of marks is; nobody is ranked or scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

FEW = 5
"""Fewer marks than this make no rate: one mark more or less would move it by twenty points and more."""

NEED = 3
"""So many marks left of one family make a need."""

Rows = Sequence[Mapping[str, Any]]

_MARK = [
    "text",
    "assignment",
    "pupil",
    "level",
    "number",
    "family",
    "type",
    "positive",
    "outcome",
    "outcomes",
    "done",
    "shown",
    "help_level",
]
_TEXT = ["text", "assignment", "pupil", "level", "stage", "versions", "words", "since"]
_ROUND = [
    "text",
    "assignment",
    "pupil",
    "level",
    "stage",
    "versions",
    "number",
    "words",
    "submitted_at",
    "handed_back_at",
]
_SETTLED = ("accepted", "layout", "published")
_WAITING = ("submitted", "reading")


def marks_frame(rows: Rows, texts: Rows) -> pd.DataFrame:
    """One row a mark of a version that pupils have got back. Marks still being put, and Bravos, are left out.

    Columns of the mark rows, and: `stage` of the text now; `next` and `second`, the outcome in the first and second version deposited
    since (None while there is none).
    """
    frame = pd.DataFrame([dict(row) for row in rows], columns=_MARK)
    frame = frame.merge(_read_rounds(texts)[["text", "number", "stage"]], on=["text", "number"])
    frame["next"] = [_nth(outcomes, 0) for outcomes in frame["outcomes"]]
    frame["second"] = [_nth(outcomes, 1) for outcomes in frame["outcomes"]]
    return frame[~frame["positive"].astype(bool)].reset_index(drop=True)


def texts_frame(texts: Rows) -> pd.DataFrame:
    """One row a text: text, assignment, pupil, level, stage, versions deposited, words of the last one, since when at its stage (UTC)."""
    frame = pd.DataFrame([dict(row) for row in texts], columns=_TEXT)
    frame["since"] = pd.to_datetime(frame["since"], utc=True, format="ISO8601")
    return frame


def rounds_frame(texts: Rows) -> pd.DataFrame:
    """One row a deposited version: number, words, submitted_at and handed_back_at (UTC) after what `texts_frame` says of its text."""
    rows = [{**text, **round_} for text in texts for round_ in text["rounds"]]
    frame = pd.DataFrame(rows, columns=_ROUND)
    for moment in ("submitted_at", "handed_back_at"):
        frame[moment] = pd.to_datetime(frame[moment], utc=True, format="ISO8601")
    return frame


def marks_by_round(marks: pd.DataFrame, texts: Rows, families: Sequence[str]) -> pd.DataFrame:
    """How much was marked at each round: columns family, number (of the version), marks, words (of all versions read), per_100
    (marks per 100 words).

    Every family has a row for every round, 0 included.
    """
    words = _read_rounds(texts).groupby("number")["words"].sum()
    grid = pd.MultiIndex.from_product([families, words.index], names=["family", "number"])
    counted = marks.groupby(["family", "number"]).size().reindex(grid, fill_value=0).rename("marks").reset_index()
    counted["words"] = counted["number"].map(words)
    counted["per_100"] = 100 * counted["marks"] / counted["words"]
    return counted


def autonomy(marks: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """What pupils corrected alone: marks that they were shown, found corrected in the very next version (proposed or confirmed), by
    these columns (family, pupil, help_level, level, assignment, type).

    Columns: `by`, marks (those followed by a version), fixed, orphans (words deleted: neither corrected nor not, so not in `marks`),
    rate (fixed / marks, from 0 to 1, NaN under FEW marks).
    """
    return _rate(marks, by, "next", "fixed")


def residual(marks: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """What resists: marks that are still not corrected two versions later. Columns as `autonomy`, with left instead of fixed."""
    return _rate(marks, by, "second", "changed", "untouched").rename(columns={"fixed": "left"})


def heat_map(marks: pd.DataFrame, texts: Rows, families: Sequence[str]) -> pd.DataFrame:
    """Marks per 100 words in first versions: one row a pupil (by username), one column a family.

    NaN for a pupil of whom nothing was read yet.
    """
    first = _read_rounds(texts).query("number == 1")
    words = first.groupby("pupil")["words"].sum()
    counted = marks[marks["number"] == 1].groupby(["pupil", "family"]).size().unstack(fill_value=0)
    pupils = sorted({text["pupil"] for text in texts})
    grid = counted.reindex(index=words.index, columns=list(families), fill_value=0)
    return (100 * grid.div(words, axis=0)).reindex(pupils)


def left(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks that pupils were shown and still have to take up: of texts not accepted, not ticked, of the last return or untouched.

    A mark of an older round whose words were changed was either settled by the teacher or marked again: it is not counted twice.
    """
    last = marks.groupby("text")["number"].transform("max")
    fresh = marks["outcome"].isna() & (marks["number"] == last)
    left_alone = marks["outcome"].eq("untouched")
    mine = marks["shown"].astype(bool) & ~marks["done"].astype(bool) & ~marks["stage"].isin(_SETTLED)
    return marks[(fresh | left_alone) & mine]


def needs_groups(marks: pd.DataFrame, families: Sequence[str], at_least: int = NEED) -> pd.DataFrame:
    """Who could work together: pupils with at least `at_least` marks left of one family, in groups of two and more.

    Columns family (in the order given), pupil (by username), left. A pupil may be in several groups.
    """
    counted = left(marks).groupby(["family", "pupil"]).size().rename("left").reset_index()
    needs = counted[counted["left"] >= at_least]
    groups = needs[needs.groupby("family")["pupil"].transform("size") > 1]
    order = groups["family"].map({code: place for place, code in enumerate(families)})
    return groups.assign(order=order).sort_values(["order", "pupil"]).drop(columns="order").reset_index(drop=True)


def return_delays(texts: Rows) -> pd.DataFrame:
    """How long each returned version waited: columns text, assignment, pupil, number, days (from deposit to return, a float)."""
    frame = rounds_frame(texts).dropna(subset=["handed_back_at"])
    days = _days(frame["handed_back_at"] - frame["submitted_at"])
    return frame.assign(days=days)[["text", "assignment", "pupil", "number", "days"]].reset_index(drop=True)


def waiting(texts: Rows, now: datetime) -> pd.DataFrame:
    """Who waits for the teacher: deposited texts not yet given back, the longest wait first.

    Columns text, assignment, pupil, stage, number, days (a float).
    """
    frame = rounds_frame(texts)
    frame = frame[frame["stage"].isin(_WAITING) & (frame["number"] == frame["versions"])]
    frame = frame.assign(days=_days(pd.Timestamp(now) - frame["submitted_at"]))
    columns = ["text", "assignment", "pupil", "stage", "number", "days"]
    return frame.sort_values(["days", "pupil"], ascending=[False, True])[columns].reset_index(drop=True)


def _read_rounds(texts: Rows) -> pd.DataFrame:
    """The versions that the teacher has done with: given back, or accepted as they are."""
    frame = rounds_frame(texts)
    accepted = frame["stage"].isin(_SETTLED) & (frame["number"] == frame["versions"])
    return frame[frame["handed_back_at"].notna() | accepted]


def _rate(marks: pd.DataFrame, by: Sequence[str], when: str, *wanted: str) -> pd.DataFrame:
    followed = marks[marks[when].notna() & marks["shown"].astype(bool)]
    orphan = followed[when].eq("orphan")
    counted = followed.assign(marks=~orphan, fixed=followed[when].isin(wanted), orphans=orphan)
    counted = counted.groupby(list(by))[["marks", "fixed", "orphans"]].sum().reset_index()
    return counted.assign(rate=(counted["fixed"] / counted["marks"]).where(counted["marks"] >= FEW))


def _days(waits: pd.Series[pd.Timedelta]) -> pd.Series[float]:
    return waits.dt.total_seconds() / 86_400


def _nth(outcomes: Sequence[str], place: int) -> str | None:
    return outcomes[place] if len(outcomes) > place else None
