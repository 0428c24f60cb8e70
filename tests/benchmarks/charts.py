"""The charts of the page of figures that compare: with stock, and with what was promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.benchmarks.figures import Row
from tests.benchmarks.svg import LINE, MUTED, OURS, PAPER, TARGET, bar, dot, end_of_scale, picture, short, stroke, text

THEIRS = "#ecd9cb"
HALF = {"fill": OURS}
MOST = {"fill": "#8fb3dc", "stroke": OURS, "stroke_width": "2"}
NEARLY = {"fill": PAPER, "stroke": OURS, "stroke_width": "2"}


def against_stock(rows: list[Row]) -> str:
    """A bar a measure: all of it is stock, the dark part is ours, and the green stroke is where ours was to end."""
    compared = [row for row in rows if row.promised and row.ratio is not None]
    height = 96 + 46 * len(compared)
    strokes = [
        text(20, 34, "What is left of stock's cost", font_size="20", font_weight="700"),
        *[bar(20, 50, 14, 12, fill=OURS), text(40, 61, "ours")],
        *[bar(95, 50, 14, 12, fill=THEIRS), text(115, 61, "JupyterHub and Voilà as they come")],
        *[stroke(370, 48, 370, 64, stroke=TARGET, stroke_width="3"), text(380, 61, "promised, at most")],
    ]
    for number, row in enumerate(compared):
        strokes += one_bar(row, 100 + 46 * number)
    return picture(880, height, "Each measure as a part of what it is with stock JupyterHub and Voilà", strokes)


def one_bar(row: Row, y: float, left: float = 20, width: float = 560) -> list[str]:
    assert row.ours is not None and row.stock
    promised = min(left + width * promise(row) / row.stock, left + width)
    return [
        text(left, y - 5, row.measure.says),
        bar(left, y, width, 16, fill=THEIRS),
        bar(left, y, min(width * row.ours / row.stock, width), 16, fill=OURS),
        stroke(promised, y, promised, y + 20, stroke=TARGET, stroke_width="3"),
        text(left + width + 14, y + 13, f"{row.shown(row.ours)}, not {row.shown(row.stock)}"),
        text(860, y + 13, f"{short(row.ratio or 0)} ×", font_weight="700", text_anchor="end"),
    ]


def promise(row: Row) -> float:
    """The most that ours was to be, in the measure's own unit."""
    if row.measure.times_less is not None:
        return (row.stock or 0) / row.measure.times_less
    return row.measure.at_most or 0


def delays(rows: list[dict[str, Any]]) -> str:
    """From a key until it is kept: half of them, 95 in 100 and 99 in 100, straight and through the proxy, and what was promised."""
    longest = end_of_scale(max(500, *(row["ack_ms_p99"] for row in rows)))
    across: Callable[[float], float] = lambda value: 230 + 590 * value / longest  # noqa: E731
    strokes = [text(20, 34, "From a key until it is kept for good (ms)", font_size="20", font_weight="700")]
    foot = 70 + 44 * len(rows)
    for tick in (0, longest / 4, longest / 2, longest * 3 / 4, longest):
        strokes += [
            stroke(across(tick), 52, across(tick), foot, stroke=LINE),
            text(across(tick), foot + 18, short(tick), text_anchor="middle", fill=MUTED),
        ]
    for number, row in enumerate(rows):
        strokes += one_delay(row, 76 + 44 * number, across)
    strokes += legend(230, foot + 46)
    return picture(880, foot + 64, "Milliseconds from a key until it is kept, with 30 and 300 pages that type", strokes)


def legend(x: float, y: float) -> list[str]:
    said = [(HALF, "half of them"), (MOST, "95 in 100"), (NEARLY, "99 in 100")]
    strokes = [stroke(x + 390, y - 12, x + 390, y + 4, stroke=TARGET, stroke_width="3")]
    strokes.append(text(x + 400, y, "promised for 95 in 100"))
    for number, (how, words) in enumerate(said):
        strokes += [dot(x + 130 * number, y - 4, **how), text(x + 12 + 130 * number, y, words)]
    return strokes


def one_delay(row: dict[str, Any], y: float, across: Callable[[float], float]) -> list[str]:
    how = "through the proxy" if row["proxy"] else "straight"
    promised = across(150 if row["pages"] <= 30 else 500)
    half, most, nearly = (across(row[f"ack_ms_{part}"]) for part in ("p50", "p95", "p99"))
    return [
        text(20, y + 5, f"{row['pages']} pages, {how}"),
        stroke(promised, y - 12, promised, y + 12, stroke=TARGET, stroke_width="3"),
        stroke(half, y, nearly, y, stroke=OURS, stroke_width="2"),
        dot(nearly, y, **NEARLY),
        dot(most, y, **MOST),
        dot(half, y, **HALF),
    ]
