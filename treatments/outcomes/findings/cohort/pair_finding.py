"""What is said about a pair, from the sums of all patients and one row for each."""

from dataclasses import dataclass, replace

import numpy as np

from assessments.measures import mdc95
from treatments.outcomes.estimators import (
    Refusal,
    Sums,
    WithinFit,
    own_time_slopes_fit,
    raw_rmcorr,
)
from treatments.outcomes.findings.cohort.cases import Cases
from treatments.outcomes.findings.cohort.columns import METHODS
from treatments.outcomes.findings.cohort.exposure import Exposure, exposure_of
from treatments.outcomes.findings.cohort.finding import (
    CohortPairFinding,
    OwnTimeSlopes,
    PatientLine,
    Raters,
    RawCorrelation,
    WithinPatient,
)
from treatments.outcomes.findings.cohort.question import CohortPair, CohortQuestion
from treatments.outcomes.findings.cohort.responding import (
    NO_GROUPS,
    NOBODY_COMPARED,
    between_patients,
    change_scores,
    quadrants_of,
    responders_of,
)
from treatments.outcomes.findings.precision import precision_of, sem_of
from treatments.outcomes.findings.verdict import NO_REFERENCE, SEM_UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodError:
    """The method with most pairs, its SEM for one rater and for two, and where they come from; None: not known."""

    method: str | None
    sem: float | None
    sem_of_two: float | None
    source: str | None

    @property
    def mdc95(self) -> float | None:
        """The MDC95 between two single visits by one rater."""
        return None if self.sem is None else mdc95(self.sem)


def pair_finding(
    question: CohortQuestion,
    pair: CohortPair,
    sums: Sums,
    cases: Cases,
    fit: WithinFit | Refusal,
    lines: tuple[PatientLine, ...],
    *,
    p_wanted: bool,
) -> CohortPairFinding:
    """Put the finding of a pair together. `p_wanted`: give the p-value of a pre-specified pair."""
    exposure = exposure_of(pair)
    primary = pair.primary and not exposure.exploratory_only
    mix = _method_mix(cases)
    error = _error_of(exposure, mix, question)
    visits = cases["visits"][cases["pairs"] > 0]
    reasons = fit.reasons if isinstance(fit, Refusal) else () if error.sem is not None else (SEM_UNKNOWN,)
    return CohortPairFinding(
        measure=pair.measure,
        region=pair.region,
        unit=exposure.measure.unit.value,
        exposure=exposure.kind,
        method_mix=mix,
        primary=primary,
        status=fit.status if isinstance(fit, Refusal) else "ok",
        reasons=reasons,
        n_patients=int(sums["informative"].sum()),
        n_pairs=int(sums["n_pairs"].sum()),
        n_series=int(sums["n_series"].sum()),
        median_visits=float(np.median(visits)) if len(visits) else None,
        mdc95=error.mdc95,
        mdc_method=error.method,
        mdc_source=error.source,
        mdc_known=_error_of_any_method(exposure, question),
        reliability=_reliability(fit, error, _raters(cases)) if isinstance(fit, WithinFit) else None,
        within_patient=_within(fit, error, p_wanted=p_wanted and primary) if isinstance(fit, WithinFit) else None,
        raw_rmcorr=_raw(sums, fit),
        own_time_slopes=_own(sums),
        between_patients=between_patients(cases),
        change_scores=change_scores(cases),
        quadrants=quadrants_of(cases) if exposure.band else NO_GROUPS,
        responders=responders_of(cases) if exposure.band else replace(NOBODY_COMPARED, reasons=(NO_REFERENCE,)),
        lines=lines,
        raters=_raters(cases),
    )


def _raters(cases: Cases) -> Raters:
    return Raters(patients=int(cases["measured_again"].sum()), one_rater=int(cases["one_rater"].sum()))


def _method_mix(cases: Cases) -> dict[str, int]:
    """Count the pairs in an estimate by method, in alphabetical order."""
    counts = np.bincount(cases["method"], cases["pairs"], minlength=len(METHODS))
    return {method: int(count) for method, count in zip(METHODS, counts, strict=True) if count}


def _error_of(exposure: Exposure, mix: dict[str, int], question: CohortQuestion) -> MethodError:
    if not mix:
        return MethodError(method=None, sem=None, sem_of_two=None, source=None)
    method = max(mix, key=mix.__getitem__)
    figure = precision_of(exposure.measure.code, method, question.precisions)
    sem, of_two = sem_of(figure, same_rater=True), sem_of(figure, same_rater=False)
    return MethodError(method=method, sem=sem, sem_of_two=of_two, source=figure.source if figure and sem else None)


def _error_of_any_method(exposure: Exposure, question: CohortQuestion) -> bool:
    code = exposure.measure.code
    figures = (precision_of(code, method, question.precisions) for method in exposure.measure.methods)
    return any(sem_of(figure, same_rater=True) is not None for figure in figures)


def _reliability(fit: WithinFit, error: MethodError, raters: Raters) -> float | None:
    """Give the share of the exposure's variance within patients that is not measurement error.

    Where raters changed, or are not known, their readings carry the larger error.
    """
    if error.sem is None:
        return None
    one = raters.one_rater / raters.patients if raters.patients else 1.0
    larger = error.sem if error.sem_of_two is None else error.sem_of_two
    variance = one * error.sem**2 + (1 - one) * larger**2
    return max(1 - variance / fit.within_variance_of_exposure, 0.0)


def _within(fit: WithinFit, error: MethodError, *, p_wanted: bool) -> WithinPatient:
    return WithinPatient(
        slope_per_unit=fit.slope,
        slope_per_mdc=None if error.mdc95 is None else fit.slope * error.mdc95,
        se=fit.se,
        ci95=fit.ci95,
        p=fit.p if p_wanted else None,
        p_holm=None,
        dof=fit.dof,
        partial_r=fit.partial_r,
        model_se=fit.model_se,
        cr1_se=fit.cr1_se,
    )


def _raw(sums: Sums, fit: WithinFit | Refusal) -> RawCorrelation | None:
    """Give the correlation that is shown beside a headline, never alone."""
    found = raw_rmcorr(sums)
    if isinstance(fit, Refusal) or isinstance(found, Refusal):
        return None
    return RawCorrelation(r=found.r, dof=found.dof, ci95=found.ci95, slope=found.slope)


def _own(sums: Sums) -> OwnTimeSlopes:
    fit = own_time_slopes_fit(sums)
    if isinstance(fit, Refusal):
        return OwnTimeSlopes(
            status=fit.status,
            reasons=fit.reasons,
            slope_per_unit=None,
            se=None,
            ci95=None,
            n_patients=int((sums["own_exposure"] > 0).sum()),
        )
    return OwnTimeSlopes(
        status="ok", reasons=(), slope_per_unit=fit.slope, se=fit.se, ci95=fit.ci95, n_patients=fit.n_patients
    )
