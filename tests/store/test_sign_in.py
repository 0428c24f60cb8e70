"""Coming in: three pictures, a password, the lock, and the tokens seen before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from classroom import store as s
from classroom.errors import BadInput, Conflict, NotFound
from classroom.model import Person, Role
from classroom.store import tables as t
from tests.small_school import PASSWORD, PICTURES, SmallSchool

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_pupil_comes_in_with_his_three_pictures_in_order(school: SmallSchool) -> None:
    with school.store.write() as connection:
        came_in = s.sign_in_pupil(connection, "ana", PICTURES)
        wrong_order = s.sign_in_pupil(connection, "ana", PICTURES[::-1])
    assert came_in.person is not None and came_in.person.username == "ana"
    assert (wrong_order.person, wrong_order.tries_left) == (None, 4)


def test_five_wrong_tries_lock_the_name_until_the_teacher_unlocks_it(school: SmallSchool) -> None:
    with school.store.write() as connection:
        left = [s.sign_in_pupil(connection, "ana", ["x", "y", "z"]).tries_left for _ in range(5)]
        assert left == [4, 3, 2, 1, 0]
        assert s.sign_in_pupil(connection, "ana", PICTURES).person is None
        assert s.person_of(connection, "ana").locked
        assert not s.unlock(connection, "ana").locked
        assert s.sign_in_pupil(connection, "ana", PICTURES).person is not None


def test_many_tries_at_once_are_five_as_well(school: SmallSchool) -> None:
    def guess(_: int) -> int | None:
        with school.store.write() as connection:
            return s.sign_in_pupil(connection, "ana", ["cat", "cat", "cat"]).tries_left

    with ThreadPoolExecutor(12) as guessers:
        left = list(guessers.map(guess, range(24)))
    assert sorted(left, key=lambda tries: tries or 0) == [0] * 20 + [1, 2, 3, 4]
    with school.store.read() as connection:
        assert connection.scalar(select(t.secret.c.wrong_tries).where(t.secret.c.username == "ana")) == 5


def never(secret: str, kept: str) -> bool:
    raise AssertionError("nothing is to be compared")


def test_a_name_that_is_no_teachers_costs_no_computing(school: SmallSchool) -> None:
    with school.store.write() as connection:
        for name in ("nobody", "ana"):
            assert s.hash_to_compare(connection, name, Role.TEACHER) is None
            assert s.sign_in_teacher(connection, name, "wrong", compare=never).person is None


def test_a_name_that_is_locked_or_has_to_wait_costs_no_computing(school: SmallSchool) -> None:
    with school.store.write() as connection:
        assert s.hash_to_compare(connection, "ana", Role.PUPIL) and s.hash_to_compare(connection, "petit", Role.TEACHER)
        for _ in range(5):
            s.sign_in_pupil(connection, "ana", ["x", "y", "z"])
            s.sign_in_teacher(connection, "petit", "wrong", at=NOON)
        assert s.hash_to_compare(connection, "ana", Role.PUPIL) is None
        assert s.hash_to_compare(connection, "petit", Role.TEACHER, at=NOON) is None
        assert s.hash_to_compare(connection, "petit", Role.TEACHER, at=NOON + timedelta(seconds=10))
        assert s.sign_in_pupil(connection, "ana", PICTURES, compare=never).person is None
        assert s.sign_in_teacher(connection, "petit", PASSWORD, compare=never, at=NOON).wait == 10


def test_the_right_pictures_forget_the_wrong_tries(school: SmallSchool) -> None:
    with school.store.write() as connection:
        for _ in range(3):
            for _ in range(4):
                s.sign_in_pupil(connection, "ana", ["x", "y", "z"])
            assert s.sign_in_pupil(connection, "ana", PICTURES).person is not None


def test_a_teacher_cannot_come_in_by_the_pupils_door_nor_a_pupil_by_the_teachers(school: SmallSchool) -> None:
    with school.store.write() as connection:
        assert s.sign_in_pupil(connection, "petit", PICTURES).person is None
        assert s.sign_in_teacher(connection, "ana", ">".join(PICTURES)).person is None


def test_wrong_passwords_slow_down_but_never_lock_out(school: SmallSchool) -> None:
    with school.store.write() as connection:
        for _ in range(5):
            assert s.sign_in_teacher(connection, "petit", "wrong", at=NOON).person is None
        assert s.sign_in_teacher(connection, "petit", PASSWORD, at=NOON).wait == 10
        later = NOON + timedelta(seconds=10)
        assert s.sign_in_teacher(connection, "petit", PASSWORD, at=later).person is not None


def test_a_new_password_needs_the_old_one_and_eight_signs(school: SmallSchool) -> None:
    with school.store.write() as connection:
        assert s.change_password(connection, "petit", "not it", "une-autre-ourse").person is None
        with pytest.raises(BadInput, match="short_password"):
            s.change_password(connection, "petit", PASSWORD, "ourse")
        with pytest.raises(BadInput, match="same_password"):
            s.change_password(connection, "petit", PASSWORD, PASSWORD)
        s.set_password(connection, "petit", PASSWORD, must_change=True)
        s.change_password(connection, "petit", PASSWORD, "une-autre-ourse")
        assert not s.person_of(connection, "petit").must_change_password
        assert s.sign_in_teacher(connection, "petit", "une-autre-ourse").person is not None


def test_whoever_sits_at_an_open_desk_cannot_guess_the_password_faster_than_at_the_entrance(
    school: SmallSchool,
) -> None:
    with school.store.write() as connection:
        for _ in range(5):
            assert s.change_password(connection, "petit", "wrong", "une-autre-ourse", at=NOON).person is None
        assert s.change_password(connection, "petit", PASSWORD, "une-autre-ourse", at=NOON).wait == 10
        assert s.sign_in_teacher(connection, "petit", PASSWORD, at=NOON).wait == 10
        later = NOON + timedelta(seconds=10)
        assert s.change_password(connection, "petit", PASSWORD, "une-autre-ourse", at=later).person is not None


def test_no_secret_and_no_token_is_kept_as_it_is(school: SmallSchool) -> None:
    with school.store.write() as connection:
        s.remember_token(connection, "a-hub-token", "ana")
        kept = [*connection.scalars(select(t.secret.c.hash)), *connection.scalars(select(t.known_token.c.digest))]
    assert all(hash.startswith("$argon2id$") for hash in kept[:-1])
    assert not any(word in hash for hash in kept for word in (*PICTURES, PASSWORD, "a-hub-token"))


def test_a_token_is_known_as_long_as_asked(school: SmallSchool) -> None:
    with school.store.write() as connection:
        s.remember_token(connection, "token", "ana", at=NOON)
        s.remember_token(connection, "token", "bob", at=NOON)
        known = s.owner_of_token(connection, "token", since=NOON)
        assert known is not None and known.username == "bob"
        assert s.owner_of_token(connection, "token", since=NOON + timedelta(seconds=1)) is None


@pytest.mark.parametrize("username", ["", "Ana", "a b", "é", "a" * 33, "a/b", "a\n"])
def test_a_username_that_jupyterhub_or_nbgrader_would_refuse_is_refused(school: SmallSchool, username: str) -> None:
    with pytest.raises(BadInput), school.store.write() as connection:
        s.add_person(connection, Person(username, Role.PUPIL, school.classroom.id, "X"))


def test_a_username_serves_once(school: SmallSchool) -> None:
    with pytest.raises(Conflict), school.store.write() as connection:
        s.add_person(connection, Person("zoe", Role.PUPIL, school.classroom.id, "Zoé"))


def test_nobody_has_the_name_of_nobody(school: SmallSchool) -> None:
    with pytest.raises(NotFound), school.store.read() as connection:
        s.person_of(connection, "personne")
