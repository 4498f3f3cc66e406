"""A cohort as a report might find it, written by hand: six pairs, each with another ending.

The figures are plausible, not computed. Nothing here is about a real person.
"""

import datetime as dt
from dataclasses import replace
from functools import cache
from math import exp, log1p
from random import Random
from typing import Any

from assessments.measures import MEASURES, mdc95
from treatments.outcomes.findings.cohort.finding import (
    AcrossPatients,
    CohortAlignment,
    CohortFindings,
    CohortPain,
    CohortPairFinding,
    CourseStep,
    OwnTimeSlopes,
    PatientLine,
    Quadrants,
    Raters,
    RawCorrelation,
    RegressionToTheMean,
    Responders,
    WithinPatient,
)
from treatments.outcomes.findings.cohort.flow_finding import Attendance, Flow
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, CohortQuestion
from treatments.outcomes.findings.cohort.rules import cohort_parameters
from treatments.outcomes.findings.cohort.suppression import for_sharing as small_cells_hidden

CUTOFF = dt.datetime(2027, 2, 9, 1, tzinfo=dt.UTC)
NO_OWN_SLOPES = OwnTimeSlopes(
    status="insufficient_data", reasons=("too_few_patients:5<8",), slope_per_unit=None, se=None, ci95=None,
    n_patients=5,
)  # fmt: skip
NO_LINE = AcrossPatients(
    status="insufficient_data", reasons=("too_few_patients:5<10",), slope_per_unit=None, ci95=None, n_patients=5
)
NO_QUADRANTS = Quadrants(
    aligned_and_less_pain=None, aligned_only=None, less_pain_only=None, neither=None, baseline_in_reference=None,
    not_judged=None,
)  # fmt: skip
NO_RESPONDERS = Responders(
    mean_difference=None, md_ci95=None, risk_difference=None, ci95=None, risk_ratio=None, rr_ci95=None, nnt=None,
    nnt_ci95=None, n_aligned=None, n_not_aligned=None, with_dropouts=None, reasons=(),
)  # fmt: skip


def within(slope: float, low: float, high: float, mdc: float | None, patients: int = 41) -> WithinPatient:
    """A headline estimate of `slope` points per unit, with its interval."""
    se = (high - low) / 4.04
    return WithinPatient(
        slope_per_unit=slope, slope_per_mdc=None if mdc is None else slope * mdc, se=se, ci95=(low, high), p=None,
        p_holm=None, dof=patients - 1, partial_r=0.21 if slope > 0 else -0.08, model_se=0.93 * se, cr1_se=0.96 * se,
    )  # fmt: skip


def raw(r: float, slope: float) -> RawCorrelation:
    """A correlation without regard to time."""
    return RawCorrelation(r=r, dof=330, ci95=(r - 0.1, r + 0.09), slope=slope)


def own_slopes(slope: float, low: float, high: float, patients: int = 39) -> OwnTimeSlopes:
    """The estimate with a time course of each patient's own."""
    return OwnTimeSlopes(
        status="ok", reasons=(), slope_per_unit=slope, se=(high - low) / 4, ci95=(low, high), n_patients=patients
    )


def across(slope: float, low: float, high: float, patients: int = 41) -> AcrossPatients:
    """A line across patients."""
    return AcrossPatients(status="ok", reasons=(), slope_per_unit=slope, ci95=(low, high), n_patients=patients)


@cache
def lines(count: int, *, slope: float, start: float, fall: float, seed: int = 1) -> tuple[PatientLine, ...]:
    """Courses of some patients: deviation and pain both fall with time, and go together by `slope` beyond it."""
    source = Random(seed)  # noqa: S311 - the same courses every time, not a secret
    return tuple(_line(source, slope, start, fall) for _ in range(count))


def _line(source: Random, slope: float, start: float, fall: float) -> PatientLine:
    weeks = [week + source.uniform(-0.2, 0.2) for week in range(source.randint(5, 11))]
    level, hurt = max(0.4, source.gauss(start, start / 3)), source.gauss(6.2, 1.1)
    progress = [1 - exp(-week / 4) for week in weeks]
    wander = [source.gauss(0, start / 5) for _ in weeks]
    adjusted = [max(0.0, level - 0.6 * fall + step) for step in wander]
    felt = [hurt - 1.2 + slope * step + source.gauss(0, 0.7) for step in wander]
    return PatientLine(
        exposure=tuple(max(0.0, x + fall * (0.6 - done)) for x, done in zip(adjusted, progress, strict=True)),
        pain=tuple(float(min(10, max(0, round(y + 1.2 - 2.6 * done)))) for y, done in zip(felt, progress, strict=True)),
        adjusted_exposure=tuple(adjusted),
        adjusted_pain=tuple(felt),
    )


