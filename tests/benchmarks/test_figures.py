"""The page of figures says what the measures gave, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import results
from tests.benchmarks.figures import MEASURES, Measure, Row
from tests.benchmarks.growth import fitted
from tests.benchmarks.page_of_figures import PICTURES, SPEED, drawn, pages, written
from tests.benchmarks.results import HOW_TO, Kept, Missing


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.name))
def test_the_pages_say_what_the_measures_kept(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == written(page, pages()[page])


def test_the_charts_show_what_the_measures_kept() -> None:
    assert drawn() == {file.name: file.read_text(encoding="utf-8") for file in PICTURES.glob("*.svg")}


def test_a_measure_that_nobody_has_made_is_named_with_its_command(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"school\.json is not there yet: `python -m tests\.benchmarks\.school 300 10`"):
        results.kept("school", tmp_path)
    assert pages(tmp_path)[SPEED].count("not measured yet") == len(MEASURES)


def test_what_is_kept_is_read_again_as_it_was(tmp_path: Path) -> None:
    results.keep("school", HOW_TO["school"], {"failures": 0}, tmp_path)
    assert results.kept("school", tmp_path) == Kept(HOW_TO["school"], {"failures": 0})


def row(stock: float, ours: float, **promised: float) -> Row:
    measure = Measure("wait", "page", "s", lambda found: found[1], lambda found: found[0], **promised)
    return Row(measure, Kept("measure", [stock, ours]))


def test_a_promise_that_is_not_kept_is_not_said_to_be() -> None:
    assert row(60, 5, times_less=12).met and not row(60, 5.1, times_less=12).met
    assert row(60, 5, at_most=5).met and not row(60, 5.1, at_most=5).met
    assert not Row(row(60, 5, at_most=5).measure, None).met


def test_costs_on_a_line_are_fitted_by_it() -> None:
    rows = [{"pupils": count, "seconds": 2 + 0.5 * count, "same": 3.0} for count in (10, 30, 100, 300)]
    assert fitted(rows) == {
        "seconds": {"a_pupil": 0.5, "nobody": 2.0, "r2": 1.0},
        "same": {"a_pupil": 0.0, "nobody": 3.0, "r2": 1.0},
    }
