"""A short run of the typed stories, and what else a pupil does while the way is closed. The long run: `python -m tests.faults stories 200`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from classroom.store import versions_of
from tests.faults.way.figures import sentences
from tests.faults.way.lesson import Lesson
from tests.faults.way.run import tell_in
from tests.faults.way.schedule import Fault, Kind
from tests.faults.way.tablet import Tablet
from tests.faults.way.telling import plan_with
from tests.real_class import without_hub

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEED = 7
LETTERS = 150

BAD_DAYS = (
    (
        Fault(Kind.STALLED, 20, 1.5),
        Fault(Kind.RELOAD, 50),
        Fault(Kind.SERVICE, 70),
        Fault(Kind.STALLED_DOWN, 100, 1.5),
        Fault(Kind.REOPEN, 130),
    ),
    (
        Fault(Kind.KERNEL, 10),
        Fault(Kind.SLOW, 20, 3.0),
        Fault(Kind.CUT, 40),
        Fault(Kind.OFFLINE, 60, 1.5),
        Fault(Kind.BATTERY, 90),
        Fault(Kind.REFUSED, 120, 1.0),
    ),
)


async def test_stories_typed_through_bad_days_are_all_there_and_nothing_twice(lesson: Lesson) -> None:
    plans = [plan_with(SEED, day, LETTERS, *faults) for day, faults in enumerate(BAD_DAYS)]
    told = await tell_in(lesson, plans, tablets=len(plans))
    assert [sentence for one in told for sentence in sentences(one)] == []
    assert [one.letters for one in told] == [len(plan.states()[-1]) for plan in plans]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def louises(lesson: Lesson) -> AsyncIterator[list[Tablet]]:
    """Louise has two tablets, one at school and one at home."""
    tablets = [await lesson.tablet("louise") for _ in range(2)]
    yield tablets
    for tablet in tablets:
        await tablet.switch_off()


async def new_text(lesson: Lesson, *tablets: Tablet) -> str:
    """An empty text of Louise's, open on these tablets."""
    text = lesson.new_text("louise", "Une histoire")
    for tablet in tablets:
        await tablet.open_text(text)
        await tablet.is_saved()
    return text


async def test_a_deposit_asked_for_on_a_dead_way_is_done_later_once_and_both_are_said(
    lesson: Lesson, louises: list[Tablet]
) -> None:
    tablet, text = louises[0], await new_text(lesson, louises[0])
    tablet.relay.stall()
    await tablet.type(*"Il était une fois.")
    await tablet.page.get_by_role("button", name="Déposer mon texte").click()
    await tablet.page.get_by_role("button", name="Je dépose").click()
    await expect(
        tablet.page.get_by_text("Ton texte sera déposé dès que la tablette retrouve la classe.")
    ).to_be_visible()
    await tablet.says("Gardé sur la tablette")
    tablet.relay.resume()
    await expect(tablet.page.get_by_text("Ton texte est déposé.").first).to_be_visible()
    with lesson.store.read() as connection:
        assert [version.plain for version in versions_of(connection, text)] == ["Il était une fois."]


async def test_a_page_is_loaded_again_and_saves_while_the_hub_is_dead(lesson: Lesson, louises: list[Tablet]) -> None:
    tablet, text = louises[0], await new_text(lesson, louises[0])
    await tablet.type(*"Avant. ")
    await tablet.is_saved()
    with without_hub(lesson.there):
        await tablet.type(*"Pendant. ")
        await tablet.reload()
        assert await tablet.read() == "Avant. Pendant. "
        await tablet.type(*"Après.")
        await tablet.is_saved()
        assert lesson.stored(text) == "Avant. Pendant. Après."
        await lesson.parts.kill_server("louise")
        await tablet.type(*" Encore.")
        await tablet.is_saved()
    assert lesson.stored(text) == "Avant. Pendant. Après. Encore."


async def test_two_tablets_that_wrote_apart_show_the_same_and_what_fell_is_offered_back(
    lesson: Lesson, louises: list[Tablet]
) -> None:
    [one, other], text = louises, await new_text(lesson, *louises)
    await one.type(*"Un.", "Enter", *"Deux.")
    await one.is_saved()
    await other.reads("Un.\nDeux.")
    one.relay.refuse()
    await one.says("Gardé sur la tablette")
    await one.type(*" Trois.", "Control+Home", *"Le début. ")
    await other.type("Control+End", *["Backspace"] * 6, *" Et fin.")
    await other.is_saved()
    await one.relay.let_in()
    await one.is_saved()
    for tablet in (one, other):
        await tablet.reads("Le début. Un. Et fin.")
        await expect(tablet.page.get_by_role("region", name="On a retrouvé ces mots à toi")).to_contain_text(
            "Deux. Trois."
        )
    await one.page.get_by_role("button", name="Remettre à la fin de mon texte").click()
    await other.reads("Le début. Un. Et fin.\nDeux. Trois.")
    assert lesson.stored(text) == "Le début. Un. Et fin.\nDeux. Trois."
    await expect(other.page.get_by_role("region", name="On a retrouvé ces mots à toi")).to_have_count(0)
