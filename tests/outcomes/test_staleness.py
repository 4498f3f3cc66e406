"""Whether a report still says what its records say."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.records import update
from clinic.practice.models import Membership
from patients.models import Episode, Event, Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_course,
    make_episode,
    make_event,
    make_patient,
    make_plan,
    make_session,
    measured,
    rated,
)
from treatments.models import TreatmentSession
from treatments.outcomes.freezing import freeze
from treatments.outcomes.models import Artifact, OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.staleness import changes_since, with_staleness
from treatments.outcomes.transitions import claim, finish

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
INSIDE, OUTSIDE = MORNING, MORNING + dt.timedelta(days=60)


@pytest.fixture
def back(amy: Patient) -> Episode:
    return make_episode(amy)


@pytest.fixture
def records(amy: Patient, back: Episode, theo: Membership, as_theo: Caller) -> dict[str, Any]:
    """One record of each kind inside March, of the back's episode."""
    return {
        "assessment": make_assessment(
            amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo, taken_at=INSIDE, episode=back
        ),
        "session": make_session(amy, theo, starts_at=INSIDE, status="completed"),
        "event": make_event(amy, episode=back),
    }


@pytest.fixture
def report(amy: Patient, back: Episode, records: dict[str, Any], as_theo: Caller) -> OutcomeReport:
    """A report of March about the back that has just been built."""
    return built(request_patient_report(patient=amy, episode=back, from_=FIRST, until=LAST, by=as_theo))


def built(report: OutcomeReport) -> OutcomeReport:
    lease = claim(report.pk)
    assert lease
    freeze(report, lease)
    pdf = Artifact(clinic_id=report.clinic_id, report=report, name="report.pdf", content=b"")
    pdf.sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    finish(lease, {}, "1.0.0", [pdf])
    return OutcomeReport.objects.get(pk=report.pk)


def stale_since(report: OutcomeReport) -> dt.datetime | None:
    reports = with_staleness(OutcomeReport.objects.filter(pk=report.pk), report.clinic.zone)
    since: dt.datetime | None = reports.values_list("stale_since", flat=True).get()
    assert (since is not None) == bool(changes_since(report)), "list and detail must agree"
    return since


def kinds(report: OutcomeReport) -> set[str]:
    return {change.kind for change in changes_since(report)}


def test_a_report_that_was_just_built_is_current(report: OutcomeReport) -> None:
    assert len(report.input_keys) == 4
    assert stale_since(report) is None


def test_a_report_over_everything_is_current_too(treated_amy: Patient, as_theo: Caller) -> None:
    make_event(treated_amy)
    assert stale_since(built(request_patient_report(patient=treated_amy, by=as_theo))) is None


