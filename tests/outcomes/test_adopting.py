"""Putting the clinic's own measurement error in force from a repeatability report."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import MethodPrecision
from assessments.services.precision import own_figures, set_precision
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.practice.models import Clinic
from tests.outcomes.replicates import MIRA, THEO, repeated
from tests.outcomes.test_repeatability import people
from treatments.outcomes.adopting import adopt_precision, adoptable
from treatments.outcomes.findings.repeatability.inputs import canonical_bytes
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.findings.repeatability.result import to_result
from treatments.outcomes.models import OutcomeReport

HANDS = (THEO, MIRA)
ONE_RATER = people(0.9, 40)
GONIOMETER: dict[str, Any] = {"measure": "knee_extension", "method": "goniometer"}
OBLIQUITY = ("pelvic_obliquity", "palm")


@pytest.fixture
def report_of(clinic: Clinic, as_mira: Caller) -> Any:
    """A report with the result of these groups; it is held in memory as done, which a worker would have made it."""

    def make(inputs: RepeatabilityInputs, **fields: Any) -> OutcomeReport:
        report = OutcomeReport(
            clinic=clinic,
            kind="repeatability",
            requested_by_id=as_mira.membership_id,
            parameters={"language": "en"},
        )
        report.save()
        findings = repeatability_findings(inputs)
        content = canonical_bytes(inputs)
        done = {
            "state": "done",
            "result": to_result(findings, (), ()),
            "inputs": content,
            "inputs_sha256": findings.sha256,
            "cutoff": dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC),
        }
        for name, value in {**done, **fields}.items():
            setattr(report, name, value)
        return report

    return make


def in_force(by: Caller) -> tuple[float, float] | None:
    figure = own_figures(by).get(OBLIQUITY)
    return (figure.sem_same_rater, figure.sem_different_rater) if figure else None


def own(sem: float, different: float, **fields: Any) -> MethodPrecision:
    """A figure that the manager gave by hand, long ago unless said otherwise."""
    given = {"source": "by hand", "valid_from": dt.date(2026, 1, 1), **fields}
    return MethodPrecision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=sem, sem_different_rater=different, **given
    )


def refused(report: OutcomeReport, by: Caller, measure: str = OBLIQUITY[0], method: str = OBLIQUITY[1]) -> str:
    """The code of the refusal; nothing was written."""
    with pytest.raises(Refused) as refusal:
        adopt_precision(report, measure, method, by=by)
    assert not MethodPrecision.objects.exists()
    (problem,) = refusal.value.problems
    return problem.code


def test_one_click_puts_the_figures_of_one_and_of_different_raters_in_force_from_today_on(
    report_of: Any, as_mira: Caller
) -> None:
    inputs = repeated(*ONE_RATER, *people(1.4, 40, seed=2, raters=HANDS))
    (found,) = repeatability_findings(inputs).methods
    precision = adopt_precision(report_of(inputs), *OBLIQUITY, by=as_mira)
    assert precision.valid_from == as_mira.today()
    assert in_force(as_mira) == (found.same_rater.sem, found.different_rater.sem)


def test_the_source_names_the_day_the_degrees_of_freedom_and_the_interval(report_of: Any, as_mira: Caller) -> None:
    inputs = repeated(*ONE_RATER)
    ends = repeatability_findings(inputs).methods[0].same_rater.sem_ci95
    assert ends
    report = report_of(inputs)
    assert adopt_precision(report, *OBLIQUITY, by=as_mira).source == (
        "Own repeatability report of 2 Mar 2026: 40 degrees of freedom, "
        f"95 % interval {ends[0]:.2f}° to {ends[1]:.2f}° [{report.uuid.hex[:8]}]"
    )


def test_it_is_written_down_who_took_which_figure_from_which_report(report_of: Any, as_mira: Caller) -> None:
    report = report_of(repeated(*ONE_RATER))
    precision = adopt_precision(report, *OBLIQUITY, by=as_mira)
    event = AuditEvent.objects.get(action="report.precision_adopted")
    assert (event.actor, event.subject, event.subject_kind) == (as_mira.uuid, report.uuid, "outcomereport")
    assert event.detail == {"measure": "pelvic_obliquity", "method": "palm", "precision": str(precision.uuid)}
    assert AuditEvent.objects.filter(action="method_precision.set", subject=precision.uuid).exists()


def test_without_a_figure_for_different_raters_the_one_in_force_stays(report_of: Any, as_mira: Caller) -> None:
    report = report_of(repeated(*people(0.7, 40)))
    assert adopt_precision(report, *OBLIQUITY, by=as_mira).sem_different_rater == 1.1


def test_the_clinic_s_own_earlier_figure_for_different_raters_is_the_one_in_force(
    report_of: Any, as_mira: Caller
) -> None:
    set_precision(own(0.5, 1.9), by=as_mira)
    assert adopt_precision(report_of(repeated(*ONE_RATER)), *OBLIQUITY, by=as_mira).sem_different_rater == 1.9


def test_it_never_lies_below_the_error_of_one_rater(report_of: Any, as_mira: Caller) -> None:
    precision = adopt_precision(report_of(repeated(*people(2.0, 40))), *OBLIQUITY, by=as_mira)
    assert precision.sem_same_rater > 1.1
    assert precision.sem_different_rater == precision.sem_same_rater


def test_where_none_was_in_force_both_are_that_of_one_rater(report_of: Any, as_mira: Caller) -> None:
    caliper = report_of(repeated(*people(3, 40, measure="icd_imd", method="caliper")))
    precision = adopt_precision(caliper, "icd_imd", "caliper", by=as_mira)
    assert precision.sem_different_rater == precision.sem_same_rater


def test_the_difference_of_the_legs_has_a_figure_of_its_own(report_of: Any, as_mira: Caller) -> None:
    tape = report_of(repeated(*people(5, 40, measure="lld_true", method="tape_supine")))
    adopt_precision(tape, "lld_true", "tape_supine", by=as_mira)
    assert ("lld_true", "tape_supine") in own_figures(as_mira)


# Refusals


def test_the_same_report_cannot_be_taken_from_twice(report_of: Any, as_mira: Caller) -> None:
    report = report_of(repeated(*ONE_RATER))
    MethodPrecision.objects.filter(pk=adopt_precision(report, *OBLIQUITY, by=as_mira).pk).update(
        valid_from=dt.date(2026, 1, 1)
    )
    with pytest.raises(Clash) as clash:
        adopt_precision(report, *OBLIQUITY, by=as_mira)
    assert clash.value.code == "already_adopted"
    assert MethodPrecision.objects.count() == 1
    assert AuditEvent.objects.filter(action="report.precision_adopted").count() == 1


def test_another_report_can_be_taken_from_later(report_of: Any, as_mira: Caller) -> None:
    first = adopt_precision(report_of(repeated(*ONE_RATER)), *OBLIQUITY, by=as_mira)
    MethodPrecision.objects.filter(pk=first.pk).update(valid_from=dt.date(2026, 1, 1))
    second = adopt_precision(report_of(repeated(*people(0.5, 40))), *OBLIQUITY, by=as_mira)
    assert second.sem_same_rater < first.sem_same_rater
    assert in_force(as_mira) == (second.sem_same_rater, second.sem_different_rater)


def test_two_figures_cannot_begin_on_one_day(report_of: Any, as_mira: Caller) -> None:
    set_precision(own(0.5, 1.9, valid_from=as_mira.today()), by=as_mira)
    with pytest.raises(Clash) as clash:
        adopt_precision(report_of(repeated(*ONE_RATER)), *OBLIQUITY, by=as_mira)
    assert clash.value.code == "assessments_precision_once"
    assert in_force(as_mira) == (0.5, 1.9)


def test_too_few_replicates_give_nothing_to_take(report_of: Any, as_mira: Caller) -> None:
    report = report_of(repeated(*people(0.9, 12)))
    with pytest.raises(Refused, match="12 of the 30 repeated readings"):
        adopt_precision(report, *OBLIQUITY, by=as_mira)
    assert refused(report, as_mira) == "no_own_figure"


def test_a_method_that_the_report_does_not_speak_of_is_refused(report_of: Any, as_mira: Caller) -> None:
    assert refused(report_of(repeated(*ONE_RATER)), as_mira, "knee_extension", "goniometer") == "not_in_report"


@pytest.mark.parametrize("fields", [{"state": "running"}, {"state": "failed"}, {"kind": "cohort"}])
def test_only_a_repeatability_report_that_is_done_gives_figures(
    report_of: Any, as_mira: Caller, fields: dict[str, str]
) -> None:
    report = report_of(repeated(*ONE_RATER), **fields)
    assert refused(report, as_mira) == "gives_no_figures"
    assert adoptable(report, as_mira) == ()


def test_a_therapist_is_offered_nothing_and_may_take_nothing(report_of: Any, as_theo: Caller) -> None:
    report = report_of(repeated(*ONE_RATER))
    assert adoptable(report, as_theo) == ()
    with pytest.raises(PermissionMissing):
        adopt_precision(report, *OBLIQUITY, by=as_theo)
    assert not MethodPrecision.objects.exists()


def test_a_report_of_another_clinic_does_not_exist(report_of: Any, as_mira: Caller, other_clinic: Clinic) -> None:
    report = report_of(repeated(*ONE_RATER))
    report.clinic = other_clinic
    assert refused(report, as_mira) == "does_not_exist"
    assert adoptable(report, as_mira) == ()


# What is offered


def test_the_offer_is_what_one_click_would_write(report_of: Any, as_mira: Caller) -> None:
    copied = people(0.0, 20, seed=9)
    report = report_of(repeated(*ONE_RATER, *copied, *people(2, 12, seed=3, **GONIOMETER)))
    (offer,) = adoptable(report, as_mira)
    assert (offer.measure, offer.method, offer.unit, offer.adopted) == (*OBLIQUITY, "deg", False)
    assert (offer.in_force.sem_same_rater, offer.in_force.sem_different_rater) == (0.7, 1.1)
    assert offer.reasons == ("many_identical_pairs:33>30",)
    adopt_precision(report, *OBLIQUITY, by=as_mira)
    assert in_force(as_mira) == (offer.sem_same_rater, offer.sem_different_rater)


def test_what_was_taken_is_said_so_and_the_figure_in_force_is_then_this_one(report_of: Any, as_mira: Caller) -> None:
    report = report_of(repeated(*ONE_RATER))
    precision = adopt_precision(report, *OBLIQUITY, by=as_mira)
    (offer,) = adoptable(report, as_mira)
    assert offer.adopted
    assert (offer.in_force.sem_same_rater, offer.in_force.valid_from) == (
        precision.sem_same_rater,
        timezone.now().astimezone(as_mira.zone).date(),
    )
    assert [one.adopted for one in adoptable(report_of(repeated(*ONE_RATER)), as_mira)] == [False]


def test_many_offers_cost_as_many_queries_as_one(report_of: Any, as_mira: Caller) -> None:
    few, many = report_of(repeated(*ONE_RATER)), report_of(repeated(*ONE_RATER, *people(2, 40, seed=3, **GONIOMETER)))
    counts = []
    for report in (few, many):
        with CaptureQueriesContext(connection) as queries:
            adoptable(report, as_mira)
        counts.append(len(queries))
    assert counts == [2, 2]
