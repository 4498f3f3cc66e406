"""Who stopped coming, and who is only between two visits."""

import datetime as dt

import pytest
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Episode, Patient
from tests.builders import make_assessment, make_episode, make_patient, make_session
from treatments.models import TreatmentSession
from treatments.services.in_care import due_in_care
from treatments.services.stopped_coming import stopped_coming


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def episode(amy: Patient) -> Episode:
    """Amy's low back, open for four months."""
    return make_episode(amy, opened_at=ago(120).date())


def ago(days: int) -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=days)


def seen(amy: Patient, theo: Membership, days: int, status: str = "completed", **fields: object) -> TreatmentSession:
    return make_session(amy, theo, starts_at=ago(days), status=status, **fields)


def gone(by: Caller) -> list[Patient]:
    return list(stopped_coming(by))


def test_five_weeks_without_a_visit_and_nothing_booked_is_to_have_stopped(
    amy: Patient, episode: Episode, theo: Membership, as_rosa: Caller
) -> None:
    seen(amy, theo, 35)
    (found,) = gone(as_rosa)
    assert (found, found.last_seen) == (amy, ago(35).astimezone(as_rosa.zone).date())


def test_a_visit_in_the_last_four_weeks_a_session_or_an_assessment_is_to_be_coming(
    amy: Patient, episode: Episode, theo: Membership, as_theo: Caller
) -> None:
    seen(amy, theo, 35)
    make_assessment(amy, by=as_theo, taken_at=ago(20))
    assert gone(as_theo) == []


def test_whoever_has_a_booking_is_coming(amy: Patient, episode: Episode, theo: Membership, as_rosa: Caller) -> None:
    seen(amy, theo, 35)
    seen(amy, theo, -3, status="booked")
    assert gone(as_rosa) == []


@pytest.mark.parametrize("status", ["no_show", "cancelled", "booked"])
def test_a_booking_that_was_missed_cancelled_or_never_closed_is_no_visit(
    amy: Patient, episode: Episode, theo: Membership, as_rosa: Caller, status: str
) -> None:
    seen(amy, theo, 35)
    seen(amy, theo, 7, status=status)
    assert gone(as_rosa) == [amy]


def test_a_visit_that_was_entered_in_error_was_none(
    amy: Patient, episode: Episode, theo: Membership, as_rosa: Caller
) -> None:
    seen(amy, theo, 35)
    seen(amy, theo, 7, entered_in_error_at=timezone.now(), entered_in_error_reason="Wrong patient")
    assert gone(as_rosa) == [amy]


def test_whose_episode_is_closed_has_not_stopped_coming(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    make_episode(amy, opened_at=ago(120).date(), closed_at=ago(30).date(), close_reason="goal_met")
    seen(amy, theo, 35)
    assert gone(as_rosa) == []


def test_somebody_who_came_with_a_complaint_and_never_again_counts_from_that_day(amy: Patient, as_rosa: Caller) -> None:
    make_episode(amy, opened_at=ago(40).date())
    assert [one.last_seen for one in gone(as_rosa)] == [ago(40).date()]


def test_archived_patients_and_another_clinics_are_left_out(
    amy: Patient, episode: Episode, theo: Membership, as_rosa: Caller, as_other_theo: Caller
) -> None:
    seen(amy, theo, 35)
    assert gone(as_other_theo) == []
    amy.status = "archived"
    amy.save()
    assert gone(as_rosa) == []


def test_half_a_year_away_is_a_list_of_its_own(amy: Patient, theo: Membership, as_rosa: Caller) -> None:
    make_episode(amy, opened_at=ago(400).date())
    seen(amy, theo, 200)
    assert gone(as_rosa) == []
    assert list(stopped_coming(as_rosa, long_ago=True)) == [amy]


def test_who_was_here_last_stands_first(clinic: Clinic, theo: Membership, as_rosa: Caller) -> None:
    away = {}
    for days in (60, 40, 90):
        away[days] = make_patient(clinic, given_name=f"Amy {days}")
        make_episode(away[days], opened_at=ago(120).date())
        seen(away[days], theo, days)
    assert gone(as_rosa) == [away[40], away[60], away[90]]


def test_due_for_a_reassessment_are_those_in_care_the_longest_unmeasured_first(
    clinic: Clinic, theo: Membership, as_theo: Caller
) -> None:
    measured = {}
    for days in (40, 100, 10, 300):
        patient = make_patient(clinic, given_name=f"Amy {days}")
        episode = make_episode(patient, opened_at=ago(days).date())
        make_assessment(patient, by=as_theo, taken_at=ago(days), episode=episode)
        measured[patient.pk] = days
    assert [measured[one.patient_id] for one in due_in_care(as_theo)] == [100, 40]


def test_a_booking_brings_back_into_care_whoever_was_away_for_long(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_episode(amy, opened_at=ago(300).date())
    make_assessment(amy, by=as_theo, taken_at=ago(300))
    assert due_in_care(as_theo) == []
    seen(amy, theo, -3, status="booked")
    assert [one.patient_id for one in due_in_care(as_theo)] == [amy.pk]
