"""What a repeatability report reads: repeated readings of the clinic, as they stood at its cut-off."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, MethodPrecision
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.records import update
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient, make_session, measured
from treatments.models import TreatmentSession
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.selectors.repeatability import keys_of, repeatability_inputs
from treatments.services.voiding import void_session

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def now() -> dt.datetime:
    """The database's own time, by which records are entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


def selected(clinic: Clinic, cutoff: dt.datetime | None = None, **asked: Any) -> RepeatabilityInputs:
    return repeatability_inputs(OutcomeReport(clinic=clinic, kind="repeatability", **asked), cutoff or now())


def found(clinic: Clinic, cutoff: dt.datetime | None = None, **asked: Any) -> list[tuple[str, tuple[float, ...]]]:
    """What lies between the readings of each group, and the readings."""
    return sorted((group.apart, group.values) for group in selected(clinic, cutoff, **asked).groups)


@pytest.fixture
def read(amy: Patient, as_theo: Caller, theo: Membership) -> Any:
    """``read(2, 3.0, 3.4)``: an obliquity of Amy on the second day after 2 March, by Theo."""

    def assess(day: float, *readings: float, relandmarked: bool | None = None, **fields: Any) -> Assessment:
        obliquity = measured("pelvic_obliquity", *readings, relandmarked=relandmarked)
        taken_at = MORNING + day * DAY
        return make_assessment(amy, obliquity, by=as_theo, **{"taken_at": taken_at, "rater": theo, **fields})

    return assess


def test_a_group_says_of_whom_what_how_and_by_whom(
    read: Any, clinic: Clinic, amy: Patient, theo: Membership, mira: Membership
) -> None:
    first, second = read(0, 3.0, footwear="barefoot"), read(1, 3.4, footwear="barefoot", rater=mira)
    inputs = selected(clinic)
    (group,) = inputs.groups
    assert (group.patient, group.measure, group.side, group.method) == (
        str(amy.uuid),
        "pelvic_obliquity",
        "none",
        "palm",
    )
    assert (group.posture, group.footwear, group.lift, group.after_treatment) == ("standing", "barefoot", None, False)
    assert group.raters == (str(theo.uuid), str(mira.uuid))
    assert {rater.key: rater.name for rater in inputs.raters} == {str(theo.uuid): "Theo", str(mira.uuid): "Mira"}
    assert keys_of(inputs) == sorted([first.uuid, second.uuid])


def test_readings_of_one_visit_count_only_if_somebody_said_that_the_landmarks_were_found_anew(
    read: Any, clinic: Clinic
) -> None:
    read(0, 3.0, 3.4, relandmarked=True)
    read(30, 2.0, 2.2)
    read(60, 1.0, 1.2, relandmarked=False)
    read(90, 1.0, relandmarked=True)
    assert found(clinic) == [("readings", (3.0, 3.4))]
    assert selected(clinic).not_relandmarked == 2


def test_days_count_within_a_week_and_never_across_a_session(
    read: Any, clinic: Clinic, amy: Patient, theo: Membership
) -> None:
    for day in (0, 7, 20, 28, 40, 42):
        read(day, day / 10)
    make_session(amy, theo, starts_at=MORNING + 41 * DAY, status="completed")
    make_session(amy, theo, starts_at=MORNING + 3 * DAY, status="cancelled")
    assert found(clinic) == [("days", (0.0, 0.7))]


def test_two_raters_on_one_day_count_unless_a_session_began_between_them(
    read: Any, clinic: Clinic, amy: Patient, theo: Membership, mira: Membership
) -> None:
    read(0, 3.0)
    read(1 / 24, 3.4, rater=mira)
    make_session(amy, theo, starts_at=MORNING + 2 * HOUR, status="completed")
    read(30, 2.0)
    read(30 + 2 / 24, 2.4, rater=mira)
    make_session(amy, theo, starts_at=MORNING + 30 * DAY + HOUR, status="completed")
    assert found(clinic) == [("raters", (3.0, 3.4))]


def test_measurements_of_nobody_in_particular_are_counted_but_not_used(read: Any, clinic: Clinic) -> None:
    read(0, 3.0, rater=None)
    read(1, 3.4, rater=None)
    read(30, 3.4, rater=None)
    read(60, 1.0, 2.0, rater=None, relandmarked=True)
    inputs = selected(clinic)
    assert (inputs.groups, inputs.rater_unknown) == ((), 3)


def test_another_clinic_s_readings_stay_out(read: Any, clinic: Clinic, other_clinic: Clinic) -> None:
    read(0, 3.0, 3.4, relandmarked=True)
    assert found(other_clinic) == []
    assert len(found(clinic)) == 1