def pair(measure: str = "pelvic_obliquity", region: str = "low_back", method: str = "palm", **given: Any) -> Any:
    """A pair that was estimated: 1 MDC more obliquity went with 0.6 points more pain."""
    entry = MEASURES[measure]
    sem = entry.methods[method].sem_same_rater
    mdc = None if sem is None else mdc95(sem)
    fields: dict[str, Any] = {
        "measure": measure,
        "region": region,
        "unit": entry.unit.value,
        "exposure": "deviation",
        "method_mix": {method: 372},
        "primary": True,
        "status": "ok",
        "reasons": (),
        "n_patients": 41,
        "n_pairs": 372,
        "n_series": 41,
        "median_visits": 9.0,
        "mdc95": mdc,
        "mdc_method": method,
        "mdc_source": entry.methods[method].source,
        "reliability": 0.62,
        "within_patient": within(0.31, 0.13, 0.49, mdc),
        "raw_rmcorr": raw(0.35, 0.5),
        "own_time_slopes": own_slopes(0.28, 0.08, 0.48),
        "between_patients": across(0.2, -0.1, 0.5),
        "change_scores": across(0.33, 0.05, 0.61),
        "quadrants": Quadrants(
            aligned_and_less_pain=18, aligned_only=6, less_pain_only=9, neither=8, baseline_in_reference=7,
            not_judged=3,
        ),
        "responders": Responders(
            mean_difference=-1.1, md_ci95=(-2.3, 0.1), risk_difference=0.22, ci95=(-0.07, 0.48), risk_ratio=1.42,
            rr_ci95=(0.87, 2.3), nnt=None, nnt_ci95=None, n_aligned=24, n_not_aligned=17, with_dropouts=0.19,
            reasons=("rd_ci_includes_zero",),
        ),
        "lines": lines(24, slope=0.31, start=4.0, fall=2.2),
        "raters": Raters(patients=39, one_rater=31),
        **given,
    }  # fmt: skip
    if fields["exposure"] != "deviation":
        fields |= {"quadrants": NO_QUADRANTS, "responders": replace(NO_RESPONDERS, reasons=("no_reference",))}
    return CohortPairFinding(**fields)


def refused(measure: str, region: str, method: str, *reasons: str, **given: Any) -> CohortPairFinding:
    """A pair of which there is too little to say anything."""
    missing: dict[str, Any] = {
        "status": "insufficient_data",
        "reasons": reasons,
        "method_mix": {method: 31},
        "n_patients": 5,
        "n_pairs": 31,
        "n_series": 6,
        "median_visits": 5.0,
        "reliability": None,
        "within_patient": None,
        "raw_rmcorr": None,
        "own_time_slopes": NO_OWN_SLOPES,
        "between_patients": NO_LINE,
        "change_scores": NO_LINE,
        "quadrants": replace(NO_QUADRANTS, aligned_and_less_pain=1, aligned_only=0, less_pain_only=2, neither=1,
                             baseline_in_reference=1, not_judged=0),
        "responders": replace(NO_RESPONDERS, n_aligned=1, n_not_aligned=3, reasons=("too_few_in_a_group:1<10",)),
        "lines": (),
        **given,
    }  # fmt: skip
    return pair(measure, region, method, **missing)


def without_pairs(measure: str, region: str, **given: Any) -> CohortPairFinding:
    """A pair of which nothing was measured yet: there is no method with most pairs either."""
    missing: dict[str, Any] = {"method_mix": {}, "n_patients": 0, "n_pairs": 0, "n_series": 0, "median_visits": None}
    unknown: dict[str, Any] = {"mdc95": None, "mdc_method": None, "mdc_source": None}
    method = next(iter(MEASURES[measure].methods))
    reasons = ("too_few_patients:0<8", "too_few_dof:0<20")
    return refused(measure, region, method, *reasons, **missing, **unknown, **given)


def suppressed(finding: CohortPairFinding) -> CohortPairFinding:
    """The same pair in a report for sharing whose cells are too small to be shown."""
    hidden = ("small_cell:quadrants", "small_cell:pairs")
    own = OwnTimeSlopes(
        status="suppressed_small_cell", reasons=hidden, slope_per_unit=None, se=None, ci95=None, n_patients=None
    )
    line = AcrossPatients(
        status="suppressed_small_cell", reasons=hidden, slope_per_unit=None, ci95=None, n_patients=None
    )
    return replace(
        finding, status="suppressed_small_cell", reasons=hidden, n_patients=None, n_pairs=None, n_series=None,
        median_visits=None, reliability=None, within_patient=None, raw_rmcorr=None, own_time_slopes=own,
        between_patients=line, change_scores=line, quadrants=NO_QUADRANTS,
        responders=replace(NO_RESPONDERS, reasons=hidden), method_mix={}, lines=(), raters=None,
    )  # fmt: skip


