"""What a cohort report was asked is frozen with its cut-off, before anything is read."""

import datetime as dt
from hashlib import sha256
from typing import Any

import pytest

from assessments.models import MethodPrecision
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, question_bytes
from treatments.outcomes.freezing import InputsUnreadable, freeze_question
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.transitions import LeaseLost, claim

ASKED: dict[str, Any] = {
    "language": "en",
    "pairs": [
        {"measure": "pelvic_obliquity", "region": "low_back"},
        {"measure": "crest_height_diff", "region": "low_back"},
    ],
    "primary_pairs": [
        {"measure": "pelvic_obliquity", "region": "low_back"},
        {"measure": "pelvic_obliquity", "region": "neck"},
    ],
    "filters": {"cause": "posture", "age_min": 18},
    "audience": "sharing",
}


@pytest.fixture
def report(clinic: Clinic, as_theo: Caller) -> OutcomeReport:
    """A queued cohort report of March 2026."""
    return OutcomeReport.objects.create(
        clinic=clinic,
        kind="cohort",
        requested_by_id=as_theo.membership_id,
        window_from=dt.date(2026, 3, 1),
        window_until=dt.date(2026, 3, 31),
        parameters=ASKED,
    )


def test_the_first_attempt_stores_what_was_asked_with_its_hash_and_cut_off(
    report: OutcomeReport, clinic: Clinic
) -> None:
    lease = claim(report.pk)
    assert lease
    question = freeze_question(report, lease)
    stored = OutcomeReport.objects.get(pk=report.pk)
    assert bytes(stored.inputs) == question_bytes(question)
    assert stored.inputs_sha256 == sha256(question_bytes(question)).hexdigest()
    assert stored.cutoff == question.cutoff
    assert (question.clinic, question.zone) == (str(clinic.uuid), "Asia/Hong_Kong")
    assert (question.window_from, question.window_until) == (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert question.filters == CohortFilters(cause="posture", age_min=18)
    assert (question.audience, question.small_cell_threshold) == ("sharing", clinic.small_cell_threshold)
    assert question.confirmatory_year is None


def test_a_pair_is_primary_only_if_the_clinic_had_settled_it(report: OutcomeReport) -> None:
    lease = claim(report.pk)
    assert lease
    assert freeze_question(report, lease).pairs == (
        CohortPair(measure="pelvic_obliquity", region="low_back", primary=True),
        CohortPair(measure="crest_height_diff", region="low_back", primary=False),
    )


def test_a_later_attempt_asks_the_same_question_of_the_same_moment(report: OutcomeReport, clinic: Clinic) -> None:
    lease = claim(report.pk)
    assert lease
    first = freeze_question(report, lease)
    Clinic.objects.filter(pk=clinic.pk).update(time_zone="Europe/London", small_cell_threshold=11)
    OutcomeReport.objects.filter(pk=report.pk).update(state="queued", lease_until=None)
    next_lease = claim(report.pk)
    assert next_lease
    again = OutcomeReport.objects.select_related("clinic").get(pk=report.pk)
    assert freeze_question(again, next_lease) == first


def test_an_attempt_that_was_overtaken_freezes_nothing(report: OutcomeReport) -> None:
    lease = claim(report.pk)
    assert lease
    OutcomeReport.objects.filter(pk=report.pk).update(attempt=2)
    with pytest.raises(LeaseLost):
        freeze_question(report, lease)
    assert OutcomeReport.objects.get(pk=report.pk).inputs is None


def test_the_measurement_errors_in_force_are_part_of_the_question(report: OutcomeReport, clinic: Clinic) -> None:
    MethodPrecision.objects.create(
        clinic=clinic,
        measure="pelvic_obliquity",
        method="palm",
        sem_same_rater=0.4,
        sem_different_rater=0.8,
        source="own study",
        valid_from=dt.date(2026, 1, 1),
    )
    lease = claim(report.pk)
    assert lease
    figures = {(figure.measure, figure.method): figure for figure in freeze_question(report, lease).precisions}
    assert figures["pelvic_obliquity", "palm"].sem_same_rater == 0.4
    assert figures["pelvic_obliquity", "palm"].clinic_own
    assert not figures["knee_flexion", "visual"].clinic_own


def test_a_question_of_another_form_is_refused_by_name(report: OutcomeReport) -> None:
    content = b'{"format": 99, "kind": "cohort"}'
    report.inputs, report.inputs_sha256 = content, sha256(content).hexdigest()
    report.save()
    lease = claim(report.pk)
    assert lease
    with pytest.raises(InputsUnreadable):
        freeze_question(report, lease)
