"""Depositing from a notebook: only one's own text, only the text, under the name of the token."""

import json
from asyncio import to_thread
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from nbgrader.exchange import ExchangeError

from classroom.documents import freeze_doc, merge
from classroom.exchange.escaping import source_of
from classroom.exchange.notebook import read_answer
from classroom.store import load_updates, version_of
from tests.exchange.copies import BITING
from tests.exchange.living import LivingClass
from tests.service.page import welcomed


def answer(living: LivingClass, pupil: str, text: str) -> Path:
    """The pupil fetches the notebook, if it is not there, and writes in it."""
    path = living.folder / pupil / "le-chat" / "texte.ipynb"
    if not path.exists():
        living.run("FetchAssignment", "le-chat", by=pupil)
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["source"] = text
    path.write_text(json.dumps(notebook))
    return path


def deposited(living: LivingClass, pupil: str, number: int = 1) -> str:
    with living.store.read() as connection:
        return version_of(connection, living.text(pupil), number).plain


def test_the_answer_cell_becomes_the_next_version(living: LivingClass) -> None:
    answer(living, "ana", BITING)
    living.run("Submit", "le-chat", by="ana")
    assert deposited(living, "ana") == BITING
    assert living.stage("ana") == "submitted" and living.stage("bob") == "writing"
    with living.store.read() as connection:
        assert freeze_doc(merge(load_updates(connection, living.text("ana")))).plain == BITING


def test_depositing_again_makes_another_version_until_the_teacher_reads(living: LivingClass) -> None:
    answer(living, "ana", "Un")
    living.run("Submit", "le-chat", by="ana")
    answer(living, "ana", "Deux")
    living.run("Submit", "le-chat", by="ana")
    assert (deposited(living, "ana", 1), deposited(living, "ana", 2)) == ("Un", "Deux")
    living.mark("ana", "Deux")
    answer(living, "ana", "Trois")
    with pytest.raises(ExchangeError, match="déjà déposé"):
        living.run("Submit", "le-chat", by="ana")


def test_a_path_to_the_folder_names_the_assignment(living: LivingClass) -> None:
    answer(living, "ana", "Un")
    living.run("Submit", str(living.folder / "ana" / "le-chat") + "/", by="ana")
    assert deposited(living, "ana") == "Un"


def test_nobody_deposits_as_another(living: LivingClass) -> None:
    answer(living, "ana", "Un")
    with pytest.raises(ExchangeError, match="son propre texte"):
        living.run("Submit", "le-chat", by="ana", student="bob")
    assert living.stage("bob") == "writing"
    with pytest.raises(Exception, match="not_allowed"):
        living.client("ana").deposit(living.text("bob"), "Je suis Bob", "k")


