"""Mira asks about all patients together; a year is confirmed once."""

import datetime as dt
from typing import Any

import pytest

from assessments.models import PainRating
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.models import Clinic, Membership
from tests.builders import make_patient, make_technique
from treatments.models import Technique
from treatments.outcomes.cohort_identity import cohort_identity, filter_names
from treatments.outcomes.findings.cohort.question import CohortFilters
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair
from treatments.outcomes.requesting.cohort import request_cohort_report, request_confirmatory_report
from treatments.outcomes.requesting.rerun import rerun
from treatments.outcomes.selectors.settled_pairs import settled_pairs
from treatments.outcomes.settling import retire_pair, write_down_default_pairs

OBLIQUITY = ("pelvic_obliquity", "low_back")
LAST_YEAR = dt.date.today().year - 1  # noqa: DTZ011 - any year that is surely over would do


@pytest.fixture
def last_year(clinic: Clinic, other_clinic: Clinic) -> None:
    """In the last year, which is over, a patient of each clinic was asked about pain."""
    for one in (clinic, other_clinic):
        taken = dt.datetime(LAST_YEAR, 6, 1, 9, tzinfo=one.zone)
        PainRating.objects.create(
            clinic=one, patient=make_patient(one), taken_at=taken, region="low_back", side="none", intensity=6
        )


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


def in_force(pair: tuple[str, str], **fields: Any) -> dict[str, Any]:
    return {"measure": pair[0], "region": pair[1], **fields}


def test_without_pairs_the_report_asks_for_those_that_the_clinic_settled(as_mira: Caller) -> None:
    report = request_cohort_report(by=as_mira)
    report.refresh_from_db()
    assert (report.kind, report.state, report.patient, report.locked_year) == ("cohort", "queued", None, None)
    assert len(report.parameters["pairs"]) == 6
    assert report.parameters["pairs"] == report.parameters["primary_pairs"]
    assert (report.parameters["audience"], report.parameters["filters"]) == ("internal", {})


def test_a_pair_that_is_named_but_not_settled_is_no_primary_one(as_mira: Caller) -> None:
    report = request_cohort_report(pairs=[("q_angle", "knee")], by=as_mira)
    assert report.parameters["pairs"] == [in_force(("q_angle", "knee"))]
    assert in_force(("q_angle", "knee")) not in report.parameters["primary_pairs"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], [("/pairs", "no_pairs")]),
        ([("pelvic_oblquity", "low_back")], [("/pairs/0", "unknown_measure")]),
        ([OBLIQUITY, ("pelvic_obliquity", "elbow")], [("/pairs/1", "unknown_region")]),
        ([("leg_length_true", "low_back")], [("/pairs/0", "single_leg_not_trended")]),
        ([OBLIQUITY, OBLIQUITY], [("/pairs/1", "duplicate_pair")]),
        ([OBLIQUITY] * 13, [("/pairs", "too_many_pairs")]),
    ],
)
def test_a_pair_that_cannot_be_looked_at_is_refused_where_it_stands(
    pairs: list[tuple[str, str]], expected: list[tuple[str, str]], as_mira: Caller
) -> None:
    with pytest.raises(Refused) as refused:
        request_cohort_report(pairs=pairs, by=as_mira)
    assert codes(refused) == expected
    assert not OutcomeReport.objects.exists()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"cause": "moonlight"}, ("/filters/cause", "invalid_choice")),
        ({"sex": "purple"}, ("/filters/sex", "invalid_choice")),
        ({"therapist": "00000000-0000-4000-8000-000000000000"}, ("/filters/therapist", "does_not_exist")),
        ({"therapist": "no id at all"}, ("/filters/therapist", "does_not_exist")),
        ({"technique": "magic"}, ("/filters/technique", "does_not_exist")),
        ({"age_min": -1}, ("/filters/age_min", "out_of_bounds")),
        ({"age_max": 121}, ("/filters/age_max", "out_of_bounds")),
        ({"age_min": 60, "age_max": 50}, ("/filters/age_min", "age_min_above_age_max")),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    filters: dict[str, Any], expected: tuple[str, str], as_mira: Caller
) -> None:
    with pytest.raises(Refused) as refused:
        request_cohort_report(filters=CohortFilters(**filters), by=as_mira)
    assert codes(refused) == [expected]


def test_filters_that_fit_are_kept_as_they_were_given(clinic: Clinic, theo: Membership, as_mira: Caller) -> None:
    make_technique(clinic, code="traction")
    filters = CohortFilters(therapist=str(theo.uuid), technique="traction", cause="fall", age_min=18, age_max=65)
    report = request_cohort_report(filters=filters, audience="sharing", by=as_mira)
    assert report.parameters["filters"] == dict(filters.in_use)
    assert report.parameters["audience"] == "sharing"
    assert filter_names(report) == {
        "therapist": theo.display_name,
        "technique": Technique.objects.get().name,
        "cause": "Fall",
    }