@cache
def six_pairs() -> tuple[CohortPairFinding, ...]:
    """The pre-specified pairs: seen, not seen, not seen and small, inconsistent, opposite, too few."""
    tilt, legs, knee = mdc95(1.5), mdc95(3.5), mdc95(0.7)
    return (
        pair(),
        pair(
            "pelvic_tilt_palp_mean", "low_back", n_patients=38, n_pairs=341, reliability=0.55,
            method_mix={"digital_inclinometer": 60, "palm": 281},
            within_patient=within(0.02, -0.06, 0.1, tilt, 38), raw_rmcorr=raw(0.22, 0.19),
            own_time_slopes=own_slopes(0.01, -0.09, 0.11, 36), between_patients=across(0.04, -0.03, 0.11, 38),
            change_scores=across(-0.02, -0.14, 0.1, 38),
            quadrants=Quadrants(aligned_and_less_pain=3, aligned_only=2, less_pain_only=6, neither=5,
                                baseline_in_reference=19, not_judged=3),
            responders=replace(NO_RESPONDERS, n_aligned=5, n_not_aligned=11, reasons=("too_few_in_a_group:5<10",)),
            lines=lines(24, slope=0.02, start=5.0, fall=2.0, seed=2),
        ),
        pair(
            "lld_true", "low_back", "tape_supine", n_patients=36, n_pairs=318, reliability=0.74,
            within_patient=within(0.006, -0.02, 0.033, legs, 36), raw_rmcorr=raw(0.12, 0.03),
            own_time_slopes=own_slopes(0.004, -0.03, 0.038, 35), between_patients=across(-0.01, -0.05, 0.03, 36),
            change_scores=across(0.01, -0.03, 0.05, 36),
            lines=lines(24, slope=0.006, start=9.0, fall=2.0, seed=3),
        ),
        pair(
            "knee_frontal_hka", "knee", "phone_inclinometer", n_patients=26, n_pairs=402, n_series=44,
            status="inconsistent", reasons=("own_time_slopes_disagree",), reliability=0.81,
            within_patient=within(0.52, 0.12, 0.92, knee, 26), raw_rmcorr=raw(0.48, 1.12),
            own_time_slopes=own_slopes(0.11, -0.34, 0.56, 24), between_patients=across(0.3, -0.2, 0.8, 26),
            change_scores=across(0.4, -0.1, 0.9, 26),
            responders=Responders(
                mean_difference=-1.9, md_ci95=(-2.9, -0.9), risk_difference=0.43, ci95=(0.11, 0.66), risk_ratio=2.1,
                rr_ci95=(1.2, 3.8), nnt=2.3, nnt_ci95=(1.5, 9.1), n_aligned=13, n_not_aligned=12, with_dropouts=0.36,
                reasons=(),
            ),
            quadrants=Quadrants(aligned_and_less_pain=11, aligned_only=2, less_pain_only=5, neither=7,
                                baseline_in_reference=0, not_judged=1),
            lines=lines(24, slope=0.52, start=3.0, fall=1.2, seed=4),
        ),
        refused(
            "lld_true", "knee", "tape_supine", "too_few_patients:5<8", "too_few_dof:12<20",
            exposure="this_leg_minus_other",
        ),
        pair(
            "pelvic_obliquity", "neck", n_patients=22, n_pairs=175, reliability=0.6,
            within_patient=within(-0.27, -0.49, -0.05, mdc95(0.7), 22), raw_rmcorr=raw(-0.05, -0.06),
            own_time_slopes=own_slopes(-0.2, -0.5, 0.1, 20), between_patients=NO_LINE,
            change_scores=across(-0.1, -0.6, 0.4, 22),
            quadrants=Quadrants(aligned_and_less_pain=3, aligned_only=8, less_pain_only=5, neither=3,
                                baseline_in_reference=2, not_judged=1),
            responders=replace(NO_RESPONDERS, n_aligned=11, n_not_aligned=8, reasons=("too_few_in_a_group:8<10",)),
            lines=lines(22, slope=-0.27, start=3.5, fall=1.5, seed=5),
        ),
    )  # fmt: skip


