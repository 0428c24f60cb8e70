"""One real class for all the tests of the hub, and the people who come into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_class import RealClass, Visitor


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealClass]:
    """One class for all the tests of this folder, with its demonstration pupils."""
    started = RealClass.start(tmp_path_factory.mktemp("class"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def lea(there: RealClass) -> Visitor:
    return Visitor(there).as_pupil("lea")


@pytest.fixture(scope="session")
def tom(there: RealClass) -> Visitor:
    return Visitor(there).as_pupil("tom")


@pytest.fixture(scope="session")
def teacher(there: RealClass) -> Visitor:
    return Visitor(there).as_teacher()
