"""An entry that comes while two records are being merged, by two connections."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.practice.models import Clinic, Membership
from patients.models import Contact, Patient
from patients.services.contacts import add_contact
from patients.services.merging import merge, unmerge
from tests.builders import booking, make_assessment, make_patient
from treatments.services.booking import book_session

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 10


@pytest.fixture
def twice(clinic: Clinic) -> tuple[Patient, Patient]:
    """Amy is filed twice: the record that goes, and the one that stays."""
    return make_patient(clinic, given_name="Amie"), make_patient(clinic, given_name="Amy")


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Does something over a connection of its own."""

    def done(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hand:
        yield lambda work: hand.submit(done, work)


WAITS = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
"""Asked of the locks, since what other connections do is shown within a transaction as it was at first."""


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock that this one holds."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("kind", ["assessment", "booking", "contact"])
def test_an_entry_that_waits_for_a_merge_is_told_which_record_stays(
    kind: str, twice: tuple[Patient, Patient], elsewhere: Any, theo: Membership, as_theo: Caller, as_rosa: Caller
) -> None:
    goes, stays = twice
    read = Patient.objects.get(pk=goes.pk)
    entries: dict[str, Callable[[], Any]] = {
        "assessment": lambda: make_assessment(read, by=as_theo),
        "booking": lambda: book_session(booking(read, theo), by=as_rosa),
        "contact": lambda: add_contact(Contact(patient=read, kind="guardian", name="Ben"), by=as_rosa),
    }
    with transaction.atomic():
        merge(goes, stays, reason="The same passport.", by=as_rosa)
        entry = elsewhere(entries[kind])
        wait_until_somebody_waits()
    with pytest.raises(Refused) as caught:
        entry.result(LONGEST)
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/patient", "merged")
    assert f"into record {stays.record_number}; use that one" in str(problem.detail)


def test_an_entry_in_time_goes_over_with_the_merge_that_waits_for_it(
    twice: tuple[Patient, Patient], elsewhere: Any, as_theo: Caller, as_rosa: Caller
) -> None:
    goes, stays = twice
    with transaction.atomic():
        entered = make_assessment(goes, by=as_theo)
        merging = elsewhere(lambda: merge(goes, stays, reason="The same passport.", by=as_rosa))
        wait_until_somebody_waits()
    merging.result(LONGEST)
    entered.refresh_from_db()
    assert entered.patient == stays


def test_an_entry_that_waits_for_a_separation_is_made(
    twice: tuple[Patient, Patient], elsewhere: Any, as_theo: Caller, as_rosa: Caller
) -> None:
    goes, stays = twice
    merge(goes, stays, reason="The same passport.", by=as_rosa)
    with transaction.atomic():
        unmerge(goes, by=as_rosa)
        entry = elsewhere(lambda: make_assessment(Patient.objects.get(pk=stays.pk), by=as_theo))
        wait_until_somebody_waits()
    assert entry.result(LONGEST).patient == stays
