"""From a key to the screen, on a tablet six times slower than this machine, and what a key costs on the wire.

`python -m tests.benchmarks.keys [KEYS]`: a pupil corrects a text of 500 words with 30 marks that was handed back to him, and types KEYS (240)
keys, four a second. Milliseconds from the key (`keydown`) until the frame with its letter is drawn, measured in the page: the first animation
frame after the text has taken the letter in, and the message that comes after its drawing. All is touched with a finger, so that the page does
not look for a mouse at each frame, and the text is only read after the drawing, to see that the letter stands there. The browser's own
Event Timing, which rounds to 8 ms and counts the way to the glass too, is beside it. A real class, a real Chromium. Prints JSON and keeps it.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import CDPSession, Page

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.documents import build
from classroom.workflow import Move
from tests.benchmarks import results
from tests.benchmarks.tablet import Load, chromium, tablet
from tests.benchmarks.visits import PICTURES, enrol
from tests.real_class import RealClass

WORDS, MARKS, SLOWER = 500, 30, 6
PAUSE = 250
"""Milliseconds from one key to the next: a quick child."""
TYPED = "le petit chat saute par la porte et il court dans le jardin. "
SENTENCE = "Les enfant du village marche vers la rivière pendant que leur mère prépare un grand gâteau au chocolat. "
FAMILIES = ("word", "homophone", "noun_group", "verb", "sentence", "text")
PAPER = ".prose[contenteditable=true]"

WATCH = """() => {
    const paper = document.querySelector(".prose[contenteditable=true]");
    window.keys = [];
    window.events = [];
    const after = new MessageChannel();
    let pressed = 0, drawn = [];
    let letters = paper.textContent.length;
    after.port1.onmessage = () => {
        const now = performance.now();
        const shown = drawn.splice(0);
        letters += shown.length;
        if (paper.textContent.length === letters) keys.push(...shown.map((key) => now - key));
    };
    addEventListener("keydown", ({ timeStamp }) => { pressed = timeStamp; }, true);
    paper.addEventListener("input", () => {
        const key = pressed;
        requestAnimationFrame(() => { drawn.push(key); after.port2.postMessage(null); });
    });
    new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === "keydown") events.push(duration);
    }).observe({ type: "event", durationThreshold: 16 });
}"""


def lines() -> list[str]:
    """A text of WORDS words, in paragraphs of twenty."""
    words = (SENTENCE * WORDS).split()[:WORDS]
    return [" ".join(words[start : start + 20]) for start in range(0, WORDS, 20)]


def hand_back(there: RealClass, pupil: str) -> str:
    """The pupil's text, written, deposited, marked and handed back; gives its project's title."""
    store, teacher = s.open_store(there.database), there.teacher[0]
    with store.write() as connection:
        text = s.notebook_of(connection, pupil)[0]
        s.append_updates(connection, [(text.id, 1, build(lines(), client_id=1), datetime.now(UTC))])
        plain = s.submit_draft(connection, text.id, by=pupil, key="deposit").plain
        s.move(connection, text.id, Move.OPEN, by=teacher)
        every = [found.span() for found in re.finditer(r"\w+", plain)]
        for number in range(MARKS):
            anchor = anchor_at(plain, *every[number * len(every) // MARKS])
            family = FAMILIES[number % len(FAMILIES)]
            s.annotate(connection, text.id, 1, id=f"{pupil}-{number}", author=teacher, family=family, anchor=anchor)
        s.hand_back(connection, text.id, by=teacher, key="back", comment="Relis-toi.")
        title = s.assignment_of(connection, text.assignment).title
    store.close()
    return title


def open_text(page: Page, address: str, pupil: str, title: str) -> None:
    """Signed in, the text open and up to date, the cursor in its middle."""
    page.goto(address)
    page.locator(f"[data-username={pupil}]").tap()
    for picture in PICTURES:
        page.locator(f"[data-picture={picture}]").tap()
    page.get_by_role("button", name=re.compile(re.escape(title))).tap()
    page.locator(".prose mark").nth(MARKS - 1).wait_for()
    page.locator(f"{PAPER} > *").nth(WORDS // 40).tap()
    page.keyboard.press("End")


def type_keys(page: Page, line: CDPSession, load: Load, count: int) -> dict[str, Any]:
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.keyboard.type(TYPED[:20], delay=PAUSE)  # what is compiled at the first keys is there
    page.evaluate(WATCH)
    load.begin()
    page.keyboard.type((TYPED * count)[:count], delay=PAUSE)
    page.get_by_role("status").filter(has_text="Enregistré").wait_for()
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    screen: list[float] = page.evaluate("keys")
    if len(screen) != count:
        raise RuntimeError(
            f"{count - len(screen)} of {count} keys had no frame of their own, or one without their letter"
        )
    # What took less than 16 ms has no entry.
    events: list[float] = page.evaluate("events")
    events += [0.0] * (count - len(events))
    return {
        "keys": len(screen),
        "words": WORDS,
        "marks": MARKS,
        "cpu_slower": SLOWER,
        "screen_ms": spread(screen),
        "event_timing_ms": spread(events),
        "bytes_up_a_key": round(load.frames["up"] / count, 1),
        "bytes_down_a_key": round(load.frames["down"] / count, 1),
    }


def spread(milliseconds: list[float]) -> dict[str, float]:
    cuts = quantiles(milliseconds, n=100)
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "max": round(max(milliseconds), 1)}


def measure(folder: Path, count: int) -> dict[str, Any]:
    there = RealClass.start(folder)
    try:
        [pupil] = enrol(there, 1)
        title = hand_back(there, pupil)
        with chromium() as browser, tablet(browser) as (page, line, load):
            open_text(page, there.address, pupil, title)
            return type_keys(page, line, load, count)
    finally:
        there.stop()


def main(arguments: list[str]) -> None:
    with TemporaryDirectory() as name:
        figures = measure(Path(name) / "class", int(arguments[0]) if arguments else 240)
    print(results.keep("keys", results.HOW_TO["keys"], figures).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
