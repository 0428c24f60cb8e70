"""`python -m tests.benchmarks.page_of_figures`: writes the tables and charts of the docs again, from what the measures kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import charts, growth_chart, tables
from tests.benchmarks.figures import found_or_none, rows
from tests.benchmarks.results import HOW_TO, RESULTS

DOCS = Path(__file__).parents[2] / "docs"
SPEED, PROMISES = DOCS / "helper" / "speed.md", DOCS / "teacher" / "ce-que-nous-promettons.md"
PICTURES = SPEED.parent / "speed"
AGAINST = "against-stock.svg"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def part(title: str, name: str, folder: Path, table: Callable[[Any], str], chart: str, alternative: str) -> str:
    """A section of its own for what one command kept, or the sentence that nobody has run it."""
    found = found_or_none(name, folder)
    if found is None:
        return f"## {title}\n*Not measured yet:* `{HOW_TO[name]}`."
    return f"## {title}\n`{found.command}`, {found.day}.\n\n![{alternative}](speed/{chart})\n\n{table(found.figures)}"


def pages(folder: Path = RESULTS) -> dict[Path, str]:
    """What stands between the two marks of each page."""
    return {SPEED: speed(folder), PROMISES: tables.until_kept(found_or_none("socket", folder))}


def speed(folder: Path) -> str:
    all_rows = rows(folder)
    compared = "![Each measure as a part of stock's](speed/against-stock.svg)\n\n" if AGAINST in drawn(folder) else ""
    return "\n\n".join(
        (
            f"## What was promised\n{compared}{tables.promised(all_rows)}",
            part(
                "How it grows", "growth", folder, tables.grown, "growth.svg", "Each cost at 10, 30, 100 and 300 pupils"
            ),
            part(
                "From a key until it is kept",
                "socket",
                folder,
                tables.kept_delays,
                "delays.svg",
                "Delays with 30 and 300 pages",
            ),
        )
    )


def drawn(folder: Path = RESULTS) -> dict[str, str]:
    """The charts, by name of file; those for which there are figures."""
    found, all_rows = {}, rows(folder)
    if any(row.ratio is not None for row in all_rows):
        found[AGAINST] = charts.against_stock(all_rows)
    for name, file, draw in (("growth", "growth.svg", growth_chart.growth), ("socket", "delays.svg", charts.delays)):
        if kept := found_or_none(name, folder):
            found[file] = draw(kept.figures)
    return found


def written(page: Path, between: str) -> str:
    """The page with this between its marks. ValueError when they are not there."""
    before, found_begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise ValueError(f"{page.name} has lost {BEGIN} or {END}")
    return f"{before}{BEGIN}\n{between}\n{END}{after}"


def main() -> None:
    for page, between in pages().items():
        page.write_text(written(page, between), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, svg in drawn().items():
        (PICTURES / name).write_text(svg, encoding="utf-8")
    for name in HOW_TO:
        if found_or_none(name) is None:
            print(f"{RESULTS / name}.json is not there yet: `{HOW_TO[name]}`", file=sys.stderr)


if __name__ == "__main__":
    main()
