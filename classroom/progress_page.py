"""The pages of progress as HTML: what to act on first, then pictures, each with its numbers beneath.

Nothing in them is written by a pupil; what a teacher wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from classroom import charts, progress
from classroom import progress_fr as fr
from classroom.palette import Palette, from_json
from classroom.progress_style import STYLE

if TYPE_CHECKING:
    import altair as alt

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Figures:
    """The measures of a class, ready to be counted, with the names that people read."""

    palette: Palette
    names: dict[str, str]
    titles: dict[str, str]
    texts: Sequence[Json]
    marks: pd.DataFrame

    def pupils(self) -> list[tuple[str, str]]:
        """(first name, username) of everybody, as a French dictionary would order them."""
        return sorted(
            ((name, username) for username, name in self.names.items()), key=lambda pupil: fr.in_order(pupil[0])
        )

    @property
    def families(self) -> list[str]:
        return [family.code for family in charts.families_of(self.palette)]

    def of(self, pupil: str) -> Figures:
        """The same for one pupil."""
        texts = [text for text in self.texts if text["pupil"] == pupil]
        return Figures(self.palette, self.names, self.titles, texts, self.marks[self.marks["pupil"] == pupil])


def figures(room: Json, measures: Json) -> Figures:
    """From what `GET api/classrooms/{id}` and `…/measures` answer."""
    return Figures(
        palette=from_json(room["palette"]),
        names={pupil["username"]: pupil["name"] for pupil in room["pupils"]},
        titles={assignment["id"]: assignment["title"] for assignment in room["assignments"]},
        texts=measures["texts"],
        marks=progress.marks_frame(measures["rows"], measures["texts"]),
    )


def class_html(told: Figures, now: datetime, *, drawn: bool = True) -> str:
    """The page of the class: who waits, groups of need, then the pictures; without `drawn`, a sentence stands in their place."""
    first = _section(fr.FIRST, _waiting(told, now) + _groups(told))
    if told.marks.empty:
        return _page(fr.CLASS_TITLE, first, f"<p>{fr.NOTHING_YET}</p>")
    if not drawn:
        return _page(fr.CLASS_TITLE, first, f"<p role='status'>{fr.DRAWING}</p>")
    heat = progress.heat_map(told.marks, told.texts, told.families)
    return _page(
        fr.CLASS_TITLE,
        first,
        _section(fr.ROUNDS, _note(fr.ROUNDS_NOTE) + _rounds(told)),
        _section(fr.AUTONOMY, _note(fr.AUTONOMY_NOTE.format(few=progress.FEW)) + _autonomy(told) + _help(told)),
        _section(fr.RESIDUAL, _note(fr.RESIDUAL_NOTE) + _residual(told)),
        _section(fr.HEAT, _note(fr.HEAT_NOTE) + _drawing(charts.heat_chart(heat, told.palette, told.names))),
        _section(fr.DELAYS, _delays(told)),
    )


def pupil_html(told: Figures, pupil: str) -> str:
    """The page of one pupil: his texts, what is left to him, then the pictures."""
    own = told.of(pupil)
    parts = [_section(fr.PUPIL_TEXTS, _texts(own)), _section(fr.PUPIL_LEFT, _left(own))]
    if not own.marks.empty:
        parts.append(_section(fr.ROUNDS, _note(fr.PUPIL_ROUNDS_NOTE) + _rounds(own)))
        parts.append(
            _section(fr.AUTONOMY, _note(fr.AUTONOMY_NOTE.format(few=progress.FEW)) + _autonomy(own) + _help(own))
        )
    return _page(told.names.get(pupil, pupil), *parts)


def sentence_html(sentence: str) -> str:
    """A page that only says what happened."""
    return _page("", f"<p role='status'>{escape(sentence)}</p>")


def _waiting(told: Figures, now: datetime) -> str:
    table = progress.waiting(told.texts, now)
    rows = zip(table["pupil"], table["assignment"], table["number"], table["days"], strict=True)
    lines = [
        f"<li><b>{_name(told, pupil)}</b> : {escape(told.titles.get(assignment, ''))}, {fr.draft(number)}, {fr.days(days)}</li>"
        for pupil, assignment, number, days in rows
    ]
    return _card(fr.WAITING, f"<ul>{''.join(lines)}</ul>" if lines else f"<p>{fr.NOBODY_WAITS}</p>")


def _groups(told: Figures) -> str:
    table = progress.needs_groups(told.marks, told.families)
    lines = [
        f"<li>{_badge(told, str(family))} {_members(told, group)}</li>"
        for family, group in table.groupby("family", sort=False)
    ]
    note = _note(fr.GROUPS_NOTE.format(least=progress.NEED))
    return _card(fr.GROUPS, note + f"<ul>{''.join(lines)}</ul>" if lines else f"<p>{fr.NO_GROUP}</p>")


def _members(told: Figures, group: pd.DataFrame) -> str:
    return ", ".join(f"{_name(told, row['pupil'])} ({row['left']})" for row in group.to_dict("records"))


def _rounds(told: Figures) -> str:
    table = progress.marks_by_round(told.marks, told.texts, told.families)
    shown = table.assign(number=table["number"].map(fr.draft), per_100=table["per_100"].map(fr.number))
    return _drawing(charts.rounds_chart(table, told.palette)) + _numbers(told, shown)


def _autonomy(told: Figures) -> str:
    table = _in_order(told, progress.autonomy(told.marks, ["family"]))
    if table.empty:
        return ""
    return _drawing(charts.autonomy_chart(table, told.palette)) + _numbers(told, _percents(table))


def _help(told: Figures) -> str:
    table = progress.autonomy(told.marks, ["help_level"])
    named = table.assign(help_level=table["help_level"].map(fr.HELP_LEVELS))
    return f"<h3>{fr.HELP}</h3>" + _table(told, _percents(named)) if len(table) else ""


def _residual(told: Figures) -> str:
    return _table(told, _percents(_in_order(told, progress.residual(told.marks, ["family"]))))


def _delays(told: Figures) -> str:
    days = progress.return_delays(told.texts)["days"]
    told_words = {"median": fr.number(days.median()), "longest": fr.number(days.max()), "count": len(days)}
    return f"<p>{fr.DELAYS_NOTE.format(**told_words)}</p>"


def _texts(told: Figures) -> str:
    newest = {assignment: place for place, assignment in enumerate(told.titles)}
    frame = progress.texts_frame(sorted(told.texts, key=lambda text: newest.get(text["assignment"], len(newest))))
    titles = frame["assignment"].map(told.titles)
    frame = frame.assign(
        assignment=titles, stage=frame["stage"].map(fr.STAGES).mask(frame["words"].eq(0), fr.NOT_BEGUN)
    )
    return _table(told, frame[["assignment", "stage", "versions", "words"]])


def _left(told: Figures) -> str:
    counted = progress.left(told.marks).groupby("family").size()
    lines = [f"<li>{_badge(told, code)} {counted[code]}</li>" for code in told.families if code in counted.index]
    return f"<ul>{''.join(lines)}</ul>" if lines else f"<p>{fr.PUPIL_NOTHING_LEFT}</p>"


def _in_order(told: Figures, table: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order of the colour code."""
    return table.sort_values("family", key=lambda codes: codes.map(told.families.index))


