"""The frozen inputs of a patient outcome report: plain values, no database.

Rows become these points once, when a worker claims a report. From then on nothing is read again, so the same
points always give the same report. `inputs.py` writes them to bytes and reads them back.

None means "not recorded", never zero and never "no".
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPoint:
    """One pain rating: how strong one region hurt, 0 (no pain) to 10 (worst imaginable)."""

    key: str
    taken_at: datetime
    region: str
    side: str
    intensity: int
    recall: str = "7d_average"
    context: str = "overall"
    timing: str | None = None
    assessment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementPoint:
    """One measurement: the signed value in the measure's unit (mm or deg), never a deviation.

    `rater` is any stable id of the person who measured. `posture`, `footwear` and `lift` are the conditions
    under which it was taken; two readings under different conditions are not compared.
    """

    key: str
    taken_at: datetime
    measure: str
    side: str
    method: str
    value: float
    assessment: str
    posture: str | None = None
    footwear: str | None = None
    lift: bool | None = None
    timing: str | None = None
    rater: str | None = None
    confirmed_unusual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPoint:
    """One treatment session. Only a session with status "completed" starts a course of treatment."""

    key: str
    starts_at: datetime
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPoint:
    """Something else that happened (flare, injury, medication change, ...); drawn on the charts."""

    key: str
    at: datetime
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """The standard error of measurement (SEM) of one method, in the measure's unit, frozen into the report.

    The catalogue's default, or the clinic's own figure (`clinic_own`). None: nobody knows it (`sem_unknown`).
    """

    measure: str
    method: str
    sem_same_rater: float | None
    sem_different_rater: float | None
    source: str
    valid_from: date | None = None
    clinic_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A measure and a pain region that are looked at together in one patient, settled before the data were seen.

    `measure_side` "both": the mean of left and right. `exposure` is "deviation" (distance from the reference band,
    or from the neutral value where there is no band), or "this_leg_minus_other": the signed leg length difference as
    seen from the painful side.
    """

    measure: str
    measure_side: str
    region: str
    side: str
    exposure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientInputs:
    """Everything a patient outcome report is computed from.

    `zone` is the clinic's IANA time zone: days are counted there. `window_from` and `window_until` are
    inclusive days; the points are already inside them. Give all sessions of the episode (or of the patient)
    up to `cutoff`, also those before the window: the first completed one decides what a baseline is. `pairs` are
    those that the clinic had in force at the cut-off, in its order; None: frozen before reports knew them, when
    those that came with the product stood in every report.
    """

    patient: str
    zone: str
    cutoff: datetime
    episode: str | None = None
    window_from: date | None = None
    window_until: date | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    pain: tuple[PainPoint, ...] = ()
    measurements: tuple[MeasurementPoint, ...] = ()
    sessions: tuple[SessionPoint, ...] = ()
    events: tuple[EventPoint, ...] = ()
    precisions: tuple[Precision, ...] = ()
    pairs: tuple[Pair, ...] | None = None
