"""What a cohort report says: typed findings with a status and reasons, as sentences, charts and the API read them.

Key names of the stored result are part of the REST contract. A number that cannot be given is None, and `reasons`
says why in a machine-readable code such as `too_few_patients:5<8`. No number is ever NaN.

Intervals are of 95 %. Slopes are points of pain (0 to 10) per unit of deviation (degrees or mm): positive means
that visits with more deviation had more pain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.question import CohortQuestion

Status = Literal["ok", "insufficient_data", "not_estimable", "suppressed_small_cell", "inconsistent", "failed"]
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinPatient:
    """The headline: the slope within patients, after allowing for time common to all (t and log(1 + t), weeks).

    `se`, `ci95` and `p` come from leaving out one patient at a time, with t(`dof`), `dof` = patients - 1.
    `slope_per_mdc` is for a deviation larger by one MDC95 (single visits, same rater, most used method); None if
    no measurement error is known. `partial_r` is the time-adjusted correlation. `p` and `p_holm` are given in the
    confirmatory report of a closed year only.
    """

    slope_per_unit: float
    slope_per_mdc: float | None
    se: float
    ci95: Ends
    p: float | None
    p_holm: float | None
    dof: int
    partial_r: float | None
    model_se: float
    cr1_se: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCorrelation:
    """The repeated-measures correlation without regard to time: shown greyed, because shared time invents one."""

    r: float
    dof: int
    ci95: Ends | None
    slope: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTimeSlopes:
    """Sensitivity: every series has its own slope over log(1 + t). `status` as in `Status`."""

    status: Status
    reasons: tuple[str, ...]
    slope_per_unit: float | None
    se: float | None
    ci95: Ends | None
    n_patients: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossPatients:
    """A line across patients, one point each: never pooled with what is seen within patients."""

    status: Status
    reasons: tuple[str, ...]
    slope_per_unit: float | None
    ci95: Ends | None
    n_patients: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadrants:
    """Patients by whether alignment moved toward the band beyond error, and whether pain fell importantly.

    All are None where the exposure of the pair has no band.
    Series that started inside the band cannot move toward it: they are only counted in `baseline_in_reference`.
    `not_judged`: patients with a pair but no verdict on pain or alignment, or whose pain began too low to fall
    importantly. None: suppressed.
    """

    aligned_and_less_pain: int | None
    aligned_only: int | None
    less_pain_only: int | None
    neither: int | None
    baseline_in_reference: int | None
    not_judged: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responders:
    """Those whose alignment moved toward the band beside those whose did not.

    `mean_difference`: change of pain, first minus second (Welch). `risk_*`: share with an important decrease
    (Newcombe, Katz). `nnt` only where the risk difference's interval excludes 0. Every missing figure is named in
    `reasons`. `with_dropouts`: risk difference with those counted as not improved whose pain has no rating at least 14
    days after the baseline; of whom the alignment has no change either, nobody knows the group.
    """

    mean_difference: float | None
    md_ci95: Ends | None
    risk_difference: float | None
    ci95: Ends | None
    risk_ratio: float | None
    rr_ci95: Ends | None
    nnt: float | None
    nnt_ci95: Ends | None
    n_aligned: int | None
    n_not_aligned: int | None
    with_dropouts: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raters:
    """Who measured: of how many `patients` with a change of alignment `one_rater`, known, took baseline and latest.

    For all others the larger measurement error counts.
    """

    patients: int
    one_rater: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientLine:
    """One patient's pairs for a chart, without a name: exposure and pain, raw and with time allowed for.

    The adjusted values are the residuals of both on the common time terms, with the patient's own means added.
    """

    exposure: tuple[float, ...]
    pain: tuple[float, ...]
    adjusted_exposure: tuple[float, ...]
    adjusted_pain: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPairFinding:
    """One pre-specified or exploratory pair over all patients of the cohort.

    `exposure`: "deviation" from the population band, "distance_from_neutral" or "this_leg_minus_other" (signed).
    `n_patients` counts the patients whose exposure varies; `n_series` all series with at least 3 pairs.
    `mdc95` (of `mdc_method`, that with most pairs; None without pairs) is what one MDC is in `unit`; `mdc_known`: it
    is known of some method of this measure, whatever pairs there are. `reliability` is that of the exposure within
    patients, 1 - SEM^2 / variance within patients. `lines` are at most a few dozen patients, none if fewer than 10 or
    if the report is for sharing; `raters` is None in a report for sharing too.
    """

    measure: str
    region: str
    unit: str
    exposure: str
    method_mix: Mapping[str, int]
    primary: bool
    status: Status
    reasons: tuple[str, ...]
    n_patients: int | None
    n_pairs: int | None
    n_series: int | None
    median_visits: float | None
    mdc95: float | None
    mdc_method: str | None
    mdc_source: str | None
    mdc_known: bool = True
    reliability: float | None
    within_patient: WithinPatient | None
    raw_rmcorr: RawCorrelation | None
    own_time_slopes: OwnTimeSlopes
    between_patients: AcrossPatients
    change_scores: AcrossPatients
    quadrants: Quadrants
    responders: Responders
    lines: tuple[PatientLine, ...] = ()
    raters: Raters | None = None

    @property
    def grouped(self) -> bool:
        """Whether patients are sorted by what alignment did: only a deviation from a band can move toward one."""
        return self.exposure == "deviation"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionToTheMean:
    """The fall that is expected with no effect at all: (1 - `reliability`) * (baseline mean - `mean`).

    Below 0 a rise is expected. `mean`, `sd`: of the first ratings of all the clinic's patients (`n` of them);
    `reliability`: of one rating, of the `rated_often` among them who have at least 4 ratings (None: not told).
    `expected` is None, with the reason, until the clinic has 30 patients, and among those who were rated often 10 and
    30 degrees of freedom, of which no patient has more than half.
    """

    expected: float | None
    mean: float | None
    sd: float | None
    reliability: float | None
    n: int
    rated_often: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStep:
    """The mean pain of all who rated in one step of the course, None of fewer than 5.

    `start` counts the days or weeks since the first rating.
    """

    start: int
    n: int
    mean: float | None
    ci95: Ends | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPain:
    """Pain of one region, recall window and context over the cohort, not after treatment: one course per patient.

    Of several courses of a patient the earliest counts, then the one with more pain at baseline. `main` marks the
    7-day average, overall, or what comes nearest to it in the region. Counts are of patients. `steps_in`: "week",
    or "day" where the whole course is shorter than 4 weeks. `dropout_baseline` and `completer_baseline` compare the
    first ratings of those with and without a rating at least 14 days after the baseline; whose 14 days were not over at
    the end is in neither.
    """

    region: str
    recall: str
    context: str
    main: bool
    status: Status
    reasons: tuple[str, ...]
    n: int | None
    baseline: float | None
    latest: float | None
    change: float | None
    change_ci95: Ends | None
    responses: Mapping[str, int | None]
    completer_baseline: float | None
    dropout_baseline: float | None
    regression_to_the_mean: RegressionToTheMean | None
    steps_in: Literal["day", "week"]
    course: tuple[CourseStep, ...]
    spaghetti: tuple[tuple[tuple[float, float], ...], ...] = ()
    """For the chart: of at most a few dozen patients the (weeks, pain) of each rating; see `lines` above."""
    completers: int | None = None
    dropouts: int | None = None
    """How many patients have a rating at least 14 days after their baseline; how many have none though it was due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortAlignment:
    """One measure by one method over the cohort, one series per patient. Counts are of patients."""

    measure: str
    method: str
    unit: str
    status: Status
    reasons: tuple[str, ...]
    n: int | None
    baseline: float | None
    latest: float | None
    change: float | None
    change_ci95: Ends | None
    mdc95: float | None
    mdc_source: str | None
    classes: Mapping[str, int | None]
    feasibility_caution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFindings:
    """Everything one cohort report found, before it is put into words or drawn.

    `sha256` is taken of the question and of every row that was read; `counts` says how many. `comparisons` is how
    many pairs were tested. `suppressed`: whether any figure is missing because a cell was small.
    """

    question: CohortQuestion
    sha256: str
    counts: Mapping[str, int]
    parameters: Mapping[str, Any]
    pairs: tuple[CohortPairFinding, ...]
    pain: tuple[CohortPain, ...]
    alignment: tuple[CohortAlignment, ...]
    flow: Flow
    comparisons: int
    suppressed: bool

    @property
    def cutoff(self) -> datetime:
        """When the records were read."""
        return self.question.cutoff