def test_a_link_gives_nothing(living: LivingClass, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.ipynb"
    path = answer(living, "ana", "Le secret")
    secret.write_text(path.read_text())
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(ExchangeError, match="manque"):
        living.run("Submit", "le-chat", by="ana")
    assert living.stage("ana") == "writing"


@pytest.mark.parametrize("name", ["../bob/le-chat", "..", ".", "/", "~"])
def test_a_path_trick_names_nothing_but_an_assignment(living: LivingClass, name: str) -> None:
    answer(living, "bob", "À Bob")
    with pytest.raises(ExchangeError):
        living.run("Submit", name, by="ana")
    assert living.stage("ana") == "writing" and living.stage("bob") == "writing"


@pytest.mark.parametrize("text", ["", "   ", "Écris ton texte ici."])
def test_an_empty_answer_is_not_a_deposit(living: LivingClass, text: str) -> None:
    answer(living, "ana", text)
    with pytest.raises(ExchangeError, match="pas encore de texte"):
        living.run("Submit", "le-chat", by="ana")


def test_a_notebook_that_is_missing_broken_or_without_its_cell_is_said(living: LivingClass) -> None:
    with pytest.raises(ExchangeError, match="fetch_assignment"):
        living.run("Submit", "le-chat", by="ana")
    path = answer(living, "ana", "Un")
    notebook = json.loads(path.read_text())
    path.write_text(json.dumps(notebook | {"cells": notebook["cells"][:1]}))
    with pytest.raises(ExchangeError, match="n'est plus dans ce cahier"):
        living.run("Submit", "le-chat", by="ana")
    path.write_text("{")
    with pytest.raises(ExchangeError, match="lisible"):
        living.run("Submit", "le-chat", by="ana")
    path.unlink()
    with pytest.raises(ExchangeError, match="manque"):
        living.run("Submit", "le-chat", by="ana")


@pytest.mark.parametrize("strict", [False, True])
def test_other_notebooks_in_the_folder_stay_there(
    living: LivingClass, caplog: pytest.LogCaptureFixture, strict: bool
) -> None:
    path = answer(living, "ana", "Un")
    (path.parent / "autre.ipynb").write_text("{}")
    living.run("Submit", "le-chat", by="ana", strict=strict)
    assert "autre.ipynb" in caplog.text
    assert deposited(living, "ana") == "Un"


@pytest.mark.parametrize("strict", [False, True])
def test_a_notebook_under_another_name_is_not_the_answer(living: LivingClass, strict: bool) -> None:
    path = answer(living, "ana", "Un")
    path.rename(path.with_name("mon-texte.ipynb"))
    with pytest.raises(ExchangeError, match=r"manque.*texte\.ipynb"):
        living.run("Submit", "le-chat", by="ana", strict=strict)
    assert living.stage("ana") == "writing"


def test_a_notebook_that_may_only_be_read_is_deposited(living: LivingClass) -> None:
    answer(living, "ana", "Un").chmod(0o400)
    living.run("Submit", "le-chat", by="ana")
    assert deposited(living, "ana") == "Un"


def test_a_course_in_a_folder_of_its_own_is_fetched_and_deposited_there(living: LivingClass) -> None:
    living.run("FetchAssignment", "le-chat", by="ana", path_includes_course=True)
    path = living.folder / "ana" / living.room / "le-chat" / "texte.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["source"] = "Un"
    path.write_text(json.dumps(notebook))
    living.run("Submit", "le-chat", by="ana", path_includes_course=True)
    assert deposited(living, "ana") == "Un"


def test_a_text_that_is_too_long_is_refused_with_a_sentence(living: LivingClass) -> None:
    answer(living, "ana", "a" * 20_001)
    with pytest.raises(ExchangeError, match="trop long"):
        living.run("Submit", "le-chat", by="ana")


def test_a_fetched_notebook_asks_the_question(living: LivingClass) -> None:
    path = answer(living, "ana", "Un")
    notebook = json.loads(path.read_text())
    assert notebook["cells"][0]["source"] == "# Le chat\n\n" + source_of("Raconte ton chat.")
    assert read_answer(notebook, "texte") == "Un"


def test_a_teacher_has_nothing_to_deposit(living: LivingClass) -> None:
    with pytest.raises(ExchangeError, match="seul un élève"):
        living.run("Submit", "le-chat")


async def test_the_page_that_is_open_on_the_tablet_takes_in_what_the_notebook_deposits(living: LivingClass) -> None:
    ticket, text = living.client("ana").ticket()["ticket"], living.text("ana")
    async with welcomed(urlsplit(living.url).netloc, ticket, text) as page:
        await page.type_and_keep("Le chat dort. Il")
        answer(living, "ana", "Le chat dort.")
        await to_thread(living.run, "Submit", "le-chat", by="ana")
        await page.until(lambda: page.text["stage"] == "submitted")
        assert page.typed == deposited(living, "ana") == "Le chat dort."
        assert (await page.ask("take_back"))["k"] == "done"
        await page.type_and_keep(" Il rêve.")
    with living.store.read() as connection:
        assert freeze_doc(merge(load_updates(connection, text))).plain == page.typed == "Le chat dort. Il rêve."
