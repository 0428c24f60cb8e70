"""The people who come into the class of the tests of the hub."""

from __future__ import annotations

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
