"""A therapist is away, and the day's sessions go elsewhere."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in, words
from tests.builders import MORNING, make_patient, make_session
from treatments.models import TreatmentSession

AWAY = reverse("workplace:away")


@pytest.fixture(autouse=True)
def early() -> object:
    with time_machine.travel(MORNING.replace(hour=6)):
        yield


@pytest.fixture
def mornings(clinic: Clinic, theo: Membership) -> list[TreatmentSession]:
    """Theo expects Amy at 9:30 and Ben at 10:30; Ben has a phone."""
    amy = make_patient(clinic)
    ben = make_patient(clinic, given_name="Ben", phone="+85223456789")
    return [make_session(amy, theo), make_session(ben, theo, starts_at=MORNING + dt.timedelta(hours=1))]


@pytest.fixture
def desk(rosa: Membership) -> Client:
    return logged_in(rosa)


def asked(theo: Membership, **more: Any) -> str:
    given = {"therapist": theo.uuid, "day": MORNING.date(), **more}
    return AWAY + "?" + "&".join(f"{name}={value}" for name, value in given.items())


def ticked(desk: Client, path: str) -> list[str]:
    """What the page proposes: every session that nothing stands in the way of."""
    return [
        f"{line.session.uuid}:{line.session.version}" for line in desk.get(path).context["lines"] if not line.in_the_way
    ]


def test_the_days_sessions_are_listed_before_anything_is_chosen(
    desk: Client, theo: Membership, mornings: list[TreatmentSession]
) -> None:
    answer = desk.get(asked(theo))
    assert [line.session for line in answer.context["lines"]] == mornings
    assert "Say above where they go." in words(answer)
    assert "Who is away" in words(desk.get(AWAY))


def test_what_a_colleague_can_take_over_goes_and_the_rest_stays_listed(
    desk: Client, clinic: Clinic, theo: Membership, mira: Membership, mornings: list[TreatmentSession]
) -> None:
    make_session(make_patient(clinic), mira)
    path = asked(theo, way="colleague", colleague=mira.uuid)
    assert "The therapist has another session at this time." in words(desk.get(path))
    answer = desk.post(path, {"chosen": ticked(desk, path)})
    assert [line.session for line in answer.context["lines"]] == mornings[:1]
    assert "Tell these patients: Wong, Ben" in words(answer)
    assert "2345 6789" in words(answer)
    mornings[1].refresh_from_db()
    assert mornings[1].therapist == mira


def test_the_day_goes_to_another_day_at_the_same_times(
    desk: Client, theo: Membership, mornings: list[TreatmentSession]
) -> None:
    path = asked(theo, way="day", to="2026-03-05")
    desk.post(path, {"chosen": ticked(desk, path)})
    for session in mornings:
        before = session.starts_at
        session.refresh_from_db()
        assert session.starts_at == before + dt.timedelta(days=3)


def test_cancelling_needs_its_reason(desk: Client, theo: Membership, mornings: list[TreatmentSession]) -> None:
    without = asked(theo, way="cancel")
    desk.post(without, {"chosen": ticked(desk, without)})
    assert TreatmentSession.objects.filter(status="cancelled").count() == 0
    path = asked(theo, way="cancel", reason="Therapist+is+ill")
    desk.post(path, {"chosen": ticked(desk, path)})
    assert set(TreatmentSession.objects.values_list("status", "status_reason")) == {("cancelled", "Therapist is ill")}


def test_if_something_came_in_the_way_meanwhile_nothing_is_changed(
    desk: Client, theo: Membership, mira: Membership, mornings: list[TreatmentSession]
) -> None:
    path = asked(theo, way="colleague", colleague=mira.uuid)
    chosen = ticked(desk, path)
    TreatmentSession.objects.filter(pk=mornings[0].pk).update(version=9)
    answer = desk.post(path, {"chosen": chosen})
    assert "Nothing was changed" in words(answer)
    assert set(TreatmentSession.objects.values_list("therapist", flat=True)) == {theo.pk}


@pytest.mark.parametrize("chosen", ["", "nonsense", "x:y", "00000000-0000-4000-8000-000000000000:1"])
def test_a_choice_that_makes_no_sense_changes_nothing(
    desk: Client, theo: Membership, mornings: list[TreatmentSession], chosen: str
) -> None:
    desk.post(asked(theo, way="cancel", reason="ill"), {"chosen": [chosen, f"{mornings[0].uuid}:latest"]})
    assert set(TreatmentSession.objects.values_list("status", flat=True)) == {"booked"}


def test_another_clinics_therapist_is_nobody(
    theo: Membership, other_theo: Membership, mornings: list[TreatmentSession]
) -> None:
    answer = logged_in(other_theo).get(asked(theo))
    assert answer.context["lines"] == []
