"""nbgrader alone against the class and its mirror, on the same texts, in one run: from deposits to copies that can be graded, and feedback.

    python -m tests.benchmarks.nbgrader 30 100 300

Prints JSON: seconds of processor (a busy machine does not change them much) and bytes, the medians of three times, one after the other, for
each number of texts; the ratios are of the medians, `least` the worst of the three. `gradable` goes from the deposits to the moment when
formgrader could show every copy: collect and autograde on one side, collect on the other.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from classroom.exchange.calls import ExchangeClient
from classroom.exchange.gradebook import find_alembic
from classroom.exchange.notebook import assignment_notebook
from classroom.exchange.setup import configure, prepare
from tests.exchange.living import LivingClass, found, hub, ok, service

STORY = (
    "Mon animal s'appelle le Girafou. Il a une tête de girafe et un cor de hibou.\n"
    "Il manges des feuille et des noisettes. La nuit, il chante tres fort.\n"
    "Un jour, il a rencontrer un chasseur qui voulait l'attraper, mais il c'est envolé par dessus la foret.\n"
) * 2
NAME = "le-chat"
TIMES = 3

Figures = dict[str, float]


def main(numbers: list[int]) -> dict[str, Any]:
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="nbgrader")
    find_alembic()
    measure_both(3)  # what is imported or compiled once for all is nobody's cost
    return {str(number): compared([measure_both(number) for _ in range(TIMES)]) for number in numbers}


def measure_both(number: int) -> tuple[Figures, Figures]:
    """nbgrader alone, then ours."""
    with tempfile.TemporaryDirectory() as folder:
        return measure_stock(Path(folder) / "stock", number), measure_ours(Path(folder) / "ours", number)


def compared(measured: list[tuple[Figures, Figures]]) -> dict[str, Any]:
    stock, ours = (
        {name: round(median(one[name] for one in side), 4) for name in side[0]} for side in zip(*measured, strict=True)
    )
    every = [ratios(*both) for both in measured]
    least = {name: min(one[name] for one in every) for name in every[0]}
    return {"nbgrader": stock, "ours": ours, "ratios": ratios(stock, ours), "least": least}


def ratios(stock: Figures, ours: Figures) -> Figures:
    """How many times faster and smaller ours is; `with_deposit` counts the pupils' deposits too."""
    found = {name: stock[name] / ours[name] for name in ("gradable_cpu", "gradable_wall", "feedback_cpu", "bytes")}
    whole = [side["deposit_cpu"] + side["gradable_cpu"] for side in (stock, ours)]
    return {name: round(value, 1) for name, value in (found | {"with_deposit": whole[0] / whole[1]}).items()}


def measure_stock(root: Path, number: int) -> Figures:
    """nbgrader's own exchange, autograde without a kernel, and generate_feedback, with one process for all: its best case."""
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(root / "course"), "cm"
    config.Exchange.root, config.Exchange.cache = str(root / "exchange"), str(root / "cache")
    config.Execute.enabled = False
    config.ExchangeCollect.check_owner = False
    put(root / "course" / "source" / NAME / "texte.ipynb", assignment_notebook("Le chat", "Raconte."))
    (root / "exchange").mkdir()
    os.chmod(root / "exchange", 0o777)
    api = NbGraderAPI(config=config)
    ok(api.generate_assignment(NAME))
    ok(api.release_assignment(NAME))
    desks = [written(root / "desks", config, pupil) for pupil in names(number)]

    def collect_and_autograde() -> None:
        ok(api.collect(NAME))
        for pupil, _ in desks:
            ok(api.autograde(NAME, pupil))

    deposit, _ = timed(lambda: [run(config, "Submit", pupil, desk) for pupil, desk in desks])
    cpu, wall = timed(collect_and_autograde)
    assert len(api.get_autograded_students(NAME)) == number
    feedback, _ = timed(lambda: ok(api.generate_feedback(NAME)))
    return {
        "deposit_cpu": deposit,
        "gradable_cpu": cpu,
        "gradable_wall": wall,
        "feedback_cpu": feedback,
        "bytes": weight(root / "course"),
    }