def exploratory_pair() -> CohortPairFinding:
    """A pair that a reader asked for, by a method whose measurement error nobody knows."""
    return pair(
        "pelvic_obliquity", "upper_back", "radiograph", primary=False, n_patients=9, n_pairs=44, median_visits=4.0,
        reasons=("sem_unknown",), reliability=None, within_patient=within(0.4, -0.3, 1.1, None, 9), lines=(),
    )  # fmt: skip


def pain(region: str = "low_back", **given: Any) -> CohortPain:
    """Pain of one region: from 6.3 to 3.9 over twelve weeks, with a gap of six weeks at the end."""
    means = [(week, max(55 - 3 * week, 2), 3.6 + 2.7 * exp(-week / 4)) for week in (*range(11), 16, 17, 18)]
    fields: dict[str, Any] = {
        "region": region,
        "recall": "7d_average",
        "context": "overall",
        "main": True,
        "status": "ok",
        "reasons": (),
        "n": 55,
        "baseline": 6.3,
        "latest": 3.9,
        "change": -2.4,
        "change_ci95": (-2.9, -1.9),
        "responses": {"improved": 31, "worse": 3, "no_important_change": 17, "not_evaluable": 4},
        "completer_baseline": 6.1,
        "dropout_baseline": 6.8,
        "regression_to_the_mean": RegressionToTheMean(
            expected=0.35, mean=5.4, sd=1.5, reliability=0.61, n=142, rated_often=90, reasons=()
        ),
        "steps_in": "week",
        "course": tuple(
            CourseStep(start=week, n=n, mean=mean, ci95=(mean - 0.4 - week / 40, mean + 0.4 + week / 40))
            if n >= 5
            else CourseStep(start=week, n=n, mean=None, ci95=None)
            for week, n, mean in means
        ),
        "spaghetti": spaghetti(20),
        **given,
    }
    return CohortPain(**fields)