def test_a_session_that_was_completed_before_it_begins_does_not_make_it_stale_until_then(
    treated_amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    soon = timezone.now() + dt.timedelta(hours=1)
    make_session(treated_amy, theo, starts_at=soon, minutes=30, status="completed")
    assert stale_since(built(request_patient_report(patient=treated_amy, by=as_theo))) is None


def test_a_report_that_is_not_done_is_not_stale(treated_amy: Patient, as_theo: Caller) -> None:
    report = request_patient_report(patient=treated_amy, by=as_theo)
    shown = with_staleness(OutcomeReport.objects.filter(pk=report.pk), report.clinic.zone).get()
    assert shown.stale_since is None  # type: ignore[attr-defined]


def test_a_new_assessment_inside_the_window_makes_it_stale(
    report: OutcomeReport, amy: Patient, back: Episode, as_theo: Caller
) -> None:
    new = make_assessment(amy, rated("low_back", 2), by=as_theo, taken_at=INSIDE + dt.timedelta(days=7), episode=back)
    assert stale_since(report) == new.pain.get().created_at
    assert [(change.kind, change.uuid) for change in changes_since(report)] == [("pain_rating", new.pain.get().uuid)]


def test_a_new_assessment_outside_the_window_does_not(
    report: OutcomeReport, amy: Patient, back: Episode, as_theo: Caller
) -> None:
    make_assessment(amy, rated("low_back", 2), by=as_theo, taken_at=OUTSIDE, episode=back)
    assert stale_since(report) is None


def test_another_episode_s_assessment_does_not(report: OutcomeReport, amy: Patient, as_theo: Caller) -> None:
    knee = make_episode(amy, region="knee", side="left")
    make_assessment(amy, rated("knee", 2, "left"), by=as_theo, episode=knee)
    assert stale_since(report) is None


def test_another_patient_s_assessment_does_not(report: OutcomeReport, as_theo: Caller) -> None:
    make_assessment(make_patient(report.clinic), rated("low_back", 2), by=as_theo)
    assert stale_since(report) is None


def test_a_correction_makes_it_stale_from_its_entry_on(
    report: OutcomeReport, records: dict[str, Any], amy: Patient, back: Episode, as_theo: Caller
) -> None:
    correction = Assessment(patient=amy, taken_at=INSIDE, episode=back)
    entered = [measured("pelvic_obliquity", 2)], [rated("low_back", 5)]
    correct_assessment(records["assessment"], correction, *entered, "a slip of the pen", by=as_theo)
    correction.refresh_from_db()
    since = stale_since(report)
    assert since
    assert abs(since - correction.created_at) < dt.timedelta(seconds=1)
    assert kinds(report) == {"assessment", "pain_rating"}


def test_a_correction_that_moves_a_reading_out_of_the_window_makes_it_stale(
    report: OutcomeReport, records: dict[str, Any], amy: Patient, as_theo: Caller
) -> None:
    correction = Assessment(patient=amy, taken_at=OUTSIDE)
    entered = [measured("pelvic_obliquity", 3)], []
    correct_assessment(records["assessment"], correction, *entered, "a wrong date", by=as_theo)
    assert kinds(report) == {"assessment", "pain_rating"}


def test_an_assessment_entered_in_error_makes_it_stale(
    report: OutcomeReport, records: dict[str, Any], as_theo: Caller
) -> None:
    assessment = records["assessment"]
    assessment.refresh_from_db()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    assert stale_since(report) == assessment.entered_in_error_at


def test_what_was_entered_and_voided_in_between_changes_nothing(
    report: OutcomeReport, amy: Patient, back: Episode, as_theo: Caller
) -> None:
    new = make_assessment(amy, rated("low_back", 2), by=as_theo, episode=back, taken_at=INSIDE + dt.timedelta(days=1))
    new.refresh_from_db()
    mark_entered_in_error(new, "another patient", by=as_theo)
    assert stale_since(report) is None


def change_session(session: TreatmentSession, **values: Any) -> None:
    session.refresh_from_db()
    for name, value in values.items():
        setattr(session, name, value)
    update(session, values)


def test_notes_written_into_a_session_change_nothing(report: OutcomeReport, records: dict[str, Any]) -> None:
    change_session(records["session"], note_plan="go on")
    assert stale_since(report) is None


@pytest.mark.django_db(transaction=True)
def test_a_session_moved_after_the_cut_off_makes_it_stale(report: OutcomeReport, records: dict[str, Any]) -> None:
    later = INSIDE + dt.timedelta(days=3)
    change_session(records["session"], during=DateTimeTZRange(later, later + dt.timedelta(minutes=45)))
    assert kinds(report) == {"session"}
    assert stale_since(report)


def test_a_session_completed_or_voided_after_the_cut_off_makes_it_stale(
    report: OutcomeReport, amy: Patient, theo: Membership, records: dict[str, Any]
) -> None:
    booked = make_session(amy, theo, starts_at=INSIDE + dt.timedelta(days=1))
    assert stale_since(report) is None
    change_session(booked, status="completed")
    assert [change.uuid for change in changes_since(report)] == [booked.uuid]
    change_session(records["session"], entered_in_error_at=INSIDE, entered_in_error_reason="another patient")
    assert len(changes_since(report)) == 2


def test_a_session_given_to_the_plan_of_another_episode_makes_it_stale(
    report: OutcomeReport, records: dict[str, Any], amy: Patient
) -> None:
    change_session(records["session"], plan=make_plan(make_episode(amy, region="neck")))
    assert [(change.kind, change.uuid) for change in changes_since(report)] == [("session", records["session"].uuid)]
    assert stale_since(report)


def test_a_session_that_an_episode_closed_earlier_leaves_out_makes_it_stale(
    report: OutcomeReport, back: Episode
) -> None:
    Episode.objects.filter(pk=back.pk).update(opened_at=INSIDE.date() + dt.timedelta(days=2))
    assert kinds(report) == {"session"}
    assert stale_since(report)


def test_a_session_that_left_the_episode_leaves_a_report_over_everything_current(
    amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    session = make_session(amy, theo, starts_at=INSIDE, status="completed")
    whole = built(request_patient_report(patient=amy, by=as_theo))
    change_session(session, plan=make_plan(make_episode(amy, region="neck")))
    assert stale_since(whole) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("born", [{"birth_date": dt.date(2010, 5, 1)}, {"birth_date": None}], ids=str)
def test_a_corrected_birth_date_makes_it_stale(report: OutcomeReport, amy: Patient, born: dict[str, Any]) -> None:
    amy.refresh_from_db()
    amy.occupation = "nurse"
    update(amy, ["occupation"])
    assert stale_since(report) is None, "a new occupation does not"
    for name, value in born.items():
        setattr(amy, name, value)
    update(amy, born)
    assert [(change.kind, change.uuid) for change in changes_since(report)] == [("patient", amy.uuid)]
    assert stale_since(report)


@pytest.mark.parametrize(
    "values", [{"on": dt.date(2026, 3, 25)}, {"on": dt.date(2026, 5, 25)}, {"kind": "injury"}], ids=str
)
def test_a_changed_event_makes_it_stale(report: OutcomeReport, records: dict[str, Any], values: dict[str, Any]) -> None:
    event: Event = records["event"]
    event.refresh_from_db()
    for name, value in values.items():
        setattr(event, name, value)
    update(event, values)
    assert kinds(report) == {"event"}
    assert stale_since(report)


def test_a_new_event_of_the_patient_as_a_whole_makes_it_stale(report: OutcomeReport, amy: Patient) -> None:
    make_event(amy, kind="injury", on=dt.date(2026, 4, 1))
    assert stale_since(report) is None
    make_event(amy, kind="injury", on=LAST)
    assert kinds(report) == {"event"}


def test_a_record_that_was_still_being_written_at_the_cut_off_is_not_overlooked(
    report: OutcomeReport, amy: Patient, back: Episode, as_theo: Caller
) -> None:
    """Entered before the cut-off by its own time, visible only after it: its id gives it away."""
    new = make_assessment(amy, rated("low_back", 2), by=as_theo, taken_at=INSIDE + dt.timedelta(days=7), episode=back)
    before = report.created_at - dt.timedelta(seconds=1)
    new.pain.update(created_at=before, updated_at=before)
    assert stale_since(report) == before


def test_many_reports_are_asked_in_one_query(
    report: OutcomeReport, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    for _ in range(3):
        built(request_patient_report(patient=amy, by=as_theo))
    make_course(amy, theo, by=as_theo, visits=1, kind="initial")
    with CaptureQueriesContext(connection) as queries:
        reports = list(with_staleness(OutcomeReport.objects.order_by("pk"), as_theo.zone))
    assert len(queries) == 1
    assert [shown.stale_since is not None for shown in reports] == [False, True, True, True]  # type: ignore[attr-defined]
