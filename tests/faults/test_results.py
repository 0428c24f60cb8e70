"""What the docs promise is what the last long runs gave."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.__main__ import STORIES
from tests.faults.results import NAMES, Result, last

PAGE = Path(__file__).parents[2] / "docs" / "teacher" / "ce-que-nous-promettons.md"


def test_every_kind_of_fault_has_a_name_that_a_teacher_reads() -> None:
    assert NAMES.keys() == STORIES.keys()


def test_a_result_is_read_again_as_it_was_written(tmp_path: Path) -> None:
    result = Result("kills", 7, "python -m tests.faults kills 500", faults=500, counted=Counter(dépôts=1234)).finish()
    result.write(tmp_path)
    assert [(one.line(), one.held) for one in last(tmp_path)] == [(result.line(), True)]
    assert "| arrêt brutal du service | 500 |" in result.line() and "1\u202f234 dépôts" in result.line()


@pytest.mark.parametrize("result", last(), ids=lambda result: str(result.story))
def test_the_figures_of_the_docs_are_those_of_the_last_long_run(result: Result) -> None:
    assert result.line() in PAGE.read_text(encoding="utf-8")
    assert result.held and result.faults >= STORIES[result.story][1]
