"""What a patient outcome report says about one patient: typed findings with a status and reasons.

Key names of `to_result()` are part of the REST contract. A number that cannot be given is None, and `reasons`
says why in a machine-readable code such as `too_few_readings:1<2`. No number is ever NaN.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from treatments.outcomes.estimators import Classification, Response
from treatments.outcomes.findings.baseline import Role
from treatments.outcomes.findings.points import Pair

Status = Literal["ok", "insufficient_data", "not_estimable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One reading as a chart draws it.

    `counted` is false for a reading taken under other conditions than its series; `reason` then says which
    (`method_changed`, `posture_changed`, ...). `rater_differs`: another rater than at baseline, or an unknown
    one; drawn hollow. `deviation` is the distance outside the reference band, 0 inside, None without a band.
    """

    key: str
    assessment: str | None
    at: datetime
    value: float
    counted: bool
    reason: str | None = None
    role: Role | None = None
    method: str | None = None
    rater_differs: bool = False
    deviation: float | None = None
    confirmed_unusual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PainFinding:
    """The course of pain in one region, on the 0-10 scale; a negative change means less pain.

    One series has one recall window, one context and one timing. `main` marks the series that trends and
    sentences use: 7-day average, overall, before treatment. `n` counts visits (days with a reading).
    `last` is the value of the last visit by itself, which `latest` may average with the one before.
    `target` is the level at or below which the fall counts as important: at least `important_points` and at
    least `important_fraction` of the baseline.
    """

    region: str
    side: str
    recall: str
    context: str
    after_treatment: bool
    main: bool
    status: Status
    reasons: tuple[str, ...]
    n: int
    baseline: float | None
    latest: float | None
    change: float | None
    response: Response | None
    slope_per_week: float | None
    slope_ci95: tuple[float, float] | None
    slope_intercept: float | None
    slope_origin: datetime | None
    baseline_on: date | None
    latest_on: date | None
    baseline_visits: int
    latest_visits: int
    last: float | None
    important_points: float
    important_fraction: float
    target: float | None
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentFinding:
    """The course of one measure by one method under one set of conditions, signed, in `unit` (mm or deg).

    `main` marks the first series of a measure and side: the one that a page with little room draws. `points`
    holds every reading of the measure and side; those of other conditions are not counted. `mdc95` is the
    smallest change that is larger than measurement error, for the visits and raters that entered. `told_apart_by`
    names the conditions (`method`, `posture`, ...) that differ among the series of this measure and side.
    `last` is the value of the last visit by itself, which `latest` may average with the one before.
    """

    measure: str
    side: str
    method: str
    posture: str | None
    footwear: str | None
    lift: bool | None
    after_treatment: bool
    main: bool
    unit: str
    status: Status
    reasons: tuple[str, ...]
    n: int
    baseline: float | None
    latest: float | None
    change: float | None
    mdc95: float | None
    mdc_source: str | None
    same_rater: bool | None
    classification: Classification | None
    baseline_on: date | None
    latest_on: date | None
    baseline_visits: int
    latest_visits: int
    last: float | None
    reference_low: float | None
    reference_high: float | None
    told_apart_by: tuple[str, ...]
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPoint:
    """One day's pain with the measurement that belongs to it: exposure in the measure's unit, pain 0-10."""

    at: datetime
    exposure: float
    pain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFinding:
    """Pain beside deviation in one patient: descriptive only, no p-value, no claim.

    `spearman` is a rank correlation, given from 8 pairs on. A pair is of two days, not of two readings.
    `primary`: pain is the 7-day average, overall, before treatment, as the pairs were specified. `measure_side`
    "both": the mean of left and right.
    """

    measure: str
    measure_side: str
    region: str
    side: str
    method: str
    exposure: str
    primary: bool
    status: Status
    reasons: tuple[str, ...]
    n_pairs: int
    spearman: float | None
    points: tuple[PairPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexComponent:
    """One measure in the alignment index: its deviation from the band in `unit`, at both ends."""

    measure: str
    unit: str
    baseline: float
    latest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFinding:
    """The mean deviation over several measures, each in units of its MDC95 and at most 3; descriptive only.

    A negative change: taken together, the measures lie closer to their bands. Changes below `mdc95` are within
    measurement error. Never shown without its components.
    """

    status: Status
    reasons: tuple[str, ...]
    baseline: float | None
    latest: float | None
    change: float | None
    mdc95: float | None
    components: tuple[IndexComponent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFindings:
    """Everything one patient report found, before it is put into words or drawn.

    `prespecified` are all pairs that were to be looked at, `pairs` what was found of those that the patient has.
    """

    cutoff: datetime
    zone: str
    sha256: str
    counts: dict[str, int]
    parameters: dict[str, Any]
    pain: tuple[PainFinding, ...]
    alignment: tuple[AlignmentFinding, ...]
    prespecified: tuple[Pair, ...]
    pairs: tuple[PairFinding, ...]
    index: IndexFinding
