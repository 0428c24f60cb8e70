"""The tables of the pages that tell what was measured: for whoever helps a school, and, in French, for who teaches."""

from __future__ import annotations

from typing import Any

from tests.benchmarks import growth_chart
from tests.benchmarks.figures import Row
from tests.benchmarks.results import HOW_TO, Kept
from tests.benchmarks.svg import short


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


def until_kept(found: Kept | None) -> str:
    """In French: the time to « enregistré » through the class's door."""
    if found is None:
        return f"*Pas encore mesuré :* `{HOW_TO['socket']}`."
    lines = [
        f"(`{found.command}`, {found.day})",
        "",
        "| pages | la moitié en | 95 sur 100 en | 99 sur 100 en |",
        "|---|---|---|---|",
    ]
    for row in found.figures:
        if row["proxy"]:
            cells = [f"{row[f'ack_ms_{part}']:.0f} ms" for part in ("p50", "p95", "p99")]
            lines.append(f"| {row['pages']} | {' | '.join(cells)} |")
    return "\n".join(lines)
