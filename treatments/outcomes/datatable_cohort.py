"""The estimates of a cohort report as a CSV file in long format: one row per figure, codes as in the API. Pure.

No row is of a single patient, and nothing is dated: time is told in full weeks since the first rating.
"""

from collections.abc import Iterable, Iterator, Mapping

from treatments.outcomes.datatable import Cell, written
from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CohortPairFinding,
    Ends,
    OwnTimeSlopes,
    WithinPatient,
)
from treatments.outcomes.findings.cohort.flow_finding import Flow

COLUMNS = (
    "kind",
    "measure",
    "region",
    "method",
    "recall",
    "context",
    "primary",
    "figure",
    "step",
    "unit",
    "value",
    "ci95_low",
    "ci95_high",
    "se",
    "dof",
    "p",
    "p_holm",
    "patients",
    "status",
    "reasons",
)

Row = dict[str, Cell]
_POINTS, _SHARE, _PATIENTS = "{score}", "1", "{patients}"


def render_cohort_csv(findings: CohortFindings) -> bytes:
    """Write every figure of the report once, in the order of its pages.

    A figure that cannot be given, or may not be shown, has an empty value; `status` and `reasons` say why. `step`
    counts weeks since the first rating in a course of pain, and visits in an attendance.
    """
    return written(COLUMNS, _rows(findings))


def _rows(findings: CohortFindings) -> Iterator[Row]:
    for pair in findings.pairs:
        yield from _of({"kind": "pair", **_pair(pair)}, _pair_figures(pair))
    for pain in findings.pain:
        yield from _of({"kind": "pain", **_pain(pain)}, _pain_figures(pain))
    for alignment in findings.alignment:
        yield from _of({"kind": "alignment", **_alignment(alignment)}, _alignment_figures(alignment))
    yield from _of({"kind": "flow"}, _flow_figures(findings.flow))


def _of(subject: Row, figures: Iterable[Row]) -> Iterator[Row]:
    return ({**subject, **figure} for figure in figures)


def _pair(found: CohortPairFinding) -> Row:
    return {
        "measure": found.measure,
        "region": found.region,
        "method": found.mdc_method,
        "primary": found.primary,
        "status": found.status,
        "reasons": _listed(found.reasons),
    }


def _pain(found: CohortPain) -> Row:
    return {
        "region": found.region,
        "recall": found.recall,
        "context": found.context,
        "patients": found.n,
        "status": found.status,
        "reasons": _listed(found.reasons),
    }


def _alignment(found: CohortAlignment) -> Row:
    return {
        "measure": found.measure,
        "method": found.method,
        "patients": found.n,
        "status": found.status,
        "reasons": _listed(found.reasons),
    }


def _pair_figures(found: CohortPairFinding) -> Iterator[Row]:
    per_unit = f"{_POINTS}/{found.unit}"
    yield from _headline(found, found.within_patient, per_unit)
    raw, patients = found.raw_rmcorr, found.n_patients
    dof, ends = (raw.dof, raw.ci95) if raw else (None, None)
    yield _row("raw_rmcorr", "1", raw.r if raw else None, ends, dof=dof, patients=patients)
    yield _row("raw_slope", per_unit, raw.slope if raw else None, patients=patients)
    checks: dict[str, OwnTimeSlopes | AcrossPatients] = {
        "own_time_slopes": found.own_time_slopes,
        "change_scores": found.change_scores,
        "between_patients": found.between_patients,
    }
    for name, check in checks.items():
        judged: Row = {"patients": check.n_patients, "status": check.status, "reasons": _listed(check.reasons)}
        yield {**_row(name, per_unit, check.slope_per_unit, check.ci95), **judged}
    yield _row("pairs", "{pairs}", found.n_pairs)
    yield _row("series", "{series}", found.n_series)
    yield _row("median_visits", "{visits}", found.median_visits)
    yield _row("mdc95", found.unit, found.mdc95)
    yield _row("reliability", "1", found.reliability)
    yield from (_row("pairs_by_method", "{pairs}", pairs, method=code) for code, pairs in found.method_mix.items())
    if found.raters is not None:
        yield from _counts({"measured_again": found.raters.patients, "one_rater": found.raters.one_rater})
    yield from _quadrants(found)
    yield from _responders(found)


