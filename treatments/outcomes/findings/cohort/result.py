"""The result of a cohort report as JSON-able values, with the key names of the REST contract."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC
from typing import Any

from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CohortPairFinding,
    CourseStep,
    OwnTimeSlopes,
    RawCorrelation,
    RegressionToTheMean,
    Responders,
    WithinPatient,
)
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.question import CohortQuestion
from treatments.outcomes.rules import ENGINE_VERSION

TIME_TERMS = ("t", "log1p(t)")
SE_METHOD = "jackknife_patient"


def to_result(findings: CohortFindings, narrative: Sequence[str], limitations: Sequence[str]) -> dict[str, Any]:
    """Give the stored and served result: finite numbers, None with a reason where there is none.

    Courses of single patients are drawn, never served.
    """
    return {
        "engine": {"version": ENGINE_VERSION, "parameters": dict(findings.parameters)},
        "inputs": {
            "cutoff": findings.cutoff.astimezone(UTC).isoformat(),
            "sha256": findings.sha256,
            "counts": dict(findings.counts),
        },
        **_asked(findings.question),
        "comparisons": findings.comparisons,
        "suppressed": findings.suppressed,
        "pain": [_pain(found) for found in findings.pain],
        "alignment": [_alignment(found) for found in findings.alignment],
        "pairs": [_pair(found) for found in findings.pairs],
        "flow": _flow(findings.flow),
        "narrative": list(narrative),
        "limitations": list(limitations),
    }


def _asked(question: CohortQuestion) -> dict[str, Any]:
    return {
        "audience": question.audience,
        "small_cell_threshold": question.small_cell_threshold,
        "window": {
            "from": question.window_from.isoformat() if question.window_from else None,
            "until": question.window_until.isoformat() if question.window_until else None,
        },
        "filters": dict(question.filters.in_use),
        "confirmatory_year": question.confirmatory_year,
    }


def _pair(found: CohortPairFinding) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "region": found.region,
        "side": None,
        "unit": found.unit,
        "exposure": found.exposure,
        "method_mix": dict(found.method_mix),
        "raters": None if found.raters is None else asdict(found.raters),
        "primary": found.primary,
        "status": found.status,
        "reasons": list(found.reasons),
        "n_patients": found.n_patients,
        "n_pairs": found.n_pairs,
        "n_series": found.n_series,
        "median_visits": found.median_visits,
        "mdc95": found.mdc95,
        "mdc_method": found.mdc_method,
        "mdc_source": found.mdc_source,
        "reliability": found.reliability,
        "within_patient": _within(found.within_patient),
        "raw_rmcorr": _raw(found.raw_rmcorr),
        "own_time_slopes": _own(found.own_time_slopes),
        "between_patients": _across(found.between_patients),
        "change_scores": _across(found.change_scores),
        "quadrants": asdict(found.quadrants),
        "responders": _responders(found.responders),
    }


def _within(found: WithinPatient | None) -> dict[str, Any]:
    """Every key is there whether or not there is an estimate: software can rely on the shape."""
    figures = _nulls(WithinPatient) if found is None else {**asdict(found), "ci95": list(found.ci95)}
    return {**figures, "time_terms": list(TIME_TERMS), "se_method": SE_METHOD, "adjusted_for_time": True}


def _raw(found: RawCorrelation | None) -> dict[str, Any]:
    """The correlation that shared time invents has no p-value in any report."""
    figures = _nulls(RawCorrelation) if found is None else {**asdict(found), "ci95": _ends(found.ci95)}
    return {**figures, "p": None, "adjusted_for_time": False}


def _nulls(kind: type[WithinPatient] | type[RawCorrelation]) -> dict[str, Any]:
    return {field.name: None for field in fields(kind)}


def _own(found: OwnTimeSlopes) -> dict[str, Any]:
    return {**asdict(found), "reasons": list(found.reasons), "ci95": _ends(found.ci95)}


def _across(found: AcrossPatients) -> dict[str, Any]:
    return {**asdict(found), "reasons": list(found.reasons), "ci95": _ends(found.ci95)}


def _responders(found: Responders) -> dict[str, Any]:
    intervals = {name: _ends(getattr(found, name)) for name in ("md_ci95", "ci95", "rr_ci95", "nnt_ci95")}
    return {**asdict(found), **intervals, "reasons": list(found.reasons)}


def _pain(found: CohortPain) -> dict[str, Any]:
    return {
        "region": found.region,
        "side": None,
        "recall": found.recall,
        "context": found.context,
        "main": found.main,
        "status": found.status,
        "reasons": list(found.reasons),
        **_ends_of(found),
        "responses": dict(found.responses),
        "completers": found.completers,
        "dropouts": found.dropouts,
        "completer_baseline": found.completer_baseline,
        "dropout_baseline": found.dropout_baseline,
        "regression_to_the_mean": _regression(found.regression_to_the_mean),
        "steps_in": found.steps_in,
        "course": [_step(step) for step in found.course],
    }


def _alignment(found: CohortAlignment) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "side": None,
        "method": found.method,
        "unit": found.unit,
        "status": found.status,
        "reasons": list(found.reasons),
        **_ends_of(found),
        "mdc95": found.mdc95,
        "mdc_source": found.mdc_source,
        "classes": dict(found.classes),
        "feasibility_caution": found.feasibility_caution,
    }


def _ends_of(found: CohortPain | CohortAlignment) -> dict[str, Any]:
    return {
        "n": found.n,
        "baseline": found.baseline,
        "latest": found.latest,
        "change": found.change,
        "change_ci95": _ends(found.change_ci95),
    }


def _regression(found: RegressionToTheMean | None) -> dict[str, Any] | None:
    return None if found is None else {**asdict(found), "reasons": list(found.reasons)}


def _step(step: CourseStep) -> Mapping[str, Any]:
    return {**asdict(step), "ci95": _ends(step.ci95)}


def _flow(flow: Flow) -> dict[str, Any]:
    return {**asdict(flow), "attendance": [asdict(step) for step in flow.attendance]}


def _ends(ends: tuple[float, float] | None) -> list[float] | None:
    return None if ends is None else list(ends)
