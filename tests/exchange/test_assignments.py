"""Giving out: a release makes a writing project, and a pupil fetches the notebook; what cannot be one is refused with its reason."""

import copy
import json
from pathlib import Path

import pytest
from nbgrader.exchange import ExchangeError
from traitlets import TraitError

from classroom import store as verbs
from classroom.exchange.notebook import ANSWER, assignment_notebook
from tests.exchange.living import LivingClass, ok


def made(**changes: object) -> dict:
    """A notebook that a teacher made in nbgrader: some text, and one manually graded answer."""
    notebook = assignment_notebook("Ma rentrée", "Raconte ta rentrée.")
    notebook["cells"][1]["metadata"]["nbgrader"] = ANSWER | {"grade_id": "recit", "points": 5} | changes
    return notebook


def put(
    living: LivingClass, notebook: object, name: str = "Ma rentrée 2026", step: str = "release", file: str = "cahier"
) -> Path:
    path = living.course / step / name / f"{file}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    return path


def projects(living: LivingClass) -> dict:
    return living.client().course(living.room).projects


def test_a_released_notebook_becomes_a_writing_project_for_the_class(living: LivingClass) -> None:
    put(living, made(), step="source")
    api = living.api()
    ok(api.generate_assignment("Ma rentrée 2026"))
    ok(api.release_assignment("Ma rentrée 2026"))
    project = projects(living)["Ma rentrée 2026"]
    assert (project.title, project.answer, project.notebook) == ("Ma rentrée", "recit", "cahier")
    assert "Raconte ta rentrée." in project.prompt
    assert living.client("ana").notebook()["cards"][0]["assignment"]["title"] == "Ma rentrée"
    assert "Ma rentrée 2026" in api.get_released_assignments()


def test_what_pupils_write_in_it_on_their_tablets_is_graded_in_its_own_cell(living: LivingClass) -> None:
    put(living, made(), step="source")
    api = living.api()
    ok(api.generate_assignment("Ma rentrée 2026"))
    ok(api.release_assignment("Ma rentrée 2026"))
    living.write("ana", "J'ai vu mes amis.", projects(living)["Ma rentrée 2026"].assignment)
    ok(api.collect("Ma rentrée 2026"))
    assert api.get_autograded_students("Ma rentrée 2026") == {"ana"}
    with api.gradebook as gradebook:
        assert gradebook.find_grade("recit", "cahier", "Ma rentrée 2026", "ana").max_score == 5


def test_a_task_cell_is_answered_in_a_cell_of_its_own(living: LivingClass) -> None:
    task = made(task=True, grade=False, solution=False, locked=True)
    task["cells"][1]["source"] = "Écris un poème."
    put(living, task, step="source")
    api = living.api()
    ok(api.generate_assignment("Ma rentrée 2026"))
    ok(api.release_assignment("Ma rentrée 2026"))
    project = projects(living)["Ma rentrée 2026"]
    assert "Écris un poème." in project.prompt
    living.write("bob", "Ô lune", project.assignment)
    ok(api.collect("Ma rentrée 2026"))
    ok(api.autograde("Ma rentrée 2026", "bob"))
    graded = json.loads((living.course / "autograded/bob/Ma rentrée 2026/cahier.ipynb").read_text())
    assert "".join(graded["cells"][2]["source"]).endswith(">Ô lune</div>")
    with api.gradebook as gradebook:
        assert gradebook.find_grade("recit", "cahier", "Ma rentrée 2026", "bob").needs_manual_grade


def test_an_assignment_of_the_class_is_a_valid_source_for_nbgrader(living: LivingClass) -> None:
    living.write("ana", "x")
    api = living.api()
    ok(api.collect("le-chat"))
    ours = (living.course / "release/le-chat/texte.ipynb").read_text()
    ok(api.generate_assignment("le-chat"))
    theirs = json.loads((living.course / "release/le-chat/texte.ipynb").read_text())
    for cell in theirs["cells"]:
        cell["source"] = "".join(cell["source"])
    assert theirs["cells"] == json.loads(ours)["cells"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda nb: "{ pas un cahier", "lisible"),
        (lambda nb: nb | {"cells": nb["cells"][:1]}, "cellule de réponse"),
        (lambda nb: nb | {"cells": [*nb["cells"], other(nb)]}, "plusieurs cellules"),
        (lambda nb: nb | {"cells": [nb["cells"][1], nb["cells"][1] | {"id": "deux"}]}, "lisible"),
    ],
)
def test_a_notebook_that_is_no_writing_project_is_refused_with_its_reason(
    living: LivingClass, change, reason: str
) -> None:
    put(living, change(made()))
    with pytest.raises(ExchangeError, match=reason):
        living.run("ReleaseAssignment", "Ma rentrée 2026")


