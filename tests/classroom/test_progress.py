"""The figures of a class, checked against tables small enough to be counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from classroom import progress

FAMILIES = ("word", "verb")
MONDAY, TUESDAY, THURSDAY = "2026-11-16T09:00:00Z", "2026-11-17T09:00:00Z", "2026-11-19T21:00:00Z"


def text(id: str, pupil: str, stage: str, *rounds: tuple[int, str, str | None]) -> dict[str, Any]:
    """A text row; each round is (words, deposited, handed back)."""
    told = [
        {"number": n, "words": words, "submitted_at": submitted, "handed_back_at": returned}
        for n, (words, submitted, returned) in enumerate(rounds, start=1)
    ]
    said = {"assignment": "a", "level": "CM1", "versions": len(told), "words": rounds[-1][0] if rounds else 0}
    moments = {"since": MONDAY, "first_submitted_at": None, "handed_back_at": None}
    return {"text": id, "pupil": pupil, "stage": stage, "rounds": told, **said, **moments}


def marks(count: int, of: str, pupil: str, family: str = "verb", number: int = 1, **more: Any) -> list[dict[str, Any]]:
    outcomes = list(more.pop("outcomes", []))
    row = {
        "text": of, "assignment": "a", "pupil": pupil, "level": "CM1", "number": number, "family": family, "type": None,
        "positive": False, "outcome": outcomes[-1] if outcomes else None, "outcomes": outcomes, "done": False,
        "shown": True, "help_level": "2",
    }  # fmt: skip
    return [{**row, **more, "annotation": f"{of}-{family}-{number}-{place}"} for place in range(count)]


def test_marks_per_hundred_words_count_all_the_words_that_were_read() -> None:
    texts = [
        text("t1", "lea", "handed_back", (80, MONDAY, TUESDAY)),
        text("t2", "adam", "accepted", (120, MONDAY, TUESDAY), (100, THURSDAY, None)),
        text("t3", "tom", "reading", (500, MONDAY, None)),  # not given back: neither its words nor its marks count
    ]
    rows = [*marks(3, "t1", "lea"), *marks(1, "t2", "adam", "word"), *marks(9, "t3", "tom")]
    frame = progress.marks_frame(rows, texts)
    table = progress.marks_by_round(frame, texts, FAMILIES).set_index(["family", "number"])
    assert table["marks"].to_dict() == {("word", 1): 1, ("word", 2): 0, ("verb", 1): 3, ("verb", 2): 0}
    assert table["words"].to_dict() == {("word", 1): 200, ("word", 2): 100, ("verb", 1): 200, ("verb", 2): 100}
    assert table["per_100"].to_dict() == {("word", 1): 0.5, ("word", 2): 0.0, ("verb", 1): 1.5, ("verb", 2): 0.0}


def test_a_bravo_is_not_counted() -> None:
    texts = [text("t1", "lea", "handed_back", (80, MONDAY, TUESDAY))]
    assert progress.marks_frame(marks(2, "t1", "lea", positive=True), texts).empty


def three_rounds(pupil: str = "lea") -> list[dict[str, Any]]:
    return [text("t1", pupil, "handed_back", (100, MONDAY, TUESDAY), (100, MONDAY, TUESDAY), (100, MONDAY, TUESDAY))]


def test_autonomy_is_what_was_corrected_in_the_very_next_version() -> None:
    rows = [
        *marks(4, "t1", "lea", outcomes=["fixed", "fixed"]),
        *marks(3, "t1", "lea", outcomes=["changed", "fixed"]),  # corrected, but not alone at the first try
        *marks(1, "t1", "lea", outcomes=["untouched", "untouched"]),
        *marks(2, "t1", "lea", outcomes=["orphan", "orphan"]),  # words deleted: neither corrected nor not
        *marks(5, "t1", "lea", number=3),  # nothing deposited since
    ]
    frame = progress.marks_frame(rows, three_rounds())
    table = progress.autonomy(frame, ["family"])
    assert table.to_dict("records") == [{"family": "verb", "marks": 8, "fixed": 4, "orphans": 2, "rate": 0.5}]


def test_what_resists_is_what_is_not_corrected_two_versions_later() -> None:
    rows = [
        *marks(3, "t1", "lea", outcomes=["changed", "fixed"]),
        *marks(2, "t1", "lea", outcomes=["untouched", "changed"]),
        *marks(9, "t1", "lea", number=2, outcomes=["untouched"]),  # only one version since
    ]
    table = progress.residual(progress.marks_frame(rows, three_rounds()), ["family"])
    assert table.to_dict("records") == [{"family": "verb", "marks": 5, "left": 2, "orphans": 0, "rate": 0.4}]


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_a_rate_is_shown_from_five_marks_on(count: int, shown: bool) -> None:
    frame = progress.marks_frame(marks(count, "t1", "lea", outcomes=["fixed"]), three_rounds())
    table = progress.autonomy(frame, ["pupil"])
    assert table["marks"].item() == count
    assert pd.notna(table["rate"].item()) is shown


def test_a_mark_that_the_pupil_was_not_shown_is_neither_corrected_alone_nor_left_to_him() -> None:
    rows = [
        *marks(5, "t1", "lea", outcomes=["fixed"]),
        *marks(7, "t1", "lea", outcomes=["untouched"], shown=False),
        *marks(4, "t1", "lea", "word", number=3, shown=False),
    ]
    frame = progress.marks_frame(rows, three_rounds())
    assert progress.autonomy(frame, ["family"]).to_dict("records") == [
        {"family": "verb", "marks": 5, "fixed": 5, "orphans": 0, "rate": 1.0}
    ]
    assert progress.left(frame).empty


def test_autonomy_by_help_level_keeps_the_levels_apart() -> None:
    rows = [
        *marks(5, "t1", "lea", outcomes=["untouched"], help_level="1"),
        *marks(5, "t1", "lea", "word", outcomes=["fixed"], help_level="4"),
    ]
    table = progress.autonomy(progress.marks_frame(rows, three_rounds()), ["help_level"])
    assert dict(zip(table["help_level"], table["rate"], strict=True)) == {"1": 0.0, "4": 1.0}


def test_the_heat_map_has_a_line_for_everybody_even_when_nothing_was_read() -> None:
    texts = [
        text("t1", "lea", "handed_back", (50, MONDAY, TUESDAY)),
        text("t2", "lea", "handed_back", (150, MONDAY, TUESDAY)),
        text("t3", "adam", "handed_back", (100, MONDAY, TUESDAY)),
        text("t4", "tom", "writing"),
    ]
    rows = [*marks(4, "t1", "lea"), *marks(2, "t2", "lea", "word")]
    table = progress.heat_map(progress.marks_frame(rows, texts), texts, FAMILIES)
    assert list(table.index) == ["adam", "lea", "tom"] and list(table.columns) == list(FAMILIES)
    assert table.loc["lea"].tolist() == [1.0, 2.0]
    assert table.loc["adam"].tolist() == [0.0, 0.0]
    assert table.loc["tom"].isna().all()


def test_a_group_is_two_pupils_with_three_marks_left_of_the_same_family() -> None:
    texts = [
        text("t1", "lea", "handed_back", (100, MONDAY, TUESDAY)),
        text("t2", "adam", "revising", (100, MONDAY, TUESDAY), (100, MONDAY, TUESDAY)),
        text("t3", "tom", "handed_back", (100, MONDAY, TUESDAY)),
        text("t4", "jade", "accepted", (100, MONDAY, TUESDAY), (100, MONDAY, None)),
    ]
    rows = [
        *marks(4, "t1", "lea"),
        *marks(5, "t1", "lea", "word"),  # alone with that
        *marks(2, "t2", "adam", outcomes=["untouched"]),
        *marks(2, "t2", "adam", outcomes=["changed"]),  # settled or marked again
        *marks(1, "t2", "adam", number=2),
        *marks(3, "t3", "tom", done=True),  # ticked: left for the teacher, not for the pupil
        *marks(3, "t4", "jade", outcomes=["untouched"]),  # accepted all the same
    ]
    groups = progress.needs_groups(progress.marks_frame(rows, texts), FAMILIES)
    assert groups.to_dict("records") == [
        {"family": "verb", "pupil": "adam", "left": 3},
        {"family": "verb", "pupil": "lea", "left": 4},
    ]


def test_groups_come_in_the_order_of_the_colour_code() -> None:
    texts = [text(pupil, pupil, "handed_back", (100, MONDAY, TUESDAY)) for pupil in ("adam", "lea")]
    rows = [row for pupil in ("adam", "lea") for family in ("verb", "word") for row in marks(3, pupil, pupil, family)]
    groups = progress.needs_groups(progress.marks_frame(rows, texts), FAMILIES)
    assert list(groups["family"]) == ["word", "word", "verb", "verb"]


def test_the_delay_goes_from_each_deposit_to_its_return() -> None:
    texts = [text("t1", "lea", "submitted", (80, MONDAY, THURSDAY), (80, THURSDAY, None))]
    table = progress.return_delays(texts)
    assert table[["number", "days"]].to_dict("records") == [{"number": 1, "days": 3.5}]


def test_those_who_wait_are_shown_with_their_last_version_the_longest_wait_first() -> None:
    texts = [
        text("t1", "lea", "reading", (80, MONDAY, TUESDAY), (80, TUESDAY, None)),
        text("t2", "adam", "submitted", (80, MONDAY, None)),
        text("t3", "tom", "handed_back", (80, MONDAY, TUESDAY)),
    ]
    table = progress.waiting(texts, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert table[["pupil", "number", "days"]].to_dict("records") == [
        {"pupil": "adam", "number": 1, "days": 4.0},
        {"pupil": "lea", "number": 2, "days": 3.0},
    ]


@pytest.mark.parametrize("texts", [[], [text("t1", "lea", "writing")]])
def test_a_class_that_has_just_begun_has_empty_figures_and_no_errors(texts: list[dict[str, Any]]) -> None:
    frame = progress.marks_frame([], texts)
    assert progress.marks_by_round(frame, texts, FAMILIES).empty
    assert progress.autonomy(frame, ["family"]).empty
    assert progress.residual(frame, ["pupil"]).empty
    assert progress.needs_groups(frame, FAMILIES).empty
    assert progress.return_delays(texts).empty
    assert progress.waiting(texts, datetime.now(UTC)).empty
    assert progress.heat_map(frame, texts, FAMILIES).shape == (len(texts), 2)
    assert list(progress.texts_frame(texts)["stage"]) == [row["stage"] for row in texts]


def test_moments_with_and_without_parts_of_a_second_are_read_alike() -> None:
    texts = [
        text("t1", "lea", "submitted", (80, MONDAY, None)),
        text("t2", "adam", "submitted", (80, "2026-11-17T10:19:19.215387Z", None)),
    ]
    table = progress.waiting(texts, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert table["pupil"].tolist() == ["lea", "adam"]
    later = [{**row, "since": since} for row, since in zip(texts, (MONDAY, "2026-11-17T10:19:19.215387Z"), strict=True)]
    assert len(progress.texts_frame(later)) == 2
