"""The hash of what a cohort report read: the same for the same records, however they were read."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.records import update
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_episode, make_patient, make_session, measured, rated
from tests.outcomes.selecting import PAIR, now, selected
from treatments.outcomes.findings.cohort.columns import SIDES
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.selectors import cohort as selection
from treatments.outcomes.selectors.cohort import cohort_of


@pytest.fixture
def patients(clinic: Clinic, theo: Membership, as_theo: Caller) -> list[Patient]:
    """Seven patients with one to seven visits each, of which several are at the same moment."""
    everybody = [make_patient(clinic) for _ in range(7)]
    for number, patient in enumerate(everybody):
        episode = make_episode(patient)
        for visit in range(number + 1):
            at = MORNING + dt.timedelta(days=visit // 2, minutes=number * 50)
            entries = measured("pelvic_obliquity", visit), rated("low_back", visit), rated("neck", visit)
            make_assessment(patient, *entries, by=as_theo, taken_at=at, episode=episode)
        make_session(patient, theo, starts_at=MORNING + dt.timedelta(minutes=number * 50), status="completed")
    return everybody


def test_batches_change_neither_the_rows_nor_the_hash(
    clinic: Clinic, patients: list[Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    cutoff = now()
    whole = selected(clinic, cutoff)
    monkeypatch.setattr(selection, "FIRST_PATIENTS", 1)
    monkeypatch.setattr(selection, "MOST_PATIENTS", 3)
    for rows_of_a_batch, batches in [(1, 7), (1_000, 3)]:
        parts = selected(clinic, cutoff, rows_of_a_batch=rows_of_a_batch)
        assert parts.batches == batches
        assert parts.sha256 == whole.sha256
        assert parts.counts == whole.counts
        for name in ("ratings", "readings", "starts", "people"):
            assert getattr(parts, name).tobytes() == getattr(whole, name).tobytes()
    assert len(whole.ratings) == len(whole.readings) == 28
    assert (len(whole.starts), len(whole.people)) == (14, 7)


def test_a_batch_holds_all_rows_of_its_patients_and_of_nobody_else(
    clinic: Clinic, patients: list[Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "FIRST_PATIENTS", 2)
    question = CohortQuestion(clinic="", zone=clinic.time_zone, cutoff=now(), pairs=(PAIR,))
    with cohort_of(clinic.pk, question, rows_of_a_batch=8) as cohort:
        batches = list(cohort.batches(measure=PAIR.measure, region=PAIR.region))
    seen: list[int] = []
    for batch in batches:
        theirs = batch.people["patient"].tolist()
        seen += theirs
        for rows in (batch.ratings, batch.readings, batch.starts):
            assert sorted(set(rows["patient"].tolist())) == theirs
    assert seen == [patient.pk for patient in patients]


def test_later_corrections_leave_a_report_of_the_old_cut_off_as_it_was(
    clinic: Clinic, patients: list[Patient], as_theo: Caller
) -> None:
    cutoff = now()
    before = selected(clinic, cutoff)
    first, second, *_others = Assessment.objects.filter(patient=patients[-1]).order_by("pk")
    correction = Assessment(patient=patients[-1], taken_at=MORNING)
    correct_assessment(first, correction, [measured("pelvic_obliquity", 9)], [], "a slip of the pen", by=as_theo)
    mark_entered_in_error(second, "another patient", by=as_theo)
    make_assessment(patients[0], rated("low_back", 9), by=as_theo, taken_at=MORNING - dt.timedelta(days=9))
    again, today = selected(clinic, cutoff), selected(clinic)
    assert (again.sha256, again.counts) == (before.sha256, before.counts)
    assert today.counts["measurements"] == before.counts["measurements"] - 1


@pytest.mark.django_db(transaction=True)
def test_changes_in_place_leave_it_as_it_was_too(clinic: Clinic, patients: list[Patient]) -> None:
    cutoff = now()
    before = selected(clinic, cutoff)
    patient = Patient.objects.get(pk=patients[0].pk)
    patient.birth_date = dt.date(1970, 1, 1)
    update(patient, ["birth_date"])
    session = patient.sessions.get()
    session.status = "no_show"
    update(session, ["status"])
    assert selected(clinic, cutoff).sha256 == before.sha256


def test_where_rows_lie_does_not_matter(clinic: Clinic, patients: list[Patient]) -> None:
    """PostgreSQL writes a changed row anew, behind all others."""
    cutoff = now()
    before = selected(clinic, cutoff)
    Assessment.objects.filter(patient__in=patients[::2]).update(note="seen again")
    PainRating.objects.filter(patient__in=patients[::3]).update(mode="verbal")
    assert selected(clinic, cutoff).sha256 == before.sha256


def test_what_is_of_one_moment_is_in_order_of_its_codes(amy: Patient, as_theo: Caller) -> None:
    right, left = (measured("knee_frontal_hka", 2, side=side, method="phone_inclinometer") for side in SIDES[:0:-1])
    make_assessment(amy, right, left, rated("knee", 3, "right"), rated("knee", 3, "left"), by=as_theo)
    found = selected(amy.clinic, measure="knee_frontal_hka", region="knee")
    assert [SIDES[row["side"]] for row in found.readings] == ["left", "right"]
    assert [SIDES[row["side"]] for row in found.ratings] == ["left", "right"]


@pytest.mark.parametrize("what", ["rating", "measurement", "session", "birth date"])
def test_one_other_record_is_another_hash(
    clinic: Clinic, patients: list[Patient], theo: Membership, as_theo: Caller, what: str
) -> None:
    cutoff = now()
    before = selected(clinic, cutoff).sha256
    patient = patients[0]
    taken_at = MORNING - dt.timedelta(days=3)
    if what == "session":
        make_session(patient, theo, starts_at=taken_at, status="completed")
    elif what == "birth date":
        Patient.objects.filter(pk=patient.pk).update(birth_date=dt.date(1970, 1, 1))
    else:
        entry = rated("low_back", 3) if what == "rating" else measured("pelvic_obliquity", 3)
        make_assessment(patient, entry, by=as_theo, taken_at=taken_at)
    for model in (Assessment, PainRating, patient.sessions.model):
        model.objects.filter(created_at__gt=cutoff).update(created_at=cutoff, updated_at=cutoff)
    assert selected(clinic, cutoff).sha256 != before


def test_another_question_is_another_hash(clinic: Clinic, patients: list[Patient]) -> None:
    cutoff = now()
    assert selected(clinic, cutoff).sha256 != selected(clinic, cutoff, window_from=dt.date(2020, 1, 1)).sha256


def test_the_order_of_pairs_does_not_matter_and_reading_twice_counts_once(
    clinic: Clinic, patients: list[Patient]
) -> None:
    question = CohortQuestion(clinic="", zone=clinic.time_zone, cutoff=now(), pairs=(PAIR,))
    found = []
    for regions in (["low_back", "neck"], ["neck", "low_back", "neck"]):
        with cohort_of(clinic.pk, question) as cohort:
            for region in regions:
                list(cohort.batches(measure="pelvic_obliquity", region=region))
            found.append((cohort.sha256, cohort.counts))
    assert found[0] == found[1]
    assert found[0][1] == {"ratings": 56, "measurements": 28, "sessions": 7, "patients": 7}


def test_the_number_of_queries_does_not_grow_with_the_records(
    clinic: Clinic, as_theo: Caller, theo: Membership
) -> None:
    counted = []
    for patients in (1, 5):
        for number in range(patients):
            patient = make_patient(clinic)
            for visit in range(4):
                at = MORNING - dt.timedelta(days=10 * patients + visit, minutes=50 * number)
                entries = rated("low_back", visit), measured("pelvic_obliquity", visit)
                make_assessment(patient, *entries, by=as_theo, taken_at=at)
                make_session(patient, theo, starts_at=at, status="completed")
        cutoff = now()
        with CaptureQueriesContext(connection) as queries:
            selected(clinic, cutoff)
        counted.append(len(queries))
    assert counted[0] == counted[1] == 14
