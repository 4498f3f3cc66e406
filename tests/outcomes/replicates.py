"""Short ways to write down readings that may be replicates: day 0 is Monday, 5 January 2026, nine in Hong Kong."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tests.outcomes.courses import ZONE, on_day
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.repeatability.grouping import replicate_groups
from treatments.outcomes.findings.repeatability.points import (
    Candidate,
    Rater,
    RepeatabilityInputs,
    ReplicateGroup,
)

THEO, MIRA = "theo", "mira"
HOUR = 1 / 24
PEOPLE = (Rater(key=THEO, name="Theo"), Rater(key=MIRA, name="Mira"))


def read(day: float, *readings: float, **other: Any) -> Candidate:
    """Amy's pelvic obliquity by PALM, standing, barefoot, by Theo, unless said otherwise."""
    fields: dict[str, Any] = {
        "patient": "amy",
        "assessment": f"visit {day}",
        "measure": "pelvic_obliquity",
        "side": "none",
        "method": "palm",
        "posture": "standing",
        "footwear": "barefoot",
        "lift": False,
        "timing": "before_treatment",
        "rater": THEO,
        **other,
    }
    return Candidate(taken_at=on_day(day), readings=readings, **fields)


def groups_of(*candidates: Candidate, sessions: Sequence[float] = ()) -> tuple[ReplicateGroup, ...]:
    """The replicates among these readings; ``sessions`` are the days on which Amy was treated."""
    return replicate_groups(candidates, {"amy": [on_day(day) for day in sessions]}, ZoneInfo(ZONE))


def found(*candidates: Candidate, sessions: Sequence[float] = ()) -> list[tuple[str, tuple[float, ...]]]:
    """What lies between the readings of each group, and the readings."""
    return [(group.apart, group.values) for group in groups_of(*candidates, sessions=sessions)]


def group(*values: float, **other: Any) -> ReplicateGroup:
    """Readings of one visit by Theo, the landmarks found anew, unless said otherwise."""
    raters = other.pop("raters", (THEO,) * len(values))
    fields: dict[str, Any] = {
        "patient": "amy",
        "measure": "pelvic_obliquity",
        "side": "none",
        "method": "palm",
        "posture": "standing",
        "footwear": "barefoot",
        "lift": False,
        "after_treatment": False,
        "apart": "readings" if len(set(raters)) == 1 else "raters",
        "assessments": tuple(f"visit {place}" for place in range(len(values))),
        **other,
    }
    return ReplicateGroup(values=values, raters=raters, **fields)


def repeated(*groups: ReplicateGroup, **given: Any) -> RepeatabilityInputs:
    """Frozen inputs of these groups, with the catalogue's measurement errors."""
    fields: dict[str, Any] = {
        "zone": ZONE,
        "cutoff": on_day(400),
        "raters": PEOPLE,
        "precisions": frozen_precisions(),
        **given,
    }
    return RepeatabilityInputs(groups=groups, **fields)
