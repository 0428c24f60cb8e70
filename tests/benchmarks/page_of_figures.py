"""`python -m tests.benchmarks.page_of_figures`: writes the tables and charts of docs/helper/speed.md again, from what the measures kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import charts, growth_chart
from tests.benchmarks.figures import Row, found_or_none, rows
from tests.benchmarks.results import HOW_TO, RESULTS
from tests.benchmarks.svg import short

PAGE = Path(__file__).parents[2] / "docs" / "helper" / "speed.md"
PICTURES = PAGE.parent / "speed"
AGAINST = "against-stock.svg"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def promised(all_rows: list[Row]) -> str:
    lines = [
        "| measure | stock | ours | times less | promised | | command | day |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(lines + [line(row) for row in all_rows])


def line(row: Row) -> str:
    if row.kept is None:
        return f"| {row.measure.says} | | *not measured yet* | | {row.target} | | `{HOW_TO[row.measure.source]}` | |"
    ratio = short(row.ratio) if row.ratio is not None else "–"
    cells = (
        row.measure.says,
        row.shown(row.stock),
        row.shown(row.ours),
        ratio,
        row.target,
        verdict(row),
        f"`{row.kept.command}`",
        row.kept.day,
    )
    return f"| {' | '.join(cells)} |"


def verdict(row: Row) -> str:
    if not row.promised:
        return ""
    return "✓ kept" if row.met else "**not kept**"


def grown(figures: dict[str, Any]) -> str:
    """What was measured for each size, and the lines that fit it."""
    ours, stock = figures["ours"], figures["stock"]
    sizes = [short(row["pupils"]) for row in ours["rows"]]
    lines = [
        f"| cost | {' | '.join(sizes)} | for nobody | a pupil | R² | stock, a pupil |",
        f"|---{'|---' * (len(sizes) + 4)}|",
    ]
    for name, title in growth_chart.COSTS:
        fit, theirs = ours["lines"].get(name), stock["lines"].get(name)
        cells = [short(row[name]) for row in ours["rows"]]
        cells += [short(fit["nobody"]), short(fit["a_pupil"]), f"{fit['r2']:.3f}"] if fit else ["", "", ""]
        lines.append(f"| {title} | {' | '.join(cells)} | {short(theirs['a_pupil']) if theirs else '–'} |")
    failures = sum(row["failures"] for row in ours["rows"])
    return "\n".join([*lines, "", f"Pupils who could not come in, of all these: {short(failures)}."])


def kept_delays(found: list[dict[str, Any]]) -> str:
    names = ("changes", "ack_ms_p50", "ack_ms_p95", "ack_ms_p99", "cpu_ms_per_change", "memory_mb")
    lines = [
        "| pages that type | through | changes | half in | 95 in 100 | 99 in 100 | processor a change | memory of the service |",
        "|---|---|---|---|---|---|---|---|",
    ]
    units = ("", " ms", " ms", " ms", " ms", " MB")
    for row in found:
        cells = [short(row[name]) + unit for name, unit in zip(names, units, strict=True)]
        lines.append(f"| {row['pages']} | {'the proxy' if row['proxy'] else '–'} | {' | '.join(cells)} |")
    return "\n".join(lines)


def part(title: str, name: str, folder: Path, table: Callable[[Any], str], chart: str, alternative: str) -> str:
    """A section of its own for what one command kept, or the sentence that nobody has run it."""
    found = found_or_none(name, folder)
    if found is None:
        return f"## {title}\n*Not measured yet:* `{HOW_TO[name]}`."
    return f"## {title}\n`{found.command}`, {found.day}.\n\n![{alternative}](speed/{chart})\n\n{table(found.figures)}"


def page(folder: Path = RESULTS) -> str:
    """What stands between the two marks."""
    all_rows = rows(folder)
    compared = "![Each measure as a part of stock's](speed/against-stock.svg)\n\n" if AGAINST in drawn(folder) else ""
    return "\n\n".join(
        (
            f"## What was promised\n{compared}{promised(all_rows)}",
            part("How it grows", "growth", folder, grown, "growth.svg", "Each cost at 10, 30, 100 and 300 pupils"),
            part(
                "From a key until it is kept",
                "socket",
                folder,
                kept_delays,
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


def written(text: str, between: str) -> str:
    """The page with this between its marks. ValueError when they are not there."""
    before, found_begin, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise ValueError(f"{PAGE.name} has lost {BEGIN} or {END}")
    return f"{before}{BEGIN}\n{between}\n{END}{after}"


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(text, page()), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, svg in drawn().items():
        (PICTURES / name).write_text(svg, encoding="utf-8")
    for name in sorted({row.measure.source for row in rows() if row.kept is None} | missing_growth()):
        print(f"{RESULTS / name}.json is not there yet: `{HOW_TO[name]}`", file=sys.stderr)


def missing_growth() -> set[str]:
    return set() if found_or_none("growth") else {"growth"}


if __name__ == "__main__":
    main()
