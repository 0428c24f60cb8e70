"""The frames of `classroom.progress` as pictures: Altair charts in the class's colours and letters, drawn without a network.

Colour never speaks alone: each family has its letter and name beside its bar, and each bar its number. Altair's own pages
fetch Vega from a CDN; an SVG made here shows in Voilà, in JupyterLab and on paper.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

# Altair's jsonschema compiles a grammar of addresses when it finds this: a second of the teacher's time, for no chart of ours.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import altair as alt  # noqa: E402
import pandas as pd  # noqa: E402
import vl_convert  # noqa: E402

from classroom import progress_fr as fr  # noqa: E402
from classroom.palette import ErrorFamily, Palette  # noqa: E402
from classroom.progress import FEW  # noqa: E402

INK, MUTED, LINE = "#22303c", "#55626e", "#ddd5c5"
_FONT = "Atkinson Hyperlegible, system-ui, sans-serif"
_WIDTH, _WIDE = 520, 720
_FRENCH = {
    "number": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", " €"], "percent": "\u202f%"}
}


def svg(chart: alt.LayerChart) -> str:
    """The chart as an SVG element; its description is its accessible name."""
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    name = _escaped(str(chart.description))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)


def families_of(palette: Palette) -> list[ErrorFamily]:
    """The families that count errors, in the order of the colour code."""
    return [family for family in palette.families if not family.positive]


def label(family: ErrorFamily) -> str:
    """« V  Verbe »: what stands beside a bar."""
    return f"{family.letter}  {family.label}"


def rounds_chart(table: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """Marks per 100 words by family (rows) and round (bars). `table` is that of `progress.marks_by_round`."""
    data = _with_labels(table, palette).assign(
        round=[fr.draft(number) for number in table["number"]], said=[fr.number(value) for value in table["per_100"]]
    )
    y = alt.Y("label:N", sort=_labels(palette), title=None)
    offset = alt.YOffset("number:O")
    x = alt.X("per_100:Q", title="marques pour 100 mots", axis=alt.Axis(tickCount=5))
    base = alt.Chart(data).encode(y=y, yOffset=offset, x=x)
    bars = base.mark_bar(strokeWidth=1).encode(color=_fill(palette), stroke=_stroke(palette))
    text = base.transform_calculate(words="datum.round + ' : ' + datum.said")
    numbers = text.mark_text(align="left", dx=5, color=INK).encode(text="words:N")
    return _finished(bars + numbers, "Marques pour 100 mots, par famille et par jet.", 62 * _count(data["label"]))


def autonomy_chart(table: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """The share corrected at the next version, by family. `table` is that of `progress.autonomy` by family; few marks show no bar."""
    data = _with_labels(table, palette).assign(
        said=[_share(row["rate"], row["fixed"], row["marks"]) for row in table.to_dict("records")]
    )
    data["place"] = data["rate"].fillna(0.0)
    y = alt.Y("label:N", sort=_labels(palette), title=None)
    x = alt.X("place:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    base = alt.Chart(data).encode(y=y, x=x)
    bars = base.mark_bar(strokeWidth=1, height=22).encode(color=_fill(palette), stroke=_stroke(palette))
    numbers = base.mark_text(align="left", dx=5, color=INK).encode(text="said:N")
    return _finished(
        bars + numbers, "Part des marques corrigées au jet suivant, par famille.", 40 * _count(data["label"])
    )


def heat_chart(table: pd.DataFrame, palette: Palette, names: dict[str, str]) -> alt.LayerChart:
    """Pupils (rows, by first name) and families (columns); darker is more. `table` is that of `progress.heat_map`."""
    long = (
        table.rename_axis(index="pupil").reset_index().melt("pupil", var_name="family", value_name="per_100").dropna()
    )
    data = _with_labels(long, palette).assign(
        name=[names.get(pupil, pupil) for pupil in long["pupil"]], said=[fr.number(value) for value in long["per_100"]]
    )
    order = sorted((names.get(pupil, pupil) for pupil in table.index), key=fr.in_order)
    x = alt.X("label:N", sort=_labels(palette), title=None, axis=alt.Axis(orient="top", labelAngle=0, labelFontSize=13))
    y = alt.Y("name:N", title=None, scale=alt.Scale(domain=order))
    base = alt.Chart(data).encode(x=x, y=y)
    shade = alt.Color("per_100:Q", scale=alt.Scale(range=["#fffdf8", "#a9cdf3"], interpolate="rgb"), legend=None)
    cells = base.mark_rect(stroke=LINE).encode(color=shade)
    numbers = base.mark_text(color=INK).encode(text="said:N")
    title = "Marques pour 100 mots dans les premiers jets, par élève et par famille."
    return _finished(cells + numbers, title, 30 * len(order), width=_WIDE)


def _share(rate: float, fixed: int, marks: int) -> str:
    if marks < FEW:
        return f"{fixed} sur {marks} ({fr.NOT_ENOUGH})"
    return f"{fr.percent(rate)} ({fixed} sur {marks})"


def _with_labels(table: pd.DataFrame, palette: Palette) -> pd.DataFrame:
    return table.assign(label=[label(palette.family(code)) for code in table["family"]])


def _labels(palette: Palette) -> list[str]:
    return [label(family) for family in families_of(palette)]


def _fill(palette: Palette) -> alt.Color:
    return alt.Color("label:N", scale=_scale(palette, [family.colour for family in families_of(palette)]), legend=None)


def _stroke(palette: Palette) -> alt.Stroke:
    return alt.Stroke("label:N", scale=_scale(palette, [family.ink for family in families_of(palette)]), legend=None)


def _scale(palette: Palette, colours: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=_labels(palette), range=list(colours))


def _count(values: pd.Series[str]) -> int:
    return int(values.nunique())


def _finished(chart: alt.LayerChart, description: str, height: int, width: int = _WIDTH) -> alt.LayerChart:
    sized: alt.LayerChart = chart.properties(
        width=width, height=max(height, 40), description=description, background="transparent"
    )
    sized = sized.properties(padding={"left": 12, "right": 70, "top": 8, "bottom": 8})
    sized = (
        sized.configure(font=_FONT, locale=_FRENCH).configure_view(stroke=None).configure_text(fontSize=14, font=_FONT)
    )
    drawn: alt.LayerChart = sized.configure_axis(
        labelFontSize=14, titleFontSize=13, labelColor=INK, titleColor=MUTED, titleFontWeight="normal", labelLimit=260,
        gridColor=LINE, domainColor=LINE, tickColor=LINE,
    )  # fmt: skip
    return drawn


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