def _headline(found: CohortPairFinding, fit: WithinPatient | None, per_unit: str) -> Iterator[Row]:
    counted: Row = {"patients": found.n_patients}
    if fit is None:
        yield {**_row("within_patient", per_unit, None), **counted}
        return
    tests: Row = {"dof": fit.dof, "p": fit.p, "p_holm": fit.p_holm, **counted}
    yield {**_row("within_patient", per_unit, fit.slope_per_unit, fit.ci95), "se": fit.se, **tests}
    if found.mdc95 is not None:
        low, high = (end * found.mdc95 for end in fit.ci95)
        per_mdc = _row("within_patient_per_mdc", f"{_POINTS}/{{MDC95}}", fit.slope_per_mdc, (low, high))
        yield {**per_mdc, "se": fit.se * found.mdc95, **tests}
    yield {**_row("partial_r", "1", fit.partial_r), **counted}
    yield {**_row("within_patient_model_se", per_unit, fit.model_se), **counted}
    yield {**_row("within_patient_cr1_se", per_unit, fit.cr1_se), **counted}


def _quadrants(found: CohortPairFinding) -> Iterator[Row]:
    told = found.quadrants
    yield from _counts(
        {
            "aligned_and_less_pain": told.aligned_and_less_pain,
            "aligned_only": told.aligned_only,
            "less_pain_only": told.less_pain_only,
            "neither": told.neither,
            "baseline_in_reference": told.baseline_in_reference,
            "not_judged": told.not_judged,
        }
    )


def _responders(found: CohortPairFinding) -> Iterator[Row]:
    told = found.responders
    reasons = _listed(told.reasons)
    yield from _counts({"responders_aligned": told.n_aligned, "responders_not_aligned": told.n_not_aligned})
    yield _row("mean_difference", _POINTS, told.mean_difference, told.md_ci95, reasons=reasons)
    yield _row("risk_difference", _SHARE, told.risk_difference, told.ci95, reasons=reasons)
    yield _row("risk_ratio", _SHARE, told.risk_ratio, told.rr_ci95, reasons=reasons)
    yield _row("nnt", _PATIENTS, told.nnt, told.nnt_ci95, reasons=reasons)
    yield _row("risk_difference_with_dropouts", _SHARE, told.with_dropouts, reasons=reasons)


def _pain_figures(found: CohortPain) -> Iterator[Row]:
    yield _row("baseline", _POINTS, found.baseline)
    yield _row("latest", _POINTS, found.latest)
    yield _row("change", _POINTS, found.change, found.change_ci95)
    regression = found.regression_to_the_mean
    if regression is not None:
        reasons = _listed(regression.reasons)
        yield _row("regression_to_the_mean", _POINTS, regression.expected, patients=regression.n, reasons=reasons)
    yield from _counts(found.responses)
    yield _row("completer_baseline", _POINTS, found.completer_baseline)
    yield _row("dropout_baseline", _POINTS, found.dropout_baseline)
    if found.steps_in == "week":
        for step in found.course:
            yield _row("course", _POINTS, step.mean, step.ci95, step=step.start, patients=step.n)


def _alignment_figures(found: CohortAlignment) -> Iterator[Row]:
    yield _row("baseline", found.unit, found.baseline)
    yield _row("latest", found.unit, found.latest)
    yield _row("change", found.unit, found.change, found.change_ci95)
    yield _row("mdc95", found.unit, found.mdc95)
    yield from _counts(found.classes)


def _flow_figures(flow: Flow) -> Iterator[Row]:
    yield from _counts(
        {
            "enrolled": flow.enrolled,
            "with_baseline": flow.with_baseline,
            "baseline_after_start": flow.baseline_after_start,
            "with_3_pairs": flow.with_3_pairs,
            "analysed": flow.analysed,
        }
    )
    yield from (_row("attendance", _PATIENTS, step.patients, step=step.visits) for step in flow.attendance)


def _counts(counts: Mapping[str, int | None]) -> Iterator[Row]:
    return (_row(name, _PATIENTS, count) for name, count in counts.items())


def _row(figure: str, unit: str, value: float | None, ends: Ends | None = None, **more: Cell) -> Row:
    """Give the cells of one figure; `more` are those of other columns, by name."""
    low, high = ends or (None, None)
    return {"figure": figure, "unit": unit, "value": value, "ci95_low": low, "ci95_high": high, **more}


def _listed(reasons: Iterable[str]) -> str:
    return " ".join(reasons)