def test_the_difference_of_the_legs_has_an_error_of_its_own(
    clinic: Clinic, amy: Patient, as_theo: Caller, theo: Membership
) -> None:
    tape: dict[str, Any] = {"method": "tape_supine", "relandmarked": True}
    legs = [
        measured("leg_length_true", 871, 873, side="left", **tape),
        measured("leg_length_true", 862, 861, side="right", **tape),
    ]
    make_assessment(amy, *legs, by=as_theo, rater=theo)
    groups = {(group.measure, group.side): group.values for group in selected(clinic).groups}
    assert groups == {
        ("leg_length_true", "left"): (871, 873),
        ("leg_length_true", "right"): (862, 861),
        ("lld_true", "none"): (-9, -12),
    }


def test_the_window_counts_whole_days_of_the_clinic(read: Any, clinic: Clinic) -> None:
    """23:59 and 00:00 in Hong Kong both lie on 1 March in London."""
    late = dt.datetime(2026, 3, 1, 23, 59, tzinfo=ZoneInfo("Asia/Hong_Kong"))
    for minute in range(2):
        read(0, float(minute), 9.0, relandmarked=True, taken_at=late + dt.timedelta(minutes=minute))
    first, second = dt.date(2026, 3, 1), dt.date(2026, 3, 2)
    assert found(clinic, window_until=first) == [("readings", (0.0, 9.0))]
    assert found(clinic, window_from=second, window_until=second) == [("readings", (1.0, 9.0))]
    assert found(clinic, window_from=first, window_until=second) == [("days", (0.0, 1.0))]
    assert found(clinic, window_from=dt.date(2026, 3, 3)) == []


# As of the cut-off


def test_what_is_entered_later_stays_out_however_early_it_was_taken(read: Any, clinic: Clinic) -> None:
    read(1, 3.0)
    cutoff = now()
    read(0, 3.4)
    assert found(clinic, cutoff) == []
    assert found(clinic) == [("days", (3.4, 3.0))]


def test_what_was_entered_in_error_counts_until_somebody_said_so(read: Any, clinic: Clinic, as_theo: Caller) -> None:
    wrong = read(0, 3.0, 3.4, relandmarked=True)
    cutoff = now()
    mark_entered_in_error(wrong, "another patient", by=as_theo)
    assert found(clinic, cutoff) == [("readings", (3.0, 3.4))]
    assert found(clinic) == []


def test_a_correction_takes_the_place_of_what_it_corrects(
    read: Any, clinic: Clinic, amy: Patient, as_theo: Caller, theo: Membership
) -> None:
    wrong = read(0, 3.0, 13.4, relandmarked=True)
    cutoff = now()
    right = Assessment(patient=amy, taken_at=MORNING, rater=theo)
    anew = measured("pelvic_obliquity", 3.0, 3.4, relandmarked=True)
    correct_assessment(wrong, right, [anew], [], "a slip of the pen", by=as_theo)
    assert found(clinic, cutoff) == [("readings", (3.0, 13.4))]
    assert found(clinic) == [("readings", (3.0, 3.4))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("day", [0, 1, 2])
def test_a_session_parts_days_from_when_it_was_completed_until_it_was_found_to_be_an_error(
    read: Any, clinic: Clinic, amy: Patient, theo: Membership, as_theo: Caller, day: int
) -> None:
    read(0, 3.0)
    read(2, 3.4)
    session = make_session(amy, theo, starts_at=MORNING + day * DAY)
    booked = now()
    session.status = "completed"
    update(session, ["status"])
    completed = now()
    void_session(TreatmentSession.objects.get(pk=session.pk), "another patient", by=as_theo)
    assert found(clinic, booked) == [("days", (3.0, 3.4))]
    assert found(clinic, completed) == []
    assert found(clinic) == [("days", (3.0, 3.4))]


def test_the_clinic_s_own_figure_in_force_is_frozen(clinic: Clinic) -> None:
    own = {"measure": "pelvic_obliquity", "method": "palm", "source": "own study", "valid_from": dt.date(2026, 1, 1)}
    MethodPrecision.objects.create(clinic=clinic, sem_same_rater=0.5, sem_different_rater=0.9, **own)
    figures = {(one.measure, one.method): one for one in selected(clinic).precisions}
    assert figures["pelvic_obliquity", "palm"].sem_same_rater == 0.5
    assert not figures["knee_flexion", "visual"].clinic_own


def test_the_number_of_queries_does_not_grow_with_the_patients_of_a_batch(
    clinic: Clinic, as_theo: Caller, theo: Membership
) -> None:
    def repeat(times: int) -> int:
        for _ in range(times):
            amy = make_patient(clinic)
            obliquity = measured("pelvic_obliquity", 3.0, 3.4, relandmarked=True)
            make_assessment(amy, obliquity, by=as_theo, rater=theo)
            make_session(amy, theo, starts_at=MORNING + len(clinic_sessions) * HOUR, status="completed")
            clinic_sessions.append(1)
        with CaptureQueriesContext(connection) as queries:
            selected(clinic)
        return len(queries)

    clinic_sessions: list[int] = []
    assert repeat(1) == repeat(6)