def test_a_report_about_all_patients_says_what_it_was_asked_and_why(clinic: Clinic, as_mira: Caller) -> None:
    plain = request_cohort_report(from_=dt.date(2026, 1, 5), by=as_mira)
    assert cohort_identity(plain).asked == (("Period", "5 Jan 2026 to the data cut-off"),)
    weekly = OutcomeReport(clinic=clinic, parameters=plain.parameters, scheduled_for=dt.date(2026, 3, 2))
    assert cohort_identity(weekly).asked[1] == ("Made", "every week, for the week of 2 Mar 2026")


def test_another_clinics_therapist_does_not_exist(other_theo: Membership, as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_cohort_report(filters=CohortFilters(therapist=str(other_theo.uuid)), by=as_mira)
    assert codes(refused) == [("/filters/therapist", "does_not_exist")]


def test_a_window_that_ends_before_it_begins_is_refused(as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_cohort_report(from_=dt.date(2026, 3, 2), until=dt.date(2026, 3, 1), by=as_mira)
    assert codes(refused) == [("/from", "from_after_until")]


def test_the_front_desk_may_not_ask_about_all_patients(as_rosa: Caller) -> None:
    with pytest.raises(PermissionMissing):
        request_cohort_report(by=as_rosa)
    with pytest.raises(PermissionMissing):
        request_confirmatory_report(year=LAST_YEAR, by=as_rosa)


@pytest.mark.usefixtures("last_year")
def test_a_closed_year_is_confirmed_once(as_mira: Caller) -> None:
    report = request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert (report.window_from, report.window_until) == (dt.date(LAST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
    assert (report.locked_year, report.parameters["confirmatory_year"]) == (LAST_YEAR, LAST_YEAR)
    with pytest.raises(Clash) as clash:
        request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert clash.value.code == "year_already_confirmed"
    assert OutcomeReport.objects.count() == 1


@pytest.mark.usefixtures("last_year")
def test_a_year_whose_report_failed_was_never_looked_at(as_mira: Caller) -> None:
    failed = request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    OutcomeReport.objects.filter(pk=failed.pk).update(state="running", attempt=3, lease_until=failed.created_at)
    OutcomeReport.objects.filter(pk=failed.pk).update(state="failed", failure_reason="worker_lost", lease_until=None)
    assert request_confirmatory_report(year=LAST_YEAR, by=as_mira).locked_year == LAST_YEAR


@pytest.mark.usefixtures("last_year")
def test_each_clinic_confirms_its_own_year(as_mira: Caller, as_other_theo: Caller) -> None:
    request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert request_confirmatory_report(year=LAST_YEAR, by=as_other_theo).locked_year == LAST_YEAR


def test_a_year_that_is_not_over_is_not_confirmed(as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_confirmatory_report(year=as_mira.today().year, by=as_mira)
    assert codes(refused) == [("/confirmatory_year", "year_not_over")]


def test_a_year_without_data_is_left_for_later(as_mira: Caller) -> None:
    with pytest.raises(Refused) as refused:
        request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert codes(refused) == [("/confirmatory_year", "no_data_in_year")]
    assert not OutcomeReport.objects.exists()


def test_only_pairs_that_were_settled_before_the_years_first_data_are_confirmed(
    clinic: Clinic, as_mira: Caller
) -> None:
    first = dt.datetime(LAST_YEAR, 6, 1, 9, tzinfo=as_mira.zone)
    patient = make_patient(clinic)
    PainRating.objects.create(
        clinic=clinic, patient=patient, taken_at=first, region="low_back", side="none", intensity=6
    )
    write_down_default_pairs(by=as_mira)
    early, late, *others = PrespecifiedPair.objects.order_by("position")
    for pair in others:
        retire_pair(pair, by=as_mira)
    settled_at = {early.pk: first - dt.timedelta(days=1), late.pk: first + dt.timedelta(days=1)}
    for pk, moment in settled_at.items():
        PrespecifiedPair.objects.filter(pk=pk).update(created_at=moment, came_with_product=False)
    PrespecifiedPair.objects.exclude(pk__in=settled_at).update(retired_at=first - dt.timedelta(days=1))
    report = request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert report.parameters["pairs"] == [in_force((early.measure, early.region))]
    assert len(settled_pairs(clinic.pk)) == 2


@pytest.mark.usefixtures("last_year")
def test_a_year_before_which_nothing_was_settled_has_nothing_to_confirm(clinic: Clinic, as_mira: Caller) -> None:
    write_down_default_pairs(by=as_mira)
    PrespecifiedPair.objects.update(came_with_product=False)
    with pytest.raises(Refused) as refused:
        request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    assert codes(refused) == [("/confirmatory_year", "no_pair_settled_in_time")]


@pytest.mark.usefixtures("last_year")
def test_a_rerun_on_other_data_does_not_test_the_year_again(as_mira: Caller) -> None:
    first = request_confirmatory_report(year=LAST_YEAR, by=as_mira)
    again = rerun(first, by=as_mira)
    assert "confirmatory_year" not in again.parameters
    assert (again.locked_year, again.supersedes, again.window_from) == (None, first, first.window_from)