def measure_ours(root: Path, number: int) -> Figures:
    """The class service (its processor time is counted: it runs in a thread of this process), collect with the mirror, our feedback."""
    root.mkdir()
    with hub() as hub_url, service(root / "service", hub_url) as (url, store):
        room = found(store, names(number))
        living = LivingClass(store, url, root, room, monkeypatch=None, pupils=names(number))  # type: ignore[arg-type]
        os.environ.update(living.environment("maitresse"))
        config = Config()
        configure(config)
        (root / "maitresse" / "nbgrader").mkdir(parents=True, exist_ok=True)
        api = NbGraderAPI(config=config)
        prepare(api.coursedir, living.client())  # as generate_assignment and release_assignment on the other side
        texts = {pupil: living.text(pupil) for pupil in names(number)}
        pupils = {pupil: ExchangeClient(url, f"token-of-{pupil}") for pupil in texts}
        for client in pupils.values():
            client.notebook()  # pupils have come in, as those of the other side have fetched

        deposit, _ = timed(lambda: [client.deposit(texts[pupil], STORY, "first") for pupil, client in pupils.items()])
        cpu, wall = timed(lambda: ok(api.collect(NAME)))
        assert len(api.get_autograded_students(NAME)) == number
        mark_all(living)
        feedback, _ = timed(lambda: ok(api.generate_feedback(NAME)))
        for client in pupils.values():
            client.close()
        return {
            "deposit_cpu": deposit,
            "gradable_cpu": cpu,
            "gradable_wall": wall,
            "feedback_cpu": feedback,
            "bytes": weight(root / "maitresse" / "nbgrader"),
            "mirror_ms_each": mirror_again(living, api) / number * 1000,
        }


def mirror_again(living: LivingClass, api: Any) -> float:
    """Seconds of processor for a second round of all: collection and mirror alone, the earlier rounds with them."""
    for pupil in living.pupils:
        living.hand_back(pupil)
        living.write(pupil, STORY + "Fin.")
    cpu, _ = timed(lambda: ok(api.collect(NAME)))
    return cpu


def mark_all(living: LivingClass) -> None:
    for pupil in living.pupils:
        for words, family in (("cor", "word"), ("manges", "verb"), ("feuille", "noun_group"), ("c'est", "homophone")):
            living.mark(pupil, words, family, "Regarde bien.")


def written(desks: Path, config: Config, pupil: str) -> tuple[str, Path]:
    """A pupil who has fetched the assignment and written in it."""
    desk = desks / pupil
    desk.mkdir(parents=True)
    run(config, "FetchAssignment", pupil, desk)
    notebook = desk / NAME / "texte.ipynb"
    content = json.loads(notebook.read_text())
    content["cells"][1]["source"] = STORY
    put(notebook, content)
    return pupil, desk


def run(config: Config, what: str, pupil: str, desk: Path) -> None:
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id, coursedir.student_id = NAME, pupil
    known = Authenticator(config=config)
    made = getattr(ExchangeFactory(config=config), what)(coursedir=coursedir, authenticator=known, config=config)
    made.assignment_dir = str(desk)
    made.start()


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of processor of this process and those it started, and seconds on the clock."""
    before, wall = processor(), time.perf_counter()
    work()
    return processor() - before, time.perf_counter() - wall


def processor() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def names(number: int) -> list[str]:
    return [f"eleve{i:03d}" for i in range(number)]


def weight(course: Path) -> float:
    """Bytes of a feedback page, on average."""
    sizes = [path.stat().st_size for path in (course / "feedback").glob("*/*/*.html")]
    return sum(sizes) / len(sizes)


def put(path: Path, notebook: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))


if __name__ == "__main__":
    found = main([int(number) for number in sys.argv[1:]] or [30, 100, 300])
    print(json.dumps(found, indent=2))
