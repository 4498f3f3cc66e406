"""What a repeatability report is computed from: plain values, no database.

None means "not recorded", never zero and never "no".
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from treatments.outcomes.findings.points import Precision

Apart = Literal["readings", "days", "raters"]
"""What lies between the readings of a group: only the search for the landmarks, days, or the rater's hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One measurement that may have replicates: its single readings in the measure's unit (mm or deg), signed.

    `relandmarked`: the person got up and the landmarks were found anew before each further reading. `patient`,
    `assessment` and `rater` are any stable ids. `timing` is as in `findings.points.MeasurementPoint`.
    """

    patient: str
    assessment: str
    taken_at: datetime
    measure: str
    side: str
    method: str
    readings: tuple[float, ...]
    posture: str | None = None
    footwear: str | None = None
    lift: bool | None = None
    timing: str | None = None
    rater: str | None = None
    relandmarked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicateGroup:
    """Readings of one person and side under one condition between which nothing should have changed.

    `values` (mm or deg) stand in the order of time; `raters` and `assessments` say of each by whom and in which
    assessment it was read. All raters are known. They are all the same, or, in a group `apart` by raters, all
    different.
    """

    patient: str
    measure: str
    side: str
    method: str
    posture: str | None
    footwear: str | None
    lift: bool | None
    after_treatment: bool
    apart: Apart
    values: tuple[float, ...]
    raters: tuple[str, ...]
    assessments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """A person who measured: the id that groups name, and the name as the report shows it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatabilityInputs:
    """Everything that a repeatability report is computed from.

    `window_from` and `window_until` are inclusive days in `zone`; every reading lies inside them. Two counts say
    what the clinic could gain: `not_relandmarked` measurements have several readings of which nobody recorded
    that the landmarks were found anew, `rater_unknown` ones might have replicates, but not by whom.
    """

    zone: str
    cutoff: datetime
    window_from: date | None = None
    window_until: date | None = None
    groups: tuple[ReplicateGroup, ...] = ()
    raters: tuple[Rater, ...] = ()
    precisions: tuple[Precision, ...] = ()
    not_relandmarked: int = 0
    rater_unknown: int = 0
