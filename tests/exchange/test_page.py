"""The feedback page: marks with letter, shape and colour, the teacher's comment, small, printable, harmless."""

import html
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from classroom.anchors import anchor_at
from classroom.exchange import words_fr as words
from classroom.exchange.page import Feedback, feedback_page
from classroom.model import HelpLevel, Support
from tests.exchange.copies import BEGUN, BITING, mark_on, version_of

STORY = version_of(
    "Mon animal s'appelle le Girafou. Il a une tête de girafe et un cor de hibou.\n"
    "Il manges des feuille et des noisettes. La nuit, il chante tres fort et réveille tout le monde a l'école.\n" * 5
)
MARKS = (
    mark_on(STORY, "cor", "word", type="spelling", comment="Cherche ce mot."),
    mark_on(STORY, "manges", "verb", comment="Qui est-ce qui mange ?"),
    mark_on(STORY, "des feuille et des noisettes", "text"),
    mark_on(STORY, "feuille", "noun_group"),
    mark_on(STORY, "tres", "word", type="accent"),
    mark_on(STORY, "a l'école", "homophone"),
)


def page_of(**more: object) -> str:
    said = Feedback("L'animal inventé", "Léa M.", 2, BEGUN, STORY.plain, MARKS)
    return feedback_page(replace(said, **more))


def text_shown(page: str) -> str:
    block = re.search(r'<div class="t">(.*?)</div>', page, re.DOTALL)
    assert block
    return html.unescape(re.sub(r"<sup>[\d, ]+</sup>|</?mark[^>]*>", "", block[1]))


def test_the_page_weighs_less_than_five_kilobytes() -> None:
    assert len(page_of(comment="Relis les verbes.").encode()) < 5_000


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    page = page_of()
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(|\son\w+=", page)


@given(st.data())
def test_the_text_is_shown_to_the_letter_under_any_marks(data: st.DataObject) -> None:
    length = len(BITING)
    places = st.tuples(st.integers(0, length - 1), st.integers(1, length)).filter(lambda place: place[0] < place[1])
    drawn = data.draw(st.lists(places, max_size=6))
    marks = tuple(
        replace(MARKS[0], id=f"m{i}", anchor=anchor_at(BITING, start, end)) for i, (start, end) in enumerate(drawn)
    )
    assert text_shown(page_of(plain=BITING, annotations=marks)) == BITING


def test_what_a_pupil_wrote_cannot_become_a_tag() -> None:
    page = page_of(plain=BITING, annotations=(), title="<b>", pupil="<i>", comment="<script>x</script>")
    assert "<script" not in page and "<b>&" not in page and "<Lea>" not in page


def test_each_mark_has_a_note_with_its_letter_its_family_and_its_comment() -> None:
    notes = re.findall(r"<li><b>(.*?)</b>\s*([^<]*)", page_of())
    assert [note[0] for note in notes] == ["D Mot", "V Verbe", "T Texte", "A Groupe nominal", "D Mot", "H Homophone"]
    assert notes[1][1] == "Qui est-ce qui mange ?"


def test_a_mark_inside_another_lies_in_both() -> None:
    page = page_of()
    assert re.search(r'<mark class="f5">des </mark><mark class="f5 n"><mark class="f2">feuille</mark></mark>', page)


def test_two_marks_that_end_together_have_two_numbers_not_one() -> None:
    both = (mark_on(STORY, "manges", "verb"), mark_on(STORY, "Il manges", "sentence"))
    assert "<sup>1, 2</sup>" in page_of(annotations=both)


def test_the_general_comment_is_said() -> None:
    page = page_of(comment="Bravo\net merci < 3")
    assert "Bravo\net merci &lt; 3" in page and words.TEACHER_SAYS in page


def test_counts_only_for_a_pupil_who_looks_for_the_places_himself() -> None:
    page = page_of(support=Support(HelpLevel.COUNT))
    assert "<mark" not in page and "2 D, 1 V, 1 T, 1 A, 1 H" in page


def test_places_without_kinds_say_no_family() -> None:
    page = page_of(support=Support(HelpLevel.PLACE))
    assert page.count("<mark>") >= 6 and "Verbe" not in page and words.SOMEWHERE in page


def test_hints_come_with_the_third_level_of_help() -> None:
    assert "Qui est-ce qui fait" in page_of(support=Support(HelpLevel.HINT))
    assert "Qui est-ce qui fait" not in page_of(support=Support(HelpLevel.KIND))


def test_only_the_chosen_families_within_the_budget_are_shown() -> None:
    page = page_of(support=Support(HelpLevel.KIND, ("word", "verb"), 2))
    assert page.count("<li>") == 2 and "Homophone" not in page


def test_a_bravo_is_always_shown_and_counts_for_nothing() -> None:
    bravo = mark_on(STORY, "tête", "bravo", comment="Joli mot !")
    page = page_of(annotations=(*MARKS, bravo), support=Support(HelpLevel.KIND, ("verb",), 1))
    assert page.count("<li>") == 2 and "Joli mot !" in page and "Qui est-ce qui mange ?" in page


def test_a_round_without_marks_says_so() -> None:
    assert words.NOTHING_MARKED in page_of(annotations=())