def other(notebook: dict) -> dict:
    cell = copy.deepcopy(notebook["cells"][1])
    cell["id"], cell["metadata"]["nbgrader"]["grade_id"] = "deux", "deux"
    return cell


def test_two_notebooks_are_one_too_many(living: LivingClass) -> None:
    put(living, made())
    put(living, made(), file="autre")
    with pytest.raises(ExchangeError, match="plusieurs cahiers"):
        living.run("ReleaseAssignment", "Ma rentrée 2026")


def test_nothing_is_released_before_it_is_generated(living: LivingClass) -> None:
    put(living, made(), step="source")
    with pytest.raises(ExchangeError, match="generate_assignment"):
        living.run("ReleaseAssignment", "Ma rentrée 2026")
    with pytest.raises(ExchangeError, match="pas de devoir"):
        living.run("ReleaseAssignment", "inconnu")


@pytest.mark.parametrize("name", ["a*b", "[ab]", "a?b", ".cache"])
def test_names_that_nbgrader_takes_for_patterns_are_refused(living: LivingClass, name: str) -> None:
    put(living, made(), name=name)
    with pytest.raises(ExchangeError, match="nom"):
        living.run("ReleaseAssignment", name)


def test_a_name_with_a_plus_is_refused_by_nbgrader_itself(living: LivingClass) -> None:
    with pytest.raises(TraitError, match=r"\+"):
        living.run("ReleaseAssignment", "a+b")


def test_a_second_release_needs_force_and_keeps_what_pupils_wrote(living: LivingClass) -> None:
    put(living, made())
    living.run("ReleaseAssignment", "Ma rentrée 2026")
    project = projects(living)["Ma rentrée 2026"].assignment
    living.write("ana", "Un", project)
    changed = made()
    changed["cells"][0]["source"] = "# Ma rentrée à moi"
    put(living, changed)
    with pytest.raises(ExchangeError, match="--force"):
        living.run("ReleaseAssignment", "Ma rentrée 2026")
    living.run("ReleaseAssignment", "Ma rentrée 2026", force=True)
    assert projects(living)["Ma rentrée 2026"].title == "Ma rentrée à moi"
    assert living.text("ana", project)


def test_an_answer_cell_that_is_renamed_after_copies_were_collected_changes_nothing_of_them(
    living: LivingClass,
) -> None:
    api = living.api()
    put(living, made(), step="source")
    ok(api.generate_assignment("Ma rentrée 2026"))
    ok(api.release_assignment("Ma rentrée 2026"))
    project = projects(living)["Ma rentrée 2026"].assignment
    living.write("ana", "Un", project)
    ok(api.collect("Ma rentrée 2026"))
    put(living, made(grade_id="autre"), step="source")
    assert "Cannot add or remove cells" in api.generate_assignment("Ma rentrée 2026", force=True)["log"]
    with pytest.raises(ExchangeError, match="generate_assignment"):
        living.run("ReleaseAssignment", "Ma rentrée 2026", force=True)
    living.write("bob", "Deux", project)
    ok(api.collect("Ma rentrée 2026"))
    with api.gradebook as gradebook:
        for pupil in ("ana", "bob"):
            assert gradebook.find_grade("recit", "cahier", "Ma rentrée 2026", pupil).needs_manual_grade
    released = json.loads((living.course / "release/Ma rentrée 2026/cahier.ipynb").read_text())
    assert released["cells"][1]["metadata"]["nbgrader"]["grade_id"] == "recit"


def test_accents_typed_in_two_parts_are_the_same_name(living: LivingClass) -> None:
    put(living, made())
    living.run("ReleaseAssignment", "Ma rentrée 2026")
    living.run("FetchAssignment", "Ma rentre\u0301e 2026", by="ana")
    assert (living.folder / "ana/Ma rentrée 2026/cahier.ipynb").is_file()


