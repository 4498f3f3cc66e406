"""Whether a report about a whole clinic still says what the clinic's records say."""

import datetime as dt
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.long_after import LongAfter
from clinic.common.records import update
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient, make_session, measured, rated
from tests.outcomes.selecting import now
from treatments.models import TreatmentSession
from treatments.outcomes.models import Artifact, OutcomeReport
from treatments.outcomes.staleness import MOST_CHANGES, Change, changes_since, may_be_more, with_staleness

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
INSIDE, BEFORE, AFTER = (MORNING + dt.timedelta(days=days) for days in (0, -60, 60))
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def assessment(amy: Patient, as_theo: Caller) -> Assessment:
    """One assessment of March, with a rating."""
    return make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo, taken_at=INSIDE)


@pytest.fixture
def session(amy: Patient, theo: Membership) -> Any:
    """One session that took place in March."""
    return make_session(amy, theo, starts_at=INSIDE, status="completed")


def done(
    clinic: Clinic, by: Membership, kind: str = "cohort", days_ago: int = 0, **days: dt.date | None
) -> OutcomeReport:
    """A report of March that has just read everything, or so many days ago."""
    window = {"window_from": FIRST, "window_until": LAST, **days}
    report = OutcomeReport.objects.create(
        clinic=clinic, kind=kind, requested_by=by, state="running", attempt=1, lease_until=timezone.now(), **window
    )
    Artifact.objects.create(
        clinic=clinic, report=report, name="report.pdf", sha256=sha256(b"").hexdigest(), content=b""
    )
    finished = {"state": "done", "lease_until": None, "finished_at": now(), "progress": 100, "engine_version": "1.1.0"}
    inputs = {
        "inputs": b"{}",
        "inputs_sha256": sha256(b"{}").hexdigest(),
        "result": {},
        "cutoff": now() - dt.timedelta(days=days_ago),
    }
    OutcomeReport.objects.filter(pk=report.pk).update(**finished, **inputs)
    return OutcomeReport.objects.get(pk=report.pk)


def stale_since(report: OutcomeReport) -> dt.datetime | None:
    reports = with_staleness(OutcomeReport.objects.filter(pk=report.pk), report.clinic.zone)
    since: dt.datetime | None = reports.values_list("stale_since", flat=True).get()
    assert (since is not None) == bool(changes_since(report)), "list and detail must agree"
    return since


def changed(report: OutcomeReport) -> list[tuple[str, Any]]:
    assert stale_since(report) == min((change.at for change in changes_since(report)), default=None)
    return [(change.kind, change.uuid) for change in changes_since(report)]


def change(record: Any, **values: Any) -> None:
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    update(record, values)


def test_a_report_that_was_just_built_is_current(assessment: Assessment, session: Any, theo: Membership) -> None:
    assert changed(done(assessment.clinic, theo)) == []
    assert changed(done(assessment.clinic, theo, window_from=None, window_until=None)) == []


def test_a_report_that_is_not_done_is_not_stale(assessment: Assessment, theo: Membership, as_theo: Caller) -> None:
    report = OutcomeReport.objects.create(clinic=assessment.clinic, kind="cohort", requested_by=theo, cutoff=now())
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    reports = with_staleness(OutcomeReport.objects.filter(pk=report.pk), report.clinic.zone)
    assert reports.get().stale_since is None  # type: ignore[attr-defined]


def test_what_was_entered_in_error_makes_it_stale(assessment: Assessment, theo: Membership, as_theo: Caller) -> None:
    report = done(assessment.clinic, theo)
    assessment.refresh_from_db()
    rating = assessment.pain.get()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    assert set(changed(report)) == {("assessment", assessment.uuid), ("pain_rating", rating.uuid)}
    assessment.refresh_from_db()
    since = stale_since(report)
    assert since
    assert assessment.entered_in_error_at
    assert abs(since - assessment.entered_in_error_at) < dt.timedelta(seconds=1)


def test_a_rating_voided_alone_makes_it_stale(assessment: Assessment, theo: Membership, as_theo: Caller) -> None:
    report = done(assessment.clinic, theo)
    rating = PainRating.objects.get(assessment=assessment)
    mark_entered_in_error(rating, "a slip", by=as_theo)
    assert changed(report) == [("pain_rating", rating.uuid)]


def test_a_correction_makes_it_stale_and_names_old_and_new(
    amy: Patient, assessment: Assessment, theo: Membership, as_theo: Caller
) -> None:
    report = done(amy.clinic, theo)
    correction = Assessment(patient=amy, taken_at=INSIDE)
    correct_assessment(assessment, correction, [measured("pelvic_obliquity", 2)], [], "a slip of the pen", by=as_theo)
    assert {uuid for kind, uuid in changed(report) if kind == "assessment"} == {assessment.uuid, correction.uuid}


