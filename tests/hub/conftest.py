"""The people who come into the class of the tests of the hub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_class import RealClass, Visitor


@pytest.fixture(scope="session")
def lea(there: RealClass) -> Visitor:
    return Visitor(there).as_pupil("lea")


@pytest.fixture(scope="session")
def tom(there: RealClass) -> Visitor:
    return Visitor(there).as_pupil("tom")


@pytest.fixture(scope="session")
def teacher(there: RealClass) -> Visitor:
    return Visitor(there).as_teacher()


@pytest.fixture(scope="package")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealClass]:
    """A class whose pupils' servers rest after six seconds of quiet."""
    started = RealClass.start(tmp_path_factory.mktemp("hurried"), CLASSROOM_QUIET_SECONDS="6")
    yield started
    started.stop()
