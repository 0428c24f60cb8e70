"""The feedback page of one round: the text as it was deposited, its highlights, and notes in the margin, on one sheet that prints.

It is written as nbconvert leaves it (attributes in order, all tags closed), so that every way to it gives the same bytes.
It holds everything it needs, calls nobody, runs nothing, and stays under 5 kB for a text of the class. Everything that somebody
wrote is escaped. The same function serves `nbgrader generate_feedback`, formgrader's button and `nbgrader fetch_feedback`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import escape as html_escape
from itertools import pairwise

from classroom.exchange import words_fr as words
from classroom.exchange.shown import NO_KIND, shown, told
from classroom.model import Annotation, HelpLevel, Support
from classroom.palette import DEFAULT, ErrorFamily, Palette

escape = partial(html_escape, quote=False)

STYLE = (
    "body{max-width:44em;margin:2em auto;padding:0 1em;font:18px/1.6 'Atkinson Hyperlegible',system-ui,sans-serif;color:#22303c;"
    "background:#f4f0e6}main{display:grid;grid-template-columns:3fr 2fr;gap:1.5em}h1{font-size:1.4em;margin:0}h2{font-size:1em;margin:.5em 0}"
    ".t,.c{white-space:pre-wrap;background:#fffdf8;padding:1em;border-radius:14px}.t{line-height:2;overflow-wrap:anywhere}"
    "ol{margin:0;padding-left:1.5em;font-size:.85em}li{break-inside:avoid}"
    "mark{color:inherit;background:#f4f0e6;border-radius:3px}mark.n{border-left:0}sup{font-size:.6em;line-height:0}"
    "@media(max-width:40em){main{display:block}}@media print{body{margin:0;background:#fff}mark{print-color-adjust:exact}}"
)
SHAPES = {
    "wavy": "text-decoration:underline wavy",
    "double": "text-decoration:underline double",
    "solid": "text-decoration:underline 2px",
    "dotted": "text-decoration:underline dotted 2px",
    "box": "outline:1px solid",
    "bar": "border-left:4px solid",
    "star": "border-bottom:1px dashed",
}
"""How each family is underlined, so that nobody needs to see its colour."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a feedback page says. `pupil` is a name to read, `comment` the general comment."""

    title: str
    pupil: str
    number: int
    submitted_at: datetime
    plain: str
    annotations: tuple[Annotation, ...] = ()
    comment: str = ""
    support: Support = field(default_factory=Support)
    palette: Palette = DEFAULT


def feedback_page(said: Feedback) -> str:
    """The page, as HTML."""
    marks = shown(said.annotations, said.support, _bravos(said.palette))
    families = _families(marks, said.palette)
    rules = "".join(f".{code}{{background:{f.colour};{SHAPES[f.shape]} {f.ink}}}" for code, f in families.items())
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"/><title>{escape(said.title)}</title>'
        f'<meta content="width=device-width" name="viewport"/><style>{STYLE}{rules}</style></head><body>'
        f'{_head(said)}{_comment(said)}<main><div class="t">{_text(said.plain, marks, families)}</div>'
        f"<aside>{_notes(said, marks)}</aside></main></body></html>\n"
    )


def _head(said: Feedback) -> str:
    day = said.submitted_at.strftime("%d/%m/%Y")
    about = words.VERSION.format(number=said.number, date=day)
    return f"<h1>{escape(said.title)}</h1><p>{escape(said.pupil)} · {about}</p>"


def _comment(said: Feedback) -> str:
    comment = escape(said.comment)
    return f'<h2>{words.TEACHER_SAYS}</h2><p class="c">{comment}</p>' if comment else ""


def _families(marks: Iterable[Annotation], palette: Palette) -> dict[str, ErrorFamily]:
    """The families that are drawn, by the name of their class in the page."""
    used = {mark.family for mark in marks}
    return {f"f{i}": family for i, family in enumerate(palette.families) if family.code in used}


def _text(plain: str, marks: list[Annotation], families: dict[str, ErrorFamily]) -> str:
    """The text cut where marks begin and end; each piece lies in all the marks that cover it."""
    classes = {family.code: name for name, family in families.items()}
    numbers = {mark.id: i for i, mark in enumerate(marks, 1)}
    cuts = sorted({0, len(plain)} | {place for mark in marks for place in (mark.anchor.start, mark.anchor.end)})
    pieces = []
    for start, end in pairwise(cuts):
        over = sorted(
            (m for m in marks if m.anchor.start <= start and end <= m.anchor.end), key=lambda m: -m.anchor.end
        )
        opened = "".join(_opened(mark, start, classes) for mark in over)
        ends = ", ".join(str(number) for number in sorted(numbers[mark.id] for mark in over if mark.anchor.end == end))
        pieces.append(opened + escape(plain[start:end]) + "</mark>" * len(over) + (ends and f"<sup>{ends}</sup>"))
    return "".join(pieces)


def _opened(mark: Annotation, start: int, classes: dict[str, str]) -> str:
    """`n`: it goes on there, after the place where it begins."""
    names = [*filter(None, [classes.get(mark.family)]), *(["n"] if start > mark.anchor.start else [])]
    return f'<mark class="{" ".join(names)}">' if names else "<mark>"


def _notes(said: Feedback, marks: list[Annotation]) -> str:
    if said.support.level is HelpLevel.COUNT:
        return f"<p>{_counts(said)}</p>"
    if not marks:
        return f"<p>{words.NOTHING_MARKED}</p>"
    return f"<h2>{words.TO_LOOK_AT}</h2><ol>{''.join(f'<li>{_note(mark, said)}</li>' for mark in marks)}</ol>"


def _note(mark: Annotation, said: Feedback) -> str:
    family = _family(said.palette, mark.family)
    if mark.family == NO_KIND or family is None:
        return escape(mark.comment or words.SOMEWHERE)
    hint = family.hint if said.support.level >= HelpLevel.HINT else ""
    note = " ".join(part for part in (mark.comment, hint) if part)
    return f"<b>{escape(f'{family.letter} {family.label}')}</b> {escape(note)}".rstrip()


def _counts(said: Feedback) -> str:
    many = Counter(mark.family for mark in told(said.annotations, said.support, _bravos(said.palette)))
    named = [(_family(said.palette, code), count) for code, count in many.items()]
    counts = ", ".join(f"{count} {family.letter}" for family, count in named if family)
    return escape(words.ON_THE_TEXT.format(counts=counts)) if counts else words.NOTHING_MARKED


def _bravos(palette: Palette) -> set[str]:
    return {family.code for family in palette.families if family.positive}


def _family(palette: Palette, code: str) -> ErrorFamily | None:
    return next((family for family in palette.families if family.code == code), None)
