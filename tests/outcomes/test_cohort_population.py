"""The patients to whom a part of a clinic is compared: read at the same moment, and part of the fingerprint."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from assessments.models import Assessment, PainRating
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.builders import MORNING, make_assessment, make_patient, measured, rated
from tests.outcomes.selecting import PAIR, now
from treatments.outcomes import cohort_building
from treatments.outcomes.cohort_building import cohort_findings
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.selectors.cohort import cohort_of
from treatments.outcomes.selectors.snapshot import one_moment

FIRST_DAY = MORNING.date()
LONG_BEFORE = MORNING - dt.timedelta(days=400)


@pytest.fixture
def patients(clinic: Clinic, as_theo: Caller) -> list[Patient]:
    """Three patients with two visits each inside the window, and one of whom nothing is on record yet."""
    everybody = [make_patient(clinic) for _ in range(4)]
    for patient in everybody[:3]:
        for day in (0, 20):
            entries = measured("pelvic_obliquity", 3), rated("low_back", 5)
            make_assessment(patient, *entries, by=as_theo, taken_at=MORNING + dt.timedelta(days=day))
    return everybody


def asked(clinic: Clinic, cutoff: dt.datetime, window_from: dt.date | None = FIRST_DAY) -> CohortQuestion:
    return CohortQuestion(clinic="", zone=clinic.time_zone, cutoff=cutoff, pairs=(PAIR,), window_from=window_from)


def enter_before(cutoff: dt.datetime, patient: Patient, by: Caller, taken_at: dt.datetime) -> None:
    """A rating that was being entered at the cut-off, and is seen only now."""
    make_assessment(patient, rated("low_back", 9), by=by, taken_at=taken_at)
    for model in (Assessment, PainRating):
        model.objects.filter(created_at__gt=cutoff).update(created_at=cutoff, updated_at=cutoff)


def population_of(found: CohortFindings) -> int:
    regression = found.pain[0].regression_to_the_mean
    assert regression is not None
    return regression.n


def test_a_rating_outside_the_window_counts_in_the_population_and_in_the_fingerprint(
    clinic: Clinic, patients: list[Patient], as_theo: Caller
) -> None:
    cutoff = now()
    before, whole = (cohort_findings(clinic.pk, asked(clinic, cutoff, since)) for since in (FIRST_DAY, None))
    enter_before(cutoff, patients[3], as_theo, LONG_BEFORE)
    after = cohort_findings(clinic.pk, asked(clinic, cutoff))
    assert (population_of(before), population_of(after)) == (3, 4)
    assert after.counts == before.counts
    assert len({before.sha256, after.sha256, whole.sha256}) == 3


def test_the_same_question_at_the_same_cut_off_has_the_same_fingerprint(
    clinic: Clinic, patients: list[Patient], as_theo: Caller
) -> None:
    cutoff = now()
    before = cohort_findings(clinic.pk, asked(clinic, cutoff))
    make_assessment(patients[0], rated("low_back", 9), by=as_theo, taken_at=LONG_BEFORE)
    assert cohort_findings(clinic.pk, asked(clinic, cutoff)) == before
    assert cohort_findings(clinic.pk, asked(clinic, now())).sha256 != before.sha256


@pytest.mark.django_db(transaction=True)
def test_what_is_seen_between_the_two_readings_is_in_neither(
    clinic: Clinic, patients: list[Patient], as_theo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    cutoff, opened = now(), []
    before = cohort_findings(clinic.pk, asked(clinic, cutoff))

    def elsewhere() -> None:
        enter_before(cutoff, patients[0], as_theo, MORNING + dt.timedelta(days=9))
        connection.close()

    @contextmanager
    def entered_meanwhile(*question: Any) -> Iterator[Any]:
        with cohort_of(*question) as cohort:
            yield cohort
        if not opened:
            with ThreadPoolExecutor(1) as hand:
                hand.submit(elsewhere).result()
        opened.append(question)

    monkeypatch.setattr(cohort_building, "cohort_of", entered_meanwhile)
    assert cohort_findings(clinic.pk, asked(clinic, cutoff)) == before
    assert len(opened) == 2
    later = cohort_findings(clinic.pk, asked(clinic, cutoff))
    assert later.counts["ratings"] == before.counts["ratings"] + 1


def test_how_one_cohort_is_read_does_not_slow_what_is_read_after_it(clinic: Clinic) -> None:
    with one_moment(), connection.cursor() as cursor:
        with cohort_of(clinic.pk, asked(clinic, now())):
            cursor.execute("SHOW enable_seqscan")
            assert cursor.fetchone() == ("off",)
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