def test_a_back_dated_record_makes_it_stale(assessment: Assessment, theo: Membership, as_theo: Caller) -> None:
    report = done(assessment.clinic, theo)
    late = make_assessment(make_patient(assessment.clinic), rated("neck", 4), by=as_theo, taken_at=INSIDE)
    assert changed(report) == [("pain_rating", late.pain.get().uuid)], (
        "an assessment without measurements is no reading"
    )


@pytest.mark.parametrize("taken_at", [BEFORE, AFTER], ids=["before", "after"])
def test_what_lies_outside_the_window_does_not(
    assessment: Assessment, theo: Membership, as_theo: Caller, taken_at: dt.datetime
) -> None:
    outside = make_assessment(
        assessment.patient, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo, taken_at=taken_at
    )
    report = done(assessment.clinic, theo)
    everything = done(assessment.clinic, theo, window_from=None, window_until=None)
    outside.refresh_from_db()
    mark_entered_in_error(outside, "another patient", by=as_theo)
    assert changed(report) == []
    assert len(changed(everything)) == 2


def test_new_visits_after_the_cut_off_do_not(amy: Patient, theo: Membership, as_theo: Caller) -> None:
    report = done(amy.clinic, theo, window_from=None, window_until=None)
    make_assessment(amy, rated("low_back", 6), measured("pelvic_obliquity", 3), by=as_theo, taken_at=timezone.now())
    make_session(amy, theo, starts_at=timezone.now() + dt.timedelta(seconds=1), status="completed")
    assert changed(report) == []


def test_what_was_entered_and_voided_since_changes_nothing(
    assessment: Assessment, theo: Membership, as_theo: Caller
) -> None:
    report = done(assessment.clinic, theo)
    new = make_assessment(assessment.patient, rated("low_back", 2), by=as_theo, taken_at=INSIDE + dt.timedelta(days=1))
    new.refresh_from_db()
    mark_entered_in_error(new, "another patient", by=as_theo)
    assert changed(report) == []


def test_a_rating_that_was_void_already_is_not_named_again(
    assessment: Assessment, theo: Membership, as_theo: Caller
) -> None:
    mark_entered_in_error(PainRating.objects.get(assessment=assessment), "a slip", by=as_theo)
    report = done(assessment.clinic, theo)
    assessment.refresh_from_db()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    assert changed(report) == [("assessment", assessment.uuid)]


def test_another_clinic_s_records_do_not(
    assessment: Assessment, theo: Membership, other_clinic: Clinic, as_other_theo: Caller
) -> None:
    report = done(assessment.clinic, theo)
    make_assessment(make_patient(other_clinic), rated("low_back", 2), by=as_other_theo, taken_at=INSIDE)
    assert changed(report) == []


def test_what_is_touched_long_after_the_cut_off_makes_it_stale_too(
    assessment: Assessment, session: Any, theo: Membership, as_theo: Caller
) -> None:
    entered = now() - dt.timedelta(days=9)
    for rows in (Assessment.objects, PainRating.objects, TreatmentSession.objects):
        rows.update(created_at=entered, updated_at=entered)
    report = done(assessment.clinic, theo, days_ago=5)
    assert changed(report) == []
    assessment.refresh_from_db()
    mark_entered_in_error(assessment, "another patient", by=as_theo)
    late = make_session(assessment.patient, theo, starts_at=BEFORE, status="completed")
    kinds = {kind for kind, _uuid in changed(report)}
    assert kinds == {"assessment", "pain_rating", "session"}
    assert ("session", late.uuid) in changed(report)


@pytest.mark.parametrize(
    ("model", "happened", "index"),
    [
        (Assessment, "taken_at", "assessments_late_change"),
        (PainRating, "taken_at", "assessments_pain_late_change"),
        (TreatmentSession, "starts_at", "treatments_session_late_change"),
    ],
)
def test_what_was_touched_late_is_found_by_its_index(clinic: Clinic, model: Any, happened: str, index: str) -> None:
    late = model.objects.filter(LongAfter("updated_at", happened), clinic=clinic, updated_at__gt=now())
    with connection.cursor() as cursor:
        # Tables of tests are so small, or so full of what was taken back, that another way may seem as cheap.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert index in late.order_by("updated_at")[:1].explain()


@commits
def test_a_session_completed_late_makes_it_stale(amy: Patient, theo: Membership) -> None:
    booked = make_session(amy, theo, starts_at=INSIDE)
    report = done(amy.clinic, theo)
    change(booked, note_plan="go on")
    assert changed(report) == []
    change(booked, status="completed")
    assert changed(report) == [("session", booked.uuid)]


def test_a_session_entered_late_makes_it_stale(amy: Patient, theo: Membership) -> None:
    report = done(amy.clinic, theo)
    make_session(amy, theo, starts_at=AFTER, status="completed")
    assert changed(report) == []
    late = make_session(amy, theo, starts_at=BEFORE, status="completed")
    assert changed(report) == [("session", late.uuid)], "the first session decides what a baseline is"