@cache
def spaghetti(count: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Courses of pain of some patients, as (weeks, pain)."""
    source = Random(3)  # noqa: S311 - as above
    courses = []
    for _ in range(count):
        start, fall = source.gauss(6.3, 1.2), source.uniform(0, 4)
        weeks = [0.0, *(week + source.uniform(-0.3, 0.3) for week in range(1, source.randint(5, 11)))]
        courses.append(
            tuple((week, _rating(start - fall * log1p(week) / 2.5 + source.gauss(0, 0.6))) for week in weeks)
        )
    return tuple(courses)


def _rating(value: float) -> float:
    return float(min(10, max(0, round(value))))


def alignment(measure: str = "pelvic_obliquity", method: str = "palm", **given: Any) -> CohortAlignment:
    """Obliquity over the cohort: the deviation fell from 3.1 to 1.4 degrees."""
    entry = MEASURES[measure].methods[method]
    fields: dict[str, Any] = {
        "measure": measure,
        "method": method,
        "unit": MEASURES[measure].unit.value,
        "status": "ok",
        "reasons": (),
        "n": 51,
        "baseline": 3.1,
        "latest": 1.4,
        "change": -1.7,
        "change_ci95": (-2.1, -1.3),
        "mdc95": None if entry.sem_same_rater is None else mdc95(entry.sem_same_rater),
        "mdc_source": entry.source,
        "classes": {
            "toward_reference": 24, "away": 3, "overshoot": 1, "within_noise": 15, "in_reference_throughout": 7,
            "not_comparable": 1,
        },
        "feasibility_caution": False,
        **given,
    }  # fmt: skip
    return CohortAlignment(**fields)


def question(**given: Any) -> CohortQuestion:
    """The year 2026 of a clinic in Hong Kong, for its own use."""
    fields: dict[str, Any] = {
        "clinic": "harbour",
        "zone": "Asia/Hong_Kong",
        "cutoff": CUTOFF,
        "pairs": tuple(CohortPair(measure=one.measure, region=one.region, primary=True) for one in six_pairs()),
        "window_from": dt.date(2026, 1, 1),
        "window_until": dt.date(2026, 12, 31),
        "filters": CohortFilters(cause="posture", age_min=18),
        **given,
    }
    return CohortQuestion(**fields)


def cohort(**given: Any) -> CohortFindings:
    """The whole cohort: 60 patients, 41 of them in an estimate."""
    fields: dict[str, Any] = {
        "question": question(),
        "sha256": "5f2d" * 16,
        "counts": {"ratings": 1204, "readings": 1650, "patients": 60},
        "parameters": cohort_parameters(question()),
        "pairs": six_pairs(),
        "pain": (
            pain(),
            pain("neck", n=23, baseline=5.2, latest=4.0, change=-1.2, change_ci95=(-1.9, -0.5),
                 responses={"improved": 8, "worse": 2, "no_important_change": 11, "not_evaluable": 2},
                 regression_to_the_mean=RegressionToTheMean(expected=None, mean=None, sd=None, reliability=None, n=12,
                                                            rated_often=None, reasons=("too_few_patients:12<30",))),
            pain("knee", n=27, baseline=5.9, latest=4.4, change=-1.5, change_ci95=(-2.1, -0.9)),
            pain("low_back", main=False, recall="now", n=12, baseline=5.0, latest=4.1, change=-0.9,
                 change_ci95=(-1.9, 0.1), spaghetti=(), course=()),
        ),
        "alignment": (
            alignment(),
            alignment("pelvic_tilt_palp_mean", baseline=2.4, latest=2.1, change=-0.3, change_ci95=(-0.9, 0.3), n=44),
            alignment("lld_true", "tape_supine", baseline=6.2, latest=5.9, change=-0.3, change_ci95=(-1.6, 1.0), n=40),
            alignment("knee_frontal_hka", "phone_inclinometer", baseline=2.9, latest=2.2, change=-0.7,
                      change_ci95=(-1.1, -0.3), n=26, feasibility_caution=True, reasons=("feasibility_caution",)),
            alignment("pelvic_obliquity", "radiograph", status="not_estimable", reasons=("sem_unknown",), n=3),
        ),
        "flow": Flow(
            enrolled=60, with_baseline=55, baseline_after_start=6, with_3_pairs=44, analysed=41,
            attendance=tuple(Attendance(visits=visits, patients=count) for visits, count in enumerate(
                (60, 59, 57, 55, 52, 49, 45, 41, 34, 27, 18, 9, 4), start=1)),
        ),
        "comparisons": 6,
        "suppressed": False,
        **given,
    }  # fmt: skip
    return CohortFindings(**fields)


def one_pair() -> CohortFindings:
    """A clinic that has settled on one pair."""
    return cohort(pairs=six_pairs()[:1], pain=(pain(),), alignment=(alignment(),), comparisons=1)


def all_insufficient() -> CohortFindings:
    """A clinic in its first month."""
    few = tuple(
        refused(one.measure, one.region, next(iter(one.method_mix)), "too_few_patients:5<8") for one in six_pairs()
    )
    return cohort(
        pairs=few,
        pain=(pain(status="insufficient_data", reasons=("too_few_patients:5<8",), n=5, baseline=None, latest=None,
                   change=None, change_ci95=None, course=(), spaghetti=()),),
        alignment=(alignment(status="insufficient_data", reasons=("too_few_patients:5<8",), n=5, baseline=None,
                             latest=None, change=None, change_ci95=None),),
        flow=Flow(enrolled=9, with_baseline=7, baseline_after_start=0, with_3_pairs=5, analysed=0,
                  attendance=(Attendance(visits=1, patients=9), Attendance(visits=2, patients=6))),
    )  # fmt: skip


def all_suppressed() -> CohortFindings:
    """A report for sharing of which every figure would point to somebody."""
    hidden = ("small_cell:patients",)
    return cohort(
        question=question(audience="sharing"),
        pairs=tuple(suppressed(one) for one in six_pairs()),
        pain=(pain(status="suppressed_small_cell", reasons=hidden, n=None, baseline=None, latest=None, change=None,
                   change_ci95=None, responses=dict.fromkeys(pain().responses), completer_baseline=None,
                   dropout_baseline=None, regression_to_the_mean=None, course=(), spaghetti=()),),
        alignment=(alignment(status="suppressed_small_cell", reasons=hidden, n=None, baseline=None, latest=None,
                             change=None, change_ci95=None, classes=dict.fromkeys(alignment().classes)),),
        flow=Flow(enrolled=None, with_baseline=None, baseline_after_start=None, with_3_pairs=None, analysed=None,
                  attendance=tuple(Attendance(visits=visits, patients=None) for visits in range(1, 5))),
        suppressed=True,
    )  # fmt: skip


def for_sharing() -> CohortFindings:
    """The whole cohort as it may leave the clinic: no courses of single patients, small cells hidden."""
    whole = cohort(question=question(audience="sharing"))
    without_lines = tuple(replace(one, lines=()) for one in whole.pairs)
    without_courses = tuple(replace(one, spaghetti=()) for one in whole.pain)
    return small_cells_hidden(replace(whole, pairs=without_lines, pain=without_courses))
