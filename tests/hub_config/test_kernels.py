"""Which of a pupil's kernels goes when one more page is opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hub_config.single_user.kernels import left_first


def kernel(name: str, *, idle_for: float, pages: int = 0, state: str = "idle") -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(seconds=idle_for)
    return {"id": name, "connections": pages, "last_activity": at.isoformat(), "execution_state": state}


def order(*kernels: dict[str, Any], **more: bool) -> list[str]:
    return [each["id"] for each in left_first(list(kernels), **more)]


def test_the_one_left_longest_ago_goes_first_and_one_with_a_page_last() -> None:
    there = kernel("seen", idle_for=900, pages=1), kernel("left", idle_for=60), kernel("older", idle_for=300)
    assert order(*there) == ["older", "left", "seen"]


def test_one_that_lays_out_a_page_stays_for_a_moment() -> None:
    there = kernel("starting", idle_for=0.1), kernel("busy", idle_for=30, state="busy"), kernel("done", idle_for=5)
    assert order(*there) == ["done"]
    assert set(order(*there, even_at_work=True)) == {"starting", "busy", "done"}
