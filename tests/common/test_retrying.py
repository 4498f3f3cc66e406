"""A transaction that the database broke off is begun again, and only then."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from psycopg import errors

from clinic.common.retrying import RETRIES, retried
from clinic.practice.models import Clinic, Room


def broken_off(cause: Exception) -> OperationalError:
    error = OperationalError("broken off")
    error.__cause__ = cause
    return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cause", [errors.DeadlockDetected(), errors.SerializationFailure()])
def test_each_attempt_begins_with_the_record_as_it_was_given(clinic: Clinic, cause: Exception) -> None:
    seen = []

    @retried
    def rename(room: Room, name: str) -> str:
        seen.append((room.pk, room.name))
        room.pk, room.name = 42, name
        if len(seen) <= RETRIES:
            raise broken_off(cause)
        return "done"

    assert rename(Room(clinic=clinic, name="Room 1"), "Gym") == "done"
    assert seen == [(None, "Room 1")] * (RETRIES + 1)


@pytest.mark.django_db(transaction=True)
def test_after_three_retries_the_error_is_the_callers(clinic: Clinic) -> None:
    attempts = []

    @retried
    def never(room: Room) -> None:
        attempts.append(1)
        raise broken_off(errors.DeadlockDetected())

    with pytest.raises(OperationalError):
        never(Room(clinic=clinic))
    assert len(attempts) == RETRIES + 1


@pytest.mark.parametrize("cause", [errors.LockNotAvailable(), errors.QueryCanceled()])
def test_other_errors_are_not_tried_again(clinic: Clinic, cause: Exception) -> None:
    attempts = []

    @retried
    def refused(room: Room) -> None:
        attempts.append(1)
        raise broken_off(cause)

    with pytest.raises(OperationalError):
        refused(Room(clinic=clinic))
    assert len(attempts) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_somebody_elses_transaction_nothing_is_tried_again(clinic: Clinic) -> None:
    attempts = []

    @retried
    def inner(room: Room) -> None:
        attempts.append(1)
        raise broken_off(errors.DeadlockDetected())

    with pytest.raises(OperationalError), transaction.atomic():
        inner(Room(clinic=clinic))
    assert len(attempts) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_wait_for_each_other_both_get_through(clinic: Clinic) -> None:
    rooms = [Room.objects.create(clinic=clinic, name=name) for name in ("A", "B")]
    both_hold_one = Barrier(2, timeout=10)
    first_attempt = {0: True, 1: True}

    @retried
    def rename(room: Room, hand: int) -> None:
        with transaction.atomic():
            Room.objects.filter(pk=room.pk).update(name=f"first {hand}")
            if first_attempt.pop(hand, False):
                both_hold_one.wait()
            Room.objects.exclude(pk=room.pk).update(active=False)

    def one(hand: int) -> None:
        try:
            rename(rooms[hand], hand)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(one, range(2)))
    assert set(Room.objects.values_list("name", "active")) == {("first 0", False), ("first 1", False)}
