"""From a key to the screen, on a tablet six times slower than this machine, and what a key costs on the wire.

`python -m tests.benchmarks.keys [KEYS]`: a pupil corrects a text of 500 words with 30 marks that was handed back to him, and types KEYS (120)
keys, four a second, three times; each figure is the median of the three, as a machine's hiccup falls into one of them. Milliseconds from the key
(`keydown`) until the frame with its letter is drawn, measured in the page: the first animation frame after the text has taken the letter in, and
the first task that comes after its drawing. All is touched with a finger, so that the page does not look for a mouse at each frame, and the text
is only read after the drawing, to see that the letter stands there. The browser's own
Event Timing, which rounds to 8 ms and counts the way to the glass too, is beside it.

In the same run: the same page with a copy of the text that no program listens to, which is what the browser itself takes and nobody can be
below; and stock, a text area of Voilà with as many words and without marks. A real class, a real Chromium. Prints JSON and keeps it.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import CDPSession, Page

from classroom import store as s
from classroom.anchors import anchor_at
from classroom.documents import build
from classroom.workflow import Move
from tests.benchmarks import results, stock
from tests.benchmarks.tablet import chromium, tablet
from tests.benchmarks.visits import PICTURES, enrol, of_stock
from tests.real_class import RealClass

WORDS, MARKS, SLOWER = 500, 30, 6
PAUSE = 250
"""Milliseconds from one key to the next: a quick child."""
TIMES = 3
WARMING_UP = 20
"""Keys before those that count."""
LAST_FRAME = 1000
"""Milliseconds within which the last key's frame is drawn."""
TYPED = "le petit chat saute par la porte et il court dans le jardin. "
SENTENCE = "Les enfant du village marche vers la rivière pendant que leur mère prépare un grand gâteau au chocolat. "
FAMILIES = ("word", "homophone", "noun_group", "verb", "sentence", "text")
PAPER = ".prose[contenteditable=true]"

WATCH = """(selector) => {
    const paper = document.querySelector(selector);
    const length = () => (paper.value ?? paper.textContent).length;
    window.keys = [];
    window.events = [];
    let pressed = 0, drawn = [];
    let letters = length();
    const after = () => {
        const now = performance.now();
        const shown = drawn.splice(0);
        letters += shown.length;
        if (length() === letters) keys.push(...shown.map((key) => now - key));
    };
    addEventListener("keydown", ({ timeStamp }) => { pressed = timeStamp; }, true);
    paper.addEventListener("input", () => {
        const key = pressed;
        requestAnimationFrame(() => { drawn.push(key); scheduler.postTask(after, { priority: "user-blocking" }); });
    });
    window.timing?.disconnect();
    window.timing = new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === "keydown") events.push(duration);
    });
    timing.observe({ type: "event", durationThreshold: 16 });
}"""
FORGET = "() => { keys.length = events.length = 0; }"
NO_PROGRAM = "(selector) => { const text = document.querySelector(selector); text.replaceWith(text.cloneNode(true)); }"
CARET_IN_THE_MIDDLE = "(text) => text.setSelectionRange(text.value.length / 2, text.value.length / 2)"


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
    to_the_middle(page)


def to_the_middle(page: Page) -> None:
    page.locator(f"{PAPER} > *").nth(WORDS // 40).tap()
    page.keyboard.press("End")


def wait_until_kept(page: Page) -> None:
    page.get_by_role("status").filter(has_text="Enregistré").wait_for()


def type_keys(page: Page, line: CDPSession, paper: str, count: int) -> dict[str, Any]:
    """Types them where the caret stands, three times; milliseconds to the screen."""
    page.evaluate(WATCH, paper)
    times = [type_once(page, line, count) for _ in range(TIMES)]
    return {name: {part: median(each[name][part] for each in times) for part in times[0][name]} for name in times[0]}


def type_once(page: Page, line: CDPSession, count: int) -> dict[str, dict[str, float]]:
    """After some that are not counted: what is compiled at the first keys is there then."""
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.keyboard.type(TYPED[:WARMING_UP], delay=PAUSE)
    page.evaluate(FORGET)
    page.keyboard.type((TYPED * count)[:count], delay=PAUSE)
    page.wait_for_timeout(LAST_FRAME)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    screen: list[float] = page.evaluate("keys")
    if len(screen) != count:
        raise RuntimeError(
            f"{count - len(screen)} of {count} keys had no frame of their own, or one without their letter"
        )
    # What took less than 16 ms has no entry.
    events: list[float] = page.evaluate("events")
    events += [0.0] * (count - len(events))
    return {"screen_ms": spread(screen), "event_timing_ms": spread(events)}


def spread(milliseconds: list[float]) -> dict[str, float]:
    cuts = quantiles(milliseconds, n=100)
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "max": round(max(milliseconds), 1)}


def measure_ours(folder: Path, count: int) -> dict[str, Any]:
    """Ours, what it sends, and the browser alone."""
    there = RealClass.start(folder)
    try:
        [pupil] = enrol(there, 1)
        title = hand_back(there, pupil)
        with chromium() as browser, tablet(browser) as (page, line, load):
            open_text(page, there.address, pupil, title)
            page.keyboard.type(" ")
            wait_until_kept(page)
            load.begin()
            figures = type_keys(page, line, PAPER, count)
            wait_until_kept(page)
            sent = TIMES * (count + WARMING_UP)
            wire = {f"bytes_{way}_a_key": round(load.frames[way] / sent, 1) for way in ("up", "down")}
            page.evaluate(NO_PROGRAM, PAPER)
            to_the_middle(page)
            return {"ours": figures, **wire, "browser_alone": type_keys(page, line, PAPER, count)}
    finally:
        there.stop()


def measure_stock(folder: Path, count: int) -> dict[str, Any]:
    with stock.running(folder) as hub, chromium() as browser, tablet(browser) as (page, line, _):
        there = of_stock(hub.address)
        there.entrance(page, hub.address, "eleve")
        there.tap(page)
        there.shown(page)
        paper = page.locator(there.paper)
        paper.fill("\n".join(lines()))
        paper.tap()
        paper.evaluate(CARET_IN_THE_MIDDLE)
        return type_keys(page, line, there.paper, count)


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 120
    with TemporaryDirectory() as name:
        figures = measure_ours(Path(name) / "ours", count)
        theirs = measure_stock(Path(name) / "stock", count)
    figures = {
        "keys": count,
        "times": TIMES,
        "words": WORDS,
        "marks": MARKS,
        "cpu_slower": SLOWER,
        **figures,
        "stock": theirs,
    }
    command = " ".join([results.HOW_TO["keys"], *arguments])
    print(results.keep("keys", command, figures).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
