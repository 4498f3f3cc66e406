"""Who belongs to a cohort as it stood at its cut-off, and when the treatment of each began."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.records import update
from clinic.practice.models import Clinic, Membership
from patients.models import Episode, Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_episode,
    make_member,
    make_patient,
    make_plan,
    make_session,
    make_technique,
    measured,
    rated,
)
from tests.outcomes.selecting import now, selected
from treatments.models import SessionTechnique, Technique, TreatmentSession

WEEK = dt.timedelta(weeks=1)
commits = pytest.mark.django_db(transaction=True)
"""The time of a change is that of its transaction, which in a test that commits nothing is the time of the test."""


def change(record: Any, **values: Any) -> None:
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    update(record, values)


def lasting(starts_at: dt.datetime) -> DateTimeTZRange:
    return DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=45))


@pytest.fixture
def ben(clinic: Clinic) -> Patient:
    return make_patient(clinic, given_name="Ben", sex="male", birth_date=dt.date(2008, 3, 3), referral_source="Dr Lam")


def test_any_record_inside_the_window_makes_somebody_part_of_it(
    amy: Patient, ben: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_patient(amy.clinic)
    make_session(amy, theo, status="completed")
    make_assessment(ben, rated("neck", 2), by=as_theo, taken_at=MORNING + WEEK)
    cleo = make_patient(amy.clinic)
    make_assessment(cleo, measured("pelvic_rotation", 2, method="caliper"), by=as_theo, taken_at=MORNING + 2 * WEEK)
    assert selected(amy.clinic).patients == [amy.pk, ben.pk, cleo.pk]
    second_week = {"window_from": dt.date(2026, 3, 8), "window_until": dt.date(2026, 3, 14)}
    assert selected(amy.clinic, **second_week).patients == [ben.pk]


def test_nobody_is_enrolled_by_a_booking_or_by_what_was_entered_in_error(
    amy: Patient, ben: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_session(amy, theo)
    make_session(amy, theo, starts_at=MORNING + WEEK, status="cancelled")
    mark_entered_in_error(make_assessment(ben, rated("low_back", 2), by=as_theo), "another patient", by=as_theo)
    assert selected(amy.clinic).patients == []


def test_visits_count_inside_the_window_and_starts_on_any_day(amy: Patient, theo: Membership) -> None:
    for week in range(4):
        make_session(amy, theo, starts_at=MORNING + week * WEEK, status="completed")
    found = selected(amy.clinic, window_from=dt.date(2026, 3, 16))
    assert found.people["visits"].tolist() == [2]
    assert found.started(amy) == MORNING
    assert found.counts == {"ratings": 0, "measurements": 0, "sessions": 2, "patients": 1}


def test_a_session_without_a_plan_starts_every_episode_open_on_its_day(amy: Patient, theo: Membership) -> None:
    back = make_episode(amy, opened_at=dt.date(2026, 3, 2))
    knee = make_episode(amy, region="knee", side="left", closed_at=dt.date(2026, 3, 8), close_reason="goal_met")
    neck = make_episode(amy, region="neck", opened_at=dt.date(2026, 3, 9))
    for week, plan in [(0, None), (1, None), (2, make_plan(knee))]:
        make_session(amy, theo, starts_at=MORNING + week * WEEK, status="completed", plan=plan)
    found = selected(amy.clinic)
    starts = [found.started(amy, episode.pk) for episode in (back, knee, neck)]
    assert [found.started(amy), *starts] == [MORNING, MORNING, MORNING, MORNING + WEEK]


def test_a_plan_s_session_starts_its_own_episode_only(amy: Patient, theo: Membership) -> None:
    back, neck = make_episode(amy), make_episode(amy, region="neck")
    make_session(amy, theo, status="completed", plan=make_plan(neck))
    found = selected(amy.clinic)
    assert found.started(amy, neck.pk) == found.started(amy) == MORNING
    assert found.started(amy, back.pk) is None


def test_the_day_of_a_session_is_the_clinic_s(amy: Patient, theo: Membership) -> None:
    """Half past midnight in Hong Kong on 2 March is still 1 March in London."""
    opened, closed = dt.date(2026, 3, 2), dt.date(2026, 3, 2)
    back = make_episode(amy, opened_at=opened, closed_at=closed, close_reason="goal_met")
    make_session(amy, theo, starts_at=MORNING - dt.timedelta(hours=9), status="completed")
    found = selected(amy.clinic)
    assert found.started(amy, back.pk) == MORNING - dt.timedelta(hours=9)
    assert found.starts["day"].tolist() == [(opened - dt.date(1970, 1, 1)).days] * 2


def test_starts_of_one_patient_are_not_another_s(amy: Patient, ben: Patient, theo: Membership) -> None:
    make_episode(ben)
    make_session(amy, theo, status="completed")
    make_session(ben, theo, starts_at=MORNING + WEEK, status="completed")
    found = selected(amy.clinic)
    assert (found.started(amy), found.started(ben)) == (MORNING, MORNING + WEEK)
    assert found.starts["patient"].tolist() == [amy.pk, ben.pk, ben.pk]


@commits
def test_a_session_counts_as_it_stood_at_the_cut_off(amy: Patient, theo: Membership) -> None:
    first, second = (make_session(amy, theo, starts_at=MORNING + week * WEEK, status="completed") for week in range(2))
    booked = make_session(amy, theo, starts_at=MORNING + 2 * WEEK)
    cutoff = now()
    change(first, entered_in_error_at=MORNING, entered_in_error_reason="another patient")
    change(second, during=lasting(MORNING + 3 * WEEK))
    change(booked, status="completed")
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert (before.started(amy), before.people["visits"].tolist()) == (MORNING, [2])
    assert (after.started(amy), after.people["visits"].tolist()) == (MORNING + 2 * WEEK, [2])
    in_march = {"window_until": dt.date(2026, 3, 17)}
    assert selected(amy.clinic, cutoff, **in_march).people["visits"].tolist() == [2]
    assert selected(amy.clinic, **in_march).people["visits"].tolist() == [1]


@commits
def test_of_several_changes_after_the_cut_off_the_first_tells_how_it_stood(amy: Patient, theo: Membership) -> None:
    session = make_session(amy, theo)
    change(session, status="completed")
    cutoff = now()
    change(session, note_plan="go on")
    for weeks in (1, 2):
        change(session, during=lasting(MORNING + weeks * WEEK))
    assert selected(amy.clinic, cutoff).started(amy) == MORNING
    assert selected(amy.clinic).started(amy) == MORNING + 2 * WEEK


def test_a_session_entered_after_the_cut_off_starts_nothing(amy: Patient, theo: Membership) -> None:
    cutoff = now()
    make_session(amy, theo, status="completed")
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert (before.patients, len(before.starts)) == ([], 0)
    assert (after.patients, after.started(amy)) == ([amy.pk], MORNING)


def test_a_session_that_begins_after_the_cut_off_starts_no_treatment(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    """Somebody may mark the session of this afternoon as completed in the morning."""
    make_assessment(amy, rated("low_back", 4), by=as_theo)
    make_session(amy, theo, starts_at=now() + dt.timedelta(hours=1), status="completed")
    found = selected(amy.clinic)
    assert (found.patients, found.started(amy), found.people["visits"].tolist()) == ([amy.pk], None, [0])


@commits
def test_a_session_given_another_plan_counts_where_it_counted_then(amy: Patient, theo: Membership) -> None:
    back, neck = make_episode(amy), make_episode(amy, region="neck")
    session = make_session(amy, theo, status="completed", plan=make_plan(back))
    cutoff = now()
    change(session, plan=make_plan(neck))
    assert selected(amy.clinic, cutoff).started(amy, back.pk) == MORNING
    assert selected(amy.clinic).started(amy, back.pk) is None


@commits
def test_a_birth_date_counts_as_it_was_known_then(amy: Patient, theo: Membership) -> None:
    make_session(amy, theo, status="completed")
    cutoff = now()
    change(amy, birth_date=None, birth_year=1981)
    before, after = selected(amy.clinic, cutoff), selected(amy.clinic)
    assert before.people["birth_day"].tolist() == [(dt.date(1980, 5, 17) - dt.date(1970, 1, 1)).days]
    assert before.people["birth_year"].tolist() == [0]
    assert after.people["birth_day"].tolist() == [-(2**31)]
    assert after.people["birth_year"].tolist() == [1981]


@commits
def test_a_cause_counts_as_it_was_suspected_then(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    back = make_episode(amy, cause="posture")
    make_assessment(amy, rated("low_back", 6), by=as_theo, episode=back)
    cutoff = now()
    change(back, cause="sitting")
    assert selected(amy.clinic, cutoff, cause="posture").intensities == [6]
    assert selected(amy.clinic, cutoff, cause="sitting").patients == []
    assert selected(amy.clinic, cause="posture").patients == []
    assert selected(amy.clinic, cause="sitting").intensities == [6]


@commits
def test_a_patient_s_sex_and_referral_count_as_they_were_recorded_then(ben: Patient, theo: Membership) -> None:
    make_session(ben, theo, status="completed")
    cutoff = now()
    change(ben, sex="other", referral_source="a friend")
    assert selected(ben.clinic, cutoff, sex="male", referral_source="Dr Lam").patients == [ben.pk]
    assert selected(ben.clinic, sex="other", referral_source="a friend").patients == [ben.pk]
    assert selected(ben.clinic, sex="male").patients == []


def test_sex_and_referral_choose_patients(amy: Patient, ben: Patient, theo: Membership) -> None:
    for patient in (amy, ben):
        make_session(patient, theo, status="completed", starts_at=MORNING + patient.pk % 2 * WEEK)
    assert selected(amy.clinic, sex="male").patients == [ben.pk]
    assert selected(amy.clinic, sex="unknown").patients == [amy.pk]
    assert selected(amy.clinic, referral_source="Dr Lam").patients == [ben.pk]


def test_a_cause_keeps_the_records_of_its_episodes(
    amy: Patient, ben: Patient, theo: Membership, as_theo: Caller
) -> None:
    back, knee = make_episode(amy, cause="posture"), make_episode(amy, region="knee", side="left", cause="fall")
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo, episode=back)
    make_assessment(amy, rated("low_back", 4), measured("pelvic_obliquity", 5), by=as_theo, episode=knee)
    make_assessment(amy, rated("low_back", 2), measured("pelvic_obliquity", 7), by=as_theo)
    make_session(ben, theo, status="completed")
    found = selected(amy.clinic, cause="posture")
    assert (found.intensities, found.values, found.patients) == ([6], [3.0], [amy.pk])


def test_with_a_cause_only_the_sessions_of_its_episodes_count(amy: Patient, theo: Membership) -> None:
    back = make_episode(amy, cause="posture", opened_at=dt.date(2026, 3, 9))
    for week in range(3):
        make_session(amy, theo, starts_at=MORNING + week * WEEK, status="completed")
    found = selected(amy.clinic, cause="posture")
    assert found.people["visits"].tolist() == [2]
    assert (found.started(amy), found.started(amy, back.pk)) == (MORNING, MORNING + WEEK)
    assert selected(amy.clinic, cause="fall").patients == []


def test_a_therapist_keeps_the_patients_whom_he_treated_inside_the_window(
    amy: Patient, ben: Patient, theo: Membership, as_theo: Caller
) -> None:
    tess = make_member(amy.clinic, "tess", role="therapist")
    make_session(amy, theo, status="completed")
    make_session(amy, tess, starts_at=MORNING + WEEK, status="completed")
    make_session(ben, theo, starts_at=MORNING + 2 * WEEK, status="completed")
    make_session(ben, tess, starts_at=MORNING + 3 * WEEK)
    make_assessment(amy, rated("low_back", 6), by=as_theo)
    make_assessment(ben, rated("low_back", 2), by=as_theo)
    found = selected(amy.clinic, therapist=str(tess.uuid))
    assert (found.patients, found.intensities, found.started(amy)) == ([amy.pk], [6], MORNING)
    assert selected(amy.clinic, therapist=str(theo.uuid)).patients == [amy.pk, ben.pk]
    later = {"window_from": dt.date(2026, 3, 9)}
    assert selected(amy.clinic, therapist=str(theo.uuid), **later).patients == [ben.pk]


def test_another_clinic_s_therapist_or_technique_keeps_nobody(
    amy: Patient, theo: Membership, other_theo: Membership, other_clinic: Clinic
) -> None:
    session = make_session(amy, theo, status="completed")
    apply(session, make_technique(amy.clinic))
    assert selected(amy.clinic, therapist=str(other_theo.uuid)).patients == []
    assert selected(amy.clinic, technique=str(make_technique(other_clinic).uuid)).patients == []


def apply(session: TreatmentSession, technique: Technique) -> SessionTechnique:
    return SessionTechnique.objects.create(clinic=session.clinic, session=session, technique=technique)


def test_a_technique_keeps_those_on_whom_it_was_used_by_then(amy: Patient, ben: Patient, theo: Membership) -> None:
    technique, other = make_technique(amy.clinic), make_technique(amy.clinic, code="massage", name="Massage")
    of_amy = make_session(amy, theo, status="completed")
    of_ben = make_session(ben, theo, starts_at=MORNING + WEEK, status="completed")
    applied = apply(of_amy, technique)
    apply(of_ben, other)
    cutoff = now()
    applied.entered_in_error_at, applied.entered_in_error_reason = now(), "another session"
    applied.save()
    apply(of_ben, technique)
    for name in (technique.code, str(technique.uuid)):
        assert selected(amy.clinic, cutoff, technique=name).patients == [amy.pk]
        assert selected(amy.clinic, technique=name).patients == [ben.pk]
    assert selected(amy.clinic, technique="unheard of").patients == []


def test_therapist_and_technique_ask_for_one_session(amy: Patient, theo: Membership) -> None:
    tess = make_member(amy.clinic, "tess", role="therapist")
    make_session(amy, tess, status="completed")
    technique = make_technique(amy.clinic)
    apply(make_session(amy, theo, starts_at=MORNING + WEEK, status="completed"), technique)
    assert selected(amy.clinic, therapist=str(tess.uuid), technique=technique.code).patients == []
    assert selected(amy.clinic, therapist=str(theo.uuid), technique=technique.code).patients == [amy.pk]


@pytest.mark.parametrize(("first_day", "age"), [(dt.date(2026, 3, 2), 17), (dt.date(2026, 3, 3), 18)], ids=str)
@pytest.mark.parametrize("kind", ["session", "rating", "measurement"])
def test_the_age_is_that_on_the_day_of_the_first_record_inside_the_window(
    ben: Patient, theo: Membership, as_theo: Caller, first_day: dt.date, age: int, kind: str
) -> None:
    """Ben turns 18 on 3 March 2026."""
    at = dt.datetime.combine(first_day, dt.time(9), tzinfo=MORNING.tzinfo)
    make_session(ben, theo, starts_at=at + 4 * WEEK, status="completed")
    if kind == "session":
        make_session(ben, theo, starts_at=at, status="completed")
    else:
        entry = rated("neck", 3) if kind == "rating" else measured("pelvic_obliquity", 3)
        make_assessment(ben, entry, by=as_theo, taken_at=at)
    assert selected(ben.clinic, age_min=age, age_max=age).patients == [ben.pk]
    assert selected(ben.clinic, age_max=age - 1).patients == []
    assert selected(ben.clinic, age_min=age + 1).patients == []


def test_of_an_unknown_age_nobody_is_kept_and_of_a_birth_year_the_years_that_are_sure(
    clinic: Clinic, theo: Membership
) -> None:
    unknown = make_patient(clinic, birth_date=None)
    by_year = make_patient(clinic, birth_date=None, birth_year=1980)
    for patient in (unknown, by_year):
        make_session(patient, theo, starts_at=MORNING + patient.pk % 2 * WEEK, status="completed")
    assert selected(clinic).patients == [unknown.pk, by_year.pk]
    assert selected(clinic, age_min=0).patients == [by_year.pk]
    assert selected(clinic, age_min=45, age_max=45).patients == [by_year.pk]


def test_the_seed_of_a_patient_stays_the_same(amy: Patient, ben: Patient, theo: Membership) -> None:
    make_session(amy, theo, status="completed")
    alone = selected(amy.clinic).people["seed"].tolist()
    make_session(ben, theo, starts_at=MORNING + WEEK, status="completed")
    both = selected(amy.clinic).people["seed"].tolist()
    assert both[:1] == alone
    assert len(set(both)) == 2


@commits
def test_an_episode_closed_later_was_open_then(amy: Patient, theo: Membership) -> None:
    back: Episode = make_episode(amy)
    make_session(amy, theo, starts_at=MORNING + WEEK, status="completed")
    cutoff = now()
    change(back, closed_at=dt.date(2026, 3, 4), close_reason="goal_met")
    assert selected(amy.clinic, cutoff).started(amy, back.pk) == MORNING + WEEK
    assert selected(amy.clinic).started(amy, back.pk) is None
