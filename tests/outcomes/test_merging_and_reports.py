"""What becomes of reports when records of patients are merged and separated."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.common.caller import Caller
from clinic.common.errors import Refused
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from patients.services.merging import merge, unmerge
from tests.builders import make_patient
from tests.outcomes.selecting import now
from tests.outcomes.test_staleness import built, kinds, stale_since
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.requesting.rerun import rerun


@pytest.fixture
def amie(clinic: Clinic) -> Patient:
    return make_patient(clinic, given_name="Amie")


def one_person(source: Patient, survivor: Patient, by: Caller) -> None:
    source.refresh_from_db()
    survivor.refresh_from_db()
    merge(source, survivor, reason="one person", by=by)


def about(patient: Patient, by: Caller) -> OutcomeReport:
    return built(request_patient_report(patient=patient, by=by))


def test_reports_about_both_become_stale_by_the_merge_and_say_so(
    treated_amy: Patient, amie: Patient, as_theo: Caller
) -> None:
    reports = [about(patient, as_theo) for patient in (treated_amy, amie)]
    assert [stale_since(report) for report in reports] == [None, None]
    before = now()
    one_person(treated_amy, amie, as_theo)
    for report in reports:
        since = stale_since(report)
        assert since is not None
        assert since > before, "not since the day on which a record was entered"
        assert "merge" in kinds(report)


def test_a_finished_report_stays_what_it_was_and_is_run_again_for_the_survivor(
    treated_amy: Patient, amie: Patient, as_theo: Caller
) -> None:
    report = about(treated_amy, as_theo)
    sha256 = report.inputs_sha256
    one_person(treated_amy, amie, as_theo)
    report = OutcomeReport.objects.get(pk=report.pk)
    assert (report.patient, report.inputs_sha256) == (treated_amy, sha256)
    assert rerun(report, by=as_theo).patient == amie
    assert rerun(report, same_data=True, by=as_theo).inputs_sha256 == sha256


def test_a_report_that_has_read_nothing_yet_goes_over(treated_amy: Patient, amie: Patient, as_theo: Caller) -> None:
    queued = request_patient_report(patient=treated_amy, by=as_theo)
    one_person(treated_amy, amie, as_theo)
    assert OutcomeReport.objects.get(pk=queued.pk).patient == amie


def test_no_report_is_asked_for_about_a_merged_record(treated_amy: Patient, amie: Patient, as_theo: Caller) -> None:
    one_person(treated_amy, amie, as_theo)
    with pytest.raises(Refused, match="was merged into record"):
        request_patient_report(patient=treated_amy, by=as_theo)


@pytest.mark.parametrize("separated", [False, True])
def test_a_report_about_all_is_stale_and_not_computed_again_from_rows_that_say_otherwise(
    treated_amy: Patient, amie: Patient, theo: Membership, as_theo: Caller, *, separated: bool
) -> None:
    if separated:
        one_person(treated_amy, amie, as_theo)
    read: dict[str, Any] = {"cutoff": timezone.now(), "inputs": b"{}", "inputs_sha256": SHA256_OF_NOTHING}
    report = OutcomeReport.objects.create(clinic=theo.clinic, kind="repeatability", requested_by=theo, **read)
    assert rerun(report, same_data=True, by=as_theo)
    if separated:
        unmerge(treated_amy, by=as_theo)
    else:
        one_person(treated_amy, amie, as_theo)
    with pytest.raises(Refused, match="merged or separated"):
        rerun(report, same_data=True, by=as_theo)
    assert rerun(report, by=as_theo)
    assert "merge" in kinds(report)


SHA256_OF_NOTHING = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
