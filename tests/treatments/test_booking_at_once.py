"""Many hands on one slot at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from clinic.common.caller import Caller
from clinic.common.errors import Clash
from clinic.practice.models import ApiClient, Clinic, Membership
from tests.builders import MORNING, booking, make_patient, make_token
from tests.conftest import Api
from treatments.models import TreatmentSession
from treatments.services.attending import arrive_session
from treatments.services.booking import book_session

HANDS = 8


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work`` gave or raised in each of eight threads that start together."""
    start = Barrier(HANDS)

    def one(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except Clash as clash:
            return clash
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(one, range(HANDS)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_bookings_of_one_slot_exactly_one_wins(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    patients = [make_patient(clinic) for _hand in range(HANDS)]
    results = all_at_once(lambda hand: book_session(booking(patients[hand], theo), by=as_rosa))
    winner = TreatmentSession.objects.get()
    clashes = [result for result in results if isinstance(result, Clash)]
    assert len(clashes) == HANDS - 1
    assert {clash.with_uuid for clash in clashes} == {str(winner.uuid)}


@pytest.mark.django_db(transaction=True)
def test_bookings_that_cross_each_other_do_not_wait_in_a_circle(
    clinic: Clinic, as_rosa: Caller, theo: Membership, mira: Membership
) -> None:
    amy, ben = make_patient(clinic), make_patient(clinic)
    pairs = [(amy, theo), (ben, mira), (ben, theo), (amy, mira)] * 2
    results = all_at_once(lambda hand: book_session(booking(*pairs[hand]), by=as_rosa))
    assert TreatmentSession.objects.count() == 2
    assert sum(isinstance(result, Clash) for result in results) == HANDS - 2


@pytest.mark.django_db(transaction=True)
def test_a_patient_arrives_once(clinic: Clinic, as_rosa: Caller, theo: Membership) -> None:
    session = book_session(booking(make_patient(clinic), theo, MORNING), by=as_rosa)
    read = [TreatmentSession.objects.select_related("patient").get(pk=session.pk) for _hand in range(HANDS)]
    results = all_at_once(lambda hand: arrive_session(read[hand], by=as_rosa))
    codes = [result.code for result in results if isinstance(result, Clash)]
    assert codes == ["wrong_state"] * (HANDS - 1)


@pytest.mark.django_db(transaction=True)
def test_over_http_too_one_booking_wins_and_the_others_are_told_which(
    clinic: Clinic, theo: Membership, partner: ApiClient
) -> None:
    patients = [make_patient(clinic) for _hand in range(HANDS)]
    softwares = [Api(make_token(partner)) for _hand in range(HANDS)]

    def book(hand: int) -> Any:
        body = {"patient": str(patients[hand].uuid), "therapist": str(theo.uuid), **SLOT}
        return softwares[hand].post("/api/v1/sessions/", body)

    answers = all_at_once(book)
    winner = TreatmentSession.objects.get()
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (HANDS - 1)
    clashes = {answer.json()["clashes_with"] for answer in answers if answer.status_code == 409}
    assert clashes == {str(winner.uuid)}


SLOT = {"starts_at": "2026-03-02T09:30:00+08:00", "ends_at": "2026-03-02T10:15:00+08:00"}
