"""Looking at a screen as a teacher, a finger and a screen reader would: pictures for the docs, targets, axe-core."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "widgets" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "teacher" / "pictures"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALLEST_TARGET = 44
LARGEST_PICTURE = 150_000

_TARGETS = """(smallest) => [...document.querySelectorAll('button, a[href], input, select, summary, [role=button]')]
  .filter((one) => one.checkVisibility() && !one.closest('p') && !one.matches('[contenteditable] *, .visually-hidden'))
  .map((one) => [one.closest('label') ?? one, one])
  .map(([target, one]) => [target.getBoundingClientRect(), one.textContent.trim() || one.getAttribute('aria-label')])
  .filter(([box]) => box.width > 1 && Math.min(box.width, box.height) < smallest - 0.5)
  .map(([box, name]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def violations(page: Page) -> list[str]:
    """What axe-core says is wrong on this screen, by the rules A and AA of WCAG 2.2."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("(rules) => axe.run({runOnly: rules})", RULES)
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def small_targets(page: Page) -> list[str]:
    """What is too small for a finger."""
    found: list[str] = page.evaluate(_TARGETS, SMALLEST_TARGET)
    return found


def foreign_requests(page: Page, address: str) -> list[str]:
    """Everything that the screen fetched from another host: a school may have no internet."""
    fetched: list[str] = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    return [name for name in fetched if not name.startswith((address, "data:", "blob:"))]


def check(page: Page) -> None:
    """No screen may fail these."""
    here = "/".join(page.url.split("/", 3)[:3])
    wrong = [*violations(page), *small_targets(page), *foreign_requests(page, here)]
    assert not wrong, "\n".join(wrong)


def photograph(page: Page, name: str) -> None:
    """The picture of a screen for docs/teacher, taken when PICTURES is set: small enough for a repository."""
    if "PICTURES" not in os.environ:
        return
    taken = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    taken.quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST_PICTURE
