"""A story typed on a tablet through a bad day, and what is left of it: in the class, on the page, on another tablet."""

from __future__ import annotations

import asyncio
import difflib
import random
from dataclasses import dataclass, field

from tests.faults.way.parts import Parts
from tests.faults.way.relay import FAST, WEAK_WIFI
from tests.faults.way.schedule import LASTING, PAGE, Fault, Kind, bad_day
from tests.faults.way.sheet import Sheet
from tests.faults.way.stories import Story, tell
from tests.faults.way.tablet import Tablet
from tests.faults.way.watching import Measure, Watch

BETWEEN_KEYS = 0.03


@dataclass(frozen=True, slots=True)
class Plan:
    """A story and its faults, made from a seed."""

    name: str
    story: Story
    faults: tuple[Fault, ...]

    def states(self) -> list[str]:
        """What the sheet says after 0, 1, 2… keys."""
        sheet = Sheet()
        said = [sheet.text]
        for number, key in enumerate(self.story.keys, 1):
            sheet = sheet.press(key)
            said.append(sheet.text)
            if any(fault.at == number and fault.kind in PAGE for fault in self.faults):
                sheet = sheet.press("Control+End")
        return said


def plan(seed: int, number: int) -> Plan:
    """The story of this number, of 200 to 400 letters, and its bad day."""
    chance = random.Random(f"{seed}/{number}")
    story = tell(chance, chance.randint(200, 400))
    return Plan(f"{seed}/{number}", story, tuple(bad_day(chance, len(story.keys))))


def plan_with(seed: int, number: int, letters: int, *faults: Fault) -> Plan:
    """A story of about so many letters, and these faults."""
    return Plan(f"{seed}/{number}", tell(random.Random(f"{seed}/{number}"), letters), faults)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a story. `lost` and `doubled` count letters, in the worst of the three places."""

    name: str
    letters: int
    faults: tuple[Fault, ...]
    lost: int
    doubled: int
    lies: tuple[str, ...]
    said_kept: tuple[Measure, ...]
    arrived: tuple[Measure, ...]
    differences: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @classmethod
    def failed(cls, plan: Plan, error: str) -> Told:
        """Of a story that did not come to its end."""
        return cls(plan.name, 0, plan.faults, 0, 0, (), (), (), error=error)


async def type_story(plan: Plan, text: str, tablet: Tablet, other: Tablet, parts: Parts, watch: Watch) -> Told:
    """Types it into this text, which is empty, and reads it again everywhere when the way is open."""
    tablet.on_status = watch.shown
    await tablet.open_text(text)
    async with asyncio.TaskGroup() as lasting:
        for number, key in enumerate(plan.story.keys, 1):
            await tablet.press(key)
            watch.typed = number
            for fault in plan.faults:
                if fault.at == number:
                    await _happens(fault, tablet, parts, watch, lasting)
            await asyncio.sleep(BETWEEN_KEYS)
    await parts.all_back()
    await watch.settle()
    await tablet.is_saved()
    told = await _compare(plan, text, tablet, other, watch)
    tablet.on_status = lambda shown: None
    await tablet.close_text()
    return told


async def _happens(fault: Fault, tablet: Tablet, parts: Parts, watch: Watch, lasting: asyncio.TaskGroup) -> None:
    """Lets it happen while the pupil types on; a page that went away is waited for."""
    kind = fault.kind
    if kind in PAGE:
        watch.away()
        await _page_goes(kind, tablet)
        watch.back()
    elif kind in LASTING:
        lasting.create_task(_lasts(fault, tablet, watch))
    elif kind in (Kind.SERVICE, Kind.HUB, Kind.PROXY):
        lasting.create_task(parts.fall(kind))
    else:
        watch.begins(kind)
        await _at_once(kind, tablet, parts)
        watch.ends(kind)


async def _at_once(kind: Kind, tablet: Tablet, parts: Parts) -> None:
    match kind:
        case Kind.CUT:
            tablet.relay.cut()
        case Kind.HALF_OPEN:
            tablet.relay.half_open()
        case Kind.SERVER:
            await parts.kill_server(tablet.username)
        case Kind.KERNEL:
            await parts.kill_kernels(tablet.username)


async def _page_goes(kind: Kind, tablet: Tablet) -> None:
    if kind is Kind.RELOAD:
        await tablet.reload()
    elif kind is Kind.REOPEN:
        await tablet.reopen()
    else:
        await tablet.lose_power()


async def _lasts(fault: Fault, tablet: Tablet, watch: Watch) -> None:
    watch.begins(fault.kind)
    await _begin(fault.kind, tablet)
    await asyncio.sleep(fault.lasts)
    await _end(fault.kind, tablet)
    watch.ends(fault.kind)


async def _begin(kind: Kind, tablet: Tablet) -> None:
    relay = tablet.relay
    match kind:
        case Kind.REFUSED:
            relay.refuse()
        case Kind.STALLED:
            relay.stall()
        case Kind.STALLED_UP:
            relay.stall(relay.up)
        case Kind.STALLED_DOWN:
            relay.stall(relay.down)
        case Kind.SLOW:
            relay.set_pace(WEAK_WIFI)
        case Kind.OFFLINE:
            await tablet.set_offline(True)


async def _end(kind: Kind, tablet: Tablet) -> None:
    relay = tablet.relay
    match kind:
        case Kind.REFUSED:
            await relay.let_in()
        case Kind.STALLED:
            relay.resume()
        case Kind.STALLED_UP:
            relay.resume(relay.up)
        case Kind.STALLED_DOWN:
            relay.resume(relay.down)
        case Kind.SLOW:
            relay.set_pace(FAST)
        case Kind.OFFLINE:
            await tablet.set_offline(False)


async def _compare(plan: Plan, text: str, tablet: Tablet, other: Tablet, watch: Watch) -> Told:
    typed = plan.states()[-1]
    await tablet.reads(typed)
    await other.open_text(text)
    await other.is_saved()
    await other.reads(typed)
    found = {"class": watch.stored(), "page": await tablet.read(), "other tablet": await other.read()}
    if await tablet.page.locator(".found").count():
        watch.lies.append("words are offered back that were never lost")
    await other.close_text()
    losses = [count(typed, words) for words in found.values()]
    return Told(
        plan.name,
        len(typed),
        plan.faults,
        max(lost for lost, _ in losses),
        max(doubled for _, doubled in losses),
        tuple(watch.lies),
        tuple(watch.said_kept),
        tuple(watch.arrived),
        {"typed": typed, **found} if any(words != typed for words in found.values()) else {},
    )


def count(typed: str, found: str) -> tuple[int, int]:
    """How many letters of what was typed are missing in what was found, and how many there were never typed."""
    steps = difflib.SequenceMatcher(None, typed, found, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return sum(j - i for _, i, j, _, _ in changed), sum(j - i for *_, i, j in changed)