VOID = {"entered_in_error_at": INSIDE, "entered_in_error_reason": "another patient"}


@commits
@pytest.mark.parametrize("values", [VOID, {"status": "no_show"}], ids=["void", "not completed"])
def test_a_session_that_did_not_take_place_after_all_makes_it_stale(
    session: Any, theo: Membership, values: dict[str, Any]
) -> None:
    report = done(session.clinic, theo)
    change(session, **values)
    assert changed(report) == [("session", session.uuid)]


@commits
@pytest.mark.parametrize("days", [1, 40], ids=["inside", "out of the window"])
def test_a_session_moved_since_makes_it_stale(session: Any, theo: Membership, days: int) -> None:
    report = done(session.clinic, theo)
    begins = INSIDE + dt.timedelta(days=days)
    change(session, during=DateTimeTZRange(begins, begins + dt.timedelta(minutes=45)))
    assert changed(report) == [("session", session.uuid)]


@commits
def test_a_session_moved_behind_the_cut_off_makes_it_stale(amy: Patient, theo: Membership) -> None:
    session = make_session(amy, theo, starts_at=now() - dt.timedelta(hours=1), status="completed")
    report = done(amy.clinic, theo, window_from=None, window_until=None)
    begins = now()
    change(session, during=DateTimeTZRange(begins, begins + dt.timedelta(minutes=45)))
    assert changed(report) == [("session", session.uuid)]


@commits
def test_notes_change_nothing(session: Any, theo: Membership) -> None:
    report = done(session.clinic, theo)
    change(session, note_plan="go on")
    assert changed(report) == []


@commits
@pytest.mark.parametrize("born", [{"birth_date": dt.date(2010, 5, 1)}, {"birth_date": None}], ids=str)
def test_a_corrected_birth_date_makes_it_stale(amy: Patient, theo: Membership, born: dict[str, Any]) -> None:
    report = done(amy.clinic, theo)
    change(amy, occupation="nurse")
    assert changed(report) == [], "a new occupation does not"
    change(amy, **born)
    assert changed(report) == [("patient", amy.uuid)]


@commits
def test_the_birth_date_of_somebody_registered_since_changes_nothing(clinic: Clinic, theo: Membership) -> None:
    report = done(clinic, theo)
    change(make_patient(clinic), birth_date=dt.date(2010, 5, 1))
    assert changed(report) == []


def test_a_repeatability_report_asks_for_measurements_alone(
    amy: Patient, theo: Membership, as_theo: Caller, session: Any
) -> None:
    report = done(amy.clinic, theo, kind="repeatability")
    make_session(amy, theo, starts_at=BEFORE, status="completed")
    make_assessment(amy, rated("neck", 4), by=as_theo, taken_at=INSIDE)
    assert changed(report) == []
    late = make_assessment(amy, measured("pelvic_obliquity", 3), rated("neck", 4), by=as_theo, taken_at=INSIDE)
    assert changed(report) == [("assessment", late.uuid)]


def test_of_very_many_changes_the_first_are_named(assessment: Assessment, theo: Membership, as_theo: Caller) -> None:
    report = done(assessment.clinic, theo)
    for minutes in range(MOST_CHANGES + 3):
        taken_at = INSIDE + dt.timedelta(minutes=minutes)
        make_assessment(assessment.patient, rated("neck", 4), by=as_theo, taken_at=taken_at)
    first = PainRating.objects.filter(region="neck").order_by("created_at")[:MOST_CHANGES]
    assert changed(report) == [("pain_rating", rating.uuid) for rating in first]


def test_there_may_be_more_changes_where_as_many_of_a_kind_are_named_as_can_be(
    assessment: Assessment, theo: Membership
) -> None:
    report = done(assessment.clinic, theo)
    ratings = [Change("pain_rating", uuid4(), INSIDE) for _ in range(MOST_CHANGES)]
    others = [Change("session", uuid4(), INSIDE) for _ in range(MOST_CHANGES - 1)]
    assert may_be_more(report, [*ratings, *others])
    assert not may_be_more(report, [*ratings[1:], *others])
    assert not may_be_more(OutcomeReport(kind="patient"), ratings), "of one patient all are named"


def test_reports_of_every_kind_are_asked_in_one_query(
    assessment: Assessment, theo: Membership, as_theo: Caller
) -> None:
    done(assessment.clinic, theo)
    done(assessment.clinic, theo, kind="repeatability")
    late = make_assessment(assessment.patient, rated("neck", 4), by=as_theo, taken_at=INSIDE + dt.timedelta(days=1))
    done(assessment.clinic, theo)
    late.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        reports = list(with_staleness(OutcomeReport.objects.order_by("pk"), as_theo.zone))
    assert len(queries) == 1
    assert [report.stale_since is not None for report in reports] == [True, False, False]  # type: ignore[attr-defined]
