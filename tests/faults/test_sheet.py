"""What keys make of a sheet, and that stories are the same again from the same seed."""

from __future__ import annotations

import random

from tests.faults.way.schedule import Kind, bad_day
from tests.faults.way.sheet import Sheet
from tests.faults.way.stories import tell


def typed(*keys: str) -> str:
    return Sheet().press_all(keys).text


def test_letters_stand_where_the_cursor_is() -> None:
    assert typed(*"chat", "ArrowLeft", "ArrowLeft", "î", "Control+End", "s") == "chîats"


def test_a_slip_is_taken_away_on_either_side() -> None:
    assert typed(*"chqt", "ArrowLeft", "Backspace", "a", "Control+End", *"ss", "ArrowLeft", "Delete") == "chats"


def test_nothing_is_before_the_beginning_nor_after_the_end() -> None:
    assert typed("Backspace", "ArrowLeft", "Delete", "é", "ArrowRight", "Delete") == "é"


def test_a_return_is_a_letter_like_another() -> None:
    assert typed(*"un", "Enter", *"deux", "Control+Home", "ArrowRight", "ArrowRight", "Delete") == "undeux"


def test_words_come_at_once() -> None:
    assert typed("Paste:Le chat", " ", "Suggestion:dort") == "Le chat dort"


def test_the_same_seed_tells_the_same_story_on_the_same_bad_day() -> None:
    def day(seed: int) -> tuple[object, object]:
        chance = random.Random(seed)
        story = tell(chance, 300)
        return story, bad_day(chance, len(story.keys))

    assert day(11) == day(11)
    assert day(11) != day(12)


def test_stories_have_accents_returns_corrections_and_every_fault_happens() -> None:
    keys: set[str] = set()
    kinds: set[Kind] = set()
    for seed in range(60):
        chance = random.Random(seed)
        story = tell(chance, 300)
        keys.update(story.keys)
        kinds.update(fault.kind for fault in bad_day(chance, len(story.keys)))
    assert {"é", "œ", "Enter", "Backspace", "Delete", "ArrowLeft", "Control+End", "Control+Home"} <= keys
    assert kinds == set(Kind)