def _percents(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(rate=table["rate"].map(fr.percent))


def _page(title: str, *parts: str) -> str:
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    links = "".join(f"<a href='{page}'>{label}</a>" for page, label in fr.LINKS.items())
    return f"<style>{STYLE}</style><div class='progress-page'><nav>{links}</nav>{heading}{''.join(parts)}</div>"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>"


def _card(title: str, body: str) -> str:
    return f"<div class='card'><h3>{title}</h3>{body}</div>"


def _note(sentence: str) -> str:
    return f"<p class='note'>{sentence}</p>"


def _drawing(chart: alt.LayerChart) -> str:
    return f"<figure>{charts.svg(chart)}</figure>"


def _numbers(told: Figures, table: pd.DataFrame) -> str:
    return f"<details><summary>{fr.SEE_FIGURES}</summary>{_table(told, table)}</details>"


def _table(told: Figures, table: pd.DataFrame) -> str:
    heads = "".join(f"<th scope='col'>{fr.COLUMNS[column]}</th>" for column in table.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(told, column, row[column]) for column in table.columns) + "</tr>"
        for row in table.to_dict("records")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(told: Figures, column: str, value: object) -> str:
    return f"<td>{_badge(told, str(value)) if column == 'family' else escape(str(value))}</td>"


def _badge(told: Figures, code: str) -> str:
    family = told.palette.family(code)
    look = f"background:{escape(family.colour)};color:{escape(family.ink)}"
    return f"<span class='badge' style='{look}'><b>{escape(family.letter)}</b> {escape(family.label)}</span>"


def _name(told: Figures, pupil: str) -> str:
    return escape(told.names.get(pupil, pupil))
