"""What a pupil typed stays what it is in a Markdown cell, for Jupyter, nbconvert and MathJax alike."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from classroom.exchange.escaping import plain_of, source_of
from tests.exchange.copies import BITING

TYPED = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\u2028$`*_<>&\\#-{}|~@ "), max_size=80
)


def shown_by_a_browser(source: str) -> str:
    page = markdown2html(source)
    block = re.search(r"<div[^>]*>(.*)</div>", page, re.DOTALL)
    assert block, page
    return html.unescape(re.sub(r"<br>", "\n", block[1]))


@given(TYPED)
def test_the_text_comes_back_from_its_cell(plain: str) -> None:
    assert plain_of(source_of(plain)) == plain


@given(TYPED)
def test_nbconvert_shows_every_sign_as_it_was_typed(plain: str) -> None:
    assert shown_by_a_browser(source_of(plain)) == plain


def test_no_markup_of_the_pupil_reaches_the_page() -> None:
    page = markdown2html(source_of(BITING))
    assert re.findall(r"<(\w+)", page) == ["div", *["br"] * BITING.count("\n")]


@pytest.mark.parametrize("sign", "$`\\{}@~*_<>#|[]")
def test_signs_that_wake_markdown_or_formulas_are_written_as_references(sign: str) -> None:
    assert sign not in source_of(f"a {sign} b").split(">", 1)[1].rsplit("<", 1)[0].replace("&#", "")


def test_a_cell_that_somebody_typed_by_hand_is_taken_as_it_is() -> None:
    assert plain_of("Le *chat*\n\ndort") == "Le *chat*\n\ndort"
