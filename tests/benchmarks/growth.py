"""How the cost of a class grows with its pupils: 10, 30, 100 and 300 who come in at once, then type; with a fitted line for each cost.

`python -m tests.benchmarks.growth [--sizes 10 30 100 300] [--stock 10 30] [--known] [--folder FOLDER]`: kept as growth.json, and printed. JupyterHub
and Voilà as they come are measured at 10 and 30 only: a hundred of their pupils want 18 GB. (`--stock` with nothing after it leaves them
out; `--known` takes what class_start.json has, six minutes less. All takes about twenty.)
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import linear_regression, mean
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import class_start, results, socket

SIZES = (10, 30, 100, 300)
STOCK_SIZES = (10, 30)

Row = dict[str, float]
Line = dict[str, float]


MEASURES = {"ours": class_start.measure_ours, "stock": class_start.measure_stock}


def coming_in(side: str, count: int, known: dict[str, Any]) -> Row:
    """What so many cost who come in at once: memory of all of them together, in MB."""
    row: Row = dict(known.get(side, {}))
    if row.get("pupils") != count:
        with TemporaryDirectory() as name:
            row = asdict(MEASURES[side](Path(name) / "class", count))
    for each in [each for each in row if each.startswith("mb_a_pupil")]:
        row[each.replace("mb_a_pupil", "mb")] = round(row.pop(each) * count, 1)
    return row


def typing(count: int) -> Row:
    """What the same number cost when they type, through the proxy: the delays, and the service's share of one processor."""
    row = asyncio.run(socket.measure(count, socket.SECONDS, True))
    busy = row["cpu_ms_per_change"] * row["changes"] / (10 * socket.SECONDS)
    return {"ack_ms_p50": row["ack_ms_p50"], "ack_ms_p95": row["ack_ms_p95"], "typing_cpu_percent": round(busy, 1)}


def fitted(rows: Sequence[Row]) -> dict[str, Line]:
    """A line for each cost: so much a pupil, so much for a class of nobody, and how well that says it (R², 1 is perfectly)."""
    pupils = [row["pupils"] for row in rows]
    costs = [name for name in rows[0] if name not in ("pupils", "failures")]
    return {name: line(pupils, [row[name] for row in rows]) for name in costs} if len(rows) > 1 else {}


def line(across: Sequence[float], up: Sequence[float]) -> Line:
    slope, intercept = linear_regression(across, up)
    missed = sum((y - slope * x - intercept) ** 2 for x, y in zip(across, up, strict=True))
    spread = sum((y - mean(up)) ** 2 for y in up)
    return {
        "a_pupil": round(slope, 4),
        "nobody": round(intercept, 2),
        "r2": round(1 - missed / spread, 4) if spread else 1.0,
    }


def measured(measures: Callable[[int], Row], sizes: Sequence[int]) -> dict[str, object]:
    rows = []
    for count in sizes:
        rows.append(measures(count))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    return {"rows": rows, "lines": fitted(rows) if rows else {}}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--stock", nargs="*", type=int, default=STOCK_SIZES)
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--folder", type=Path, default=results.RESULTS)
    asked = parser.parse_args(arguments)
    known = results.kept("class_start", asked.folder).figures if asked.known else {}
    ours = measured(lambda count: coming_in("ours", count, known) | typing(count), asked.sizes)
    stock = measured(lambda count: coming_in("stock", count, known), asked.stock)
    command = " ".join([results.HOW_TO["growth"], *arguments])
    file = results.keep("growth", command, {"ours": ours, "stock": stock}, asked.folder)
    print(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
