"""Short ways to write down a course: day 0 is Monday, 5 January 2026, nine o'clock in Hong Kong."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import (
    MeasurementPoint,
    PainPoint,
    PatientInputs,
    Precision,
    SessionPoint,
)
from treatments.outcomes.findings.precision import frozen_precisions

ZONE = "Asia/Hong_Kong"
DAY_0 = datetime(2026, 1, 5, 1, tzinfo=UTC)
THEO = "theo"


def on_day(day: float) -> datetime:
    """Give a moment so many days after day 0."""
    return DAY_0 + timedelta(days=day)


def rated(day: float, intensity: int, **other: Any) -> PainPoint:
    """Low back pain, average of the last 7 days, before treatment, unless said otherwise."""
    fields: dict[str, Any] = {"region": "low_back", "side": "none", "timing": "before_treatment", **other}
    key = fields.pop("key", f"pain {day} {sorted(fields.items())}")
    return PainPoint(key=key, taken_at=on_day(day), intensity=intensity, **fields)


def ratings(course: Iterable[tuple[float, int]], **other: Any) -> tuple[PainPoint, ...]:
    """Several ratings of one series, as (day, intensity)."""
    return tuple(rated(day, intensity, **other) for day, intensity in course)


def measured(day: float, value: float, **other: Any) -> MeasurementPoint:
    """Pelvic obliquity by PALM, standing, barefoot, before treatment, by Theo, unless said otherwise."""
    fields: dict[str, Any] = {
        "measure": "pelvic_obliquity",
        "side": "none",
        "method": "palm",
        "posture": "standing",
        "footwear": "barefoot",
        "lift": False,
        "timing": "before_treatment",
        "rater": THEO,
        "assessment": f"visit {day}",
        **other,
    }
    key = fields.pop("key", f"measurement {day} {sorted(fields.items(), key=str)}")
    return MeasurementPoint(key=key, taken_at=on_day(day), value=value, **fields)


def measurements(course: Iterable[tuple[float, float]], **other: Any) -> tuple[MeasurementPoint, ...]:
    """Several readings of one series, as (day, value)."""
    return tuple(measured(day, value, **other) for day, value in course)


def session(day: float, status: str = "completed") -> SessionPoint:
    """A treatment session, completed unless said otherwise."""
    return SessionPoint(key=f"session {day}", starts_at=on_day(day), status=status)


def inputs(**given: Any) -> PatientInputs:
    """Frozen inputs of an adult treated from day 0 on, with the catalogue's measurement errors."""
    fields: dict[str, Any] = {
        "patient": "p",
        "zone": ZONE,
        "cutoff": on_day(400),
        "birth_date": date(1980, 6, 1),
        "precisions": frozen_precisions(),
        "sessions": (session(0),),
        **given,
    }
    return PatientInputs(**fields)


def pain_of(*points: PainPoint, **given: Any) -> PainFinding:
    """The first pain finding of these ratings."""
    return patient_findings(inputs(pain=points, **given)).pain[0]


def alignment_of(*points: MeasurementPoint, **given: Any) -> AlignmentFinding:
    """The main finding of the last measure: derived measures come after their source."""
    found = patient_findings(inputs(measurements=points, **given)).alignment
    return [finding for finding in found if finding.main][-1]


def own_precision(measure: str, method: str, same: float | None, different: float | None) -> Precision:
    """A clinic's own figure from its repeatability study."""
    return Precision(
        measure=measure,
        method=method,
        sem_same_rater=same,
        sem_different_rater=different,
        source="Own repeatability study",
    )
