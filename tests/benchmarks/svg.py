"""A few strokes of SVG, enough for the charts of the page of figures: they are small, and look the same wherever they are opened."""

from __future__ import annotations

from html import escape

PAPER, INK, MUTED, LINE = "#fffdf8", "#22303c", "#55626e", "#ddd5c5"
OURS, STOCK, TARGET = "#1d5fa6", "#b3541e", "#2b7a4b"
FONT = "'Atkinson Hyperlegible', 'DejaVu Sans', Verdana, sans-serif"


def picture(width: int, height: int, title: str, strokes: list[str]) -> str:
    """A whole file. `title` says the chart in words to whoever does not see it."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" font-family="{FONT}" font-size="13" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *strokes,
            "</svg>\n",
        )
    )


def text(x: float, y: float, words: str, **how: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes(how)}>{escape(words)}</text>'


def bar(x: float, y: float, width: float, height: float, **how: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1.5):.1f}" height="{height:.1f}" rx="2"{attributes(how)}/>'
    )


def stroke(x1: float, y1: float, x2: float, y2: float, **how: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{attributes(how)}/>'


def dot(x: float, y: float, radius: float = 4.5, **how: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"{attributes(how)}/>'


def attributes(how: dict[str, str]) -> str:
    return "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in how.items())


def short(value: float) -> str:
    """A number as a chart or a table shows it: three digits that mean something, thousands apart."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def end_of_scale(most: float) -> float:
    """The end of a scale that holds this much: 1, 2 or 5 with noughts, or what is between in fours."""
    unit = 10 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    return next(step * unit for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * unit >= most)