def test_pictures_come_with_the_notebook_and_links_do_not(living: LivingClass, tmp_path: Path) -> None:
    folder = put(living, made()).parent
    (folder / "images").mkdir()
    (folder / "images" / "ecole.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "lien.txt").symlink_to(tmp_path / "secret.txt")
    living.run("ReleaseAssignment", "Ma rentrée 2026")
    living.run("FetchAssignment", "Ma rentrée 2026", by="ana")
    home = living.folder / "ana" / "Ma rentrée 2026"
    assert sorted(str(path.relative_to(home)) for path in home.rglob("*.*")) == ["cahier.ipynb", "images/ecole.png"]


def test_files_that_the_course_does_not_take_stay_with_the_teacher(living: LivingClass) -> None:
    folder = put(living, made()).parent
    for name, size in (("petit.png", 1_900), ("grand.png", 2_100), ("notes.txt", 10), ("vieux.pyc", 10)):
        (folder / name).write_bytes(b"x" * size)
    rules = {"include": ["*.ipynb", "*.png", "*.pyc"], "max_file_size": 2}
    living.run("ReleaseAssignment", "Ma rentrée 2026", course=rules)
    files = living.client("ana").released_files(projects(living)["Ma rentrée 2026"].assignment)
    assert sorted(files) == ["cahier.ipynb", "petit.png"]


def test_fetching_again_only_brings_back_what_is_missing(living: LivingClass) -> None:
    living.run("FetchAssignment", "le-chat", by="ana")
    notebook = living.folder / "ana" / "le-chat" / "texte.ipynb"
    with pytest.raises(ExchangeError, match="déjà"):
        living.run("FetchAssignment", "le-chat", by="ana")
    notebook.write_text("à moi")
    living.run("FetchAssignment", "le-chat", by="ana", replace_missing_files=True)
    assert notebook.read_text() == "à moi"
    notebook.unlink()
    with pytest.raises(ExchangeError, match="déjà"):
        living.run("FetchAssignment", "le-chat", by="ana")
    living.run("FetchAssignment", "le-chat", by="ana", replace_missing_files=True)
    assert json.loads(notebook.read_text())["cells"]


def test_a_pupil_cannot_release_nor_take_back(living: LivingClass) -> None:
    put(living, made())
    living.come_in("ana")
    (living.folder / "ana" / "nbgrader").symlink_to(living.course)
    with pytest.raises(ExchangeError, match="pas le droit"):
        living.run("ReleaseAssignment", "Ma rentrée 2026", by="ana")
    with pytest.raises(ExchangeError, match="pas le droit"):
        living.run("List", "le-chat", by="ana", remove=True)


def test_a_pupil_sees_and_fetches_only_what_is_given_to_him(living: LivingClass) -> None:
    living.assign("Pour Bob", pupils=["bob"])
    assert [row["assignment_id"] for row in living.run("List", by="ana")] == ["le-chat"]
    assert [row["assignment_id"] for row in living.run("List", by="bob")] == ["le-chat", "pour-bob"]
    with pytest.raises(ExchangeError):
        living.run("FetchAssignment", "pour-bob", by="ana")


def test_taking_an_assignment_back_keeps_it_for_those_who_have_begun(living: LivingClass) -> None:
    living.write("ana", "Un")
    api = living.api()
    ok(api.unrelease("le-chat"))
    assert "le-chat" not in api.get_released_assignments()
    assert len(living.client("ana").notebook()["cards"]) == 1
    assert living.client("bob").notebook()["cards"] == []


def test_an_assignment_that_nobody_began_is_gone_when_it_is_taken_back_and_can_be_given_again(
    living: LivingClass,
) -> None:
    api = living.api()
    put(living, made(), step="source")
    ok(api.generate_assignment("Ma rentrée 2026"))
    for _ in range(2):
        ok(api.release_assignment("Ma rentrée 2026"))
        ok(api.unrelease("Ma rentrée 2026"))
    with living.store.read() as connection:
        assert [one.title for one in verbs.assignments_of(connection, living.room)] == ["Le chat"]


def test_titles_get_names_that_folders_take_and_keep_them(living: LivingClass) -> None:
    living.assign("L'œil & l'été !")
    again = living.assign("L'œil / l'été")
    assert {"l-oeil-l-ete", "l-oeil-l-ete-2", "le-chat"} == set(projects(living))
    living.client().change_assignment(again, title="Autre titre")
    assert projects(living)["l-oeil-l-ete-2"].title == "Autre titre"
