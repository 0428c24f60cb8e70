"""The chart of how a class grows: what each cost is with 10, 30, 100 and 300 pupils, and the line that fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.benchmarks.svg import LINE, MUTED, OURS, STOCK, dot, end_of_scale, picture, short, stroke, text

Line = dict[str, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One cost of a class of so many, drawn in a frame whose left upper corner is at `x`, `y`."""

    x: float
    y: float
    top: float
    widest: float
    width: float = 330
    height: float = 190

    def at(self, pupils: float, cost: float) -> tuple[float, float]:
        return self.x + self.width * pupils / self.widest, self.y + self.height * (1 - cost / self.top)

    def frame(self, title: str, sizes: list[float]) -> list[str]:
        foot = self.y + self.height
        strokes = [text(self.x, self.y - 14, title, font_weight="700", font_size="15")]
        for step in (0, 0.5, 1):
            y = self.at(0, step * self.top)[1]
            strokes += [
                stroke(self.x, y, self.x + self.width, y, stroke=LINE),
                text(self.x - 8, y + 4, short(step * self.top), text_anchor="end", fill=MUTED),
            ]
        for size in sizes:
            strokes.append(text(self.at(size, 0)[0], foot + 18, short(size), text_anchor="middle", fill=MUTED))
        return strokes

    def fitted(self, line: Line, **how: str) -> str:
        """The line, from nobody to as many as fit in the frame."""
        until = self.widest
        if line["a_pupil"] > 0:
            until = min(until, (self.top - line["nobody"]) / line["a_pupil"])
        first = max(0.0, -line["nobody"] / line["a_pupil"]) if line["nobody"] < 0 < line["a_pupil"] else 0.0
        ends = [self.at(pupils, line["nobody"] + line["a_pupil"] * pupils) for pupils in (first, until)]
        return stroke(*ends[0], *ends[1], **how)


COSTS = (
    ("seconds_last", "Seconds until the last can type"),
    ("seconds_laid_out", "Seconds until the last page is complete"),
    ("cpu_seconds", "Seconds of processor to come in"),
    ("mb_at_most", "Memory while all come in (MB)"),
    ("mb_when_open", "Memory, all pages open (MB)"),
    ("mb_when_typing", "Memory, all only typing (MB)"),
    ("ack_ms_p95", "Key → kept, 95 in 100 (ms)"),
    ("typing_cpu_percent", "Service while all type (% of one core)"),
)


def growth(figures: dict[str, Any]) -> str:
    """Small charts, one for each cost: what was measured, and the line that fits it; stock as far as it goes."""
    strokes = [text(70, 34, "How a class grows", font_size="20", font_weight="700"), *legend(70, 58)]
    for number, (name, title) in enumerate(COSTS):
        strokes += cost(figures, name, title, 70 + 430 * (number % 2), 110 + 285 * (number // 2))
    return picture(
        880,
        110 + 285 * (len(COSTS) // 2),
        "Costs of a class of 10, 30, 100 and 300 pupils, ours with fitted lines, and stock",
        strokes,
    )


def legend(x: float, y: float) -> list[str]:
    return [
        dot(x + 5, y - 4, fill=OURS),
        text(x + 16, y, "ours, with its fitted line"),
        dot(x + 205, y - 4, fill="none", stroke=STOCK, stroke_width="2"),
        text(x + 216, y, "JupyterHub and Voilà as they come (a hundred do not fit this machine)"),
    ]


def cost(figures: dict[str, Any], name: str, title: str, x: float, y: float) -> list[str]:
    ours, stock = figures["ours"], figures["stock"]
    points = [(row["pupils"], row[name]) for row in ours["rows"]]
    theirs = [(row["pupils"], row[name]) for row in stock["rows"] if name in row]
    sizes = [pupils for pupils, _ in points]
    panel = Panel(x, y, end_of_scale(max(value for _, value in points + theirs)), max(sizes) * 1.04)
    strokes = panel.frame(title, sizes)
    if theirs and name in stock["lines"]:
        strokes.append(panel.fitted(stock["lines"][name], stroke=STOCK, stroke_width="1.5", stroke_dasharray="5 5"))
    if name in ours["lines"]:
        strokes.append(panel.fitted(ours["lines"][name], stroke=OURS, stroke_width="2", stroke_opacity="0.6"))
        strokes.append(says(panel, ours["lines"][name]))
    strokes += [dot(*panel.at(*each), fill="none", stroke=STOCK, stroke_width="2") for each in theirs]
    return strokes + [dot(*panel.at(*each), fill=OURS) for each in points]


def says(panel: Panel, line: Line) -> str:
    words = f"{short(line['nobody'])} + {short(line['a_pupil'])} a pupil · R² {line['r2']:.3f}"
    return text(panel.x, panel.y + panel.height + 38, words, fill=OURS)
