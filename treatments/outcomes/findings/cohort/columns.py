"""The rows of a cohort report as columns: one structured array for each kind of record, for whole patients. Pure.

Moving and decoding rows costs more than all arithmetic, so records of a cohort never become objects. `patient`,
`episode`, `assessment` and `rater` are any stable positive integers; 0 means "none" or "not recorded". Times (`at`)
are microseconds since 1970-01-01 UTC, days (`day`) count from 1970-01-01 on the clinic's calendar.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.measures import MEASURES, Posture
from assessments.pain_regions import Context, Recall

Columns = NDArray[Any]

SIDES = ("none", "left", "right")
TIMINGS = ("", "before_treatment", "after_treatment", "no_treatment")
RECALLS = tuple(recall.value for recall in Recall)
CONTEXTS = tuple(context.value for context in Context)
METHODS = tuple(sorted({method for measure in MEASURES.values() for method in measure.methods}))
"""Alphabetical, so that the smaller code is the one to prefer on a tie."""
POSTURES = ("", *(posture.value for posture in Posture))
FOOTWEAR = ("", "barefoot", "shoes")
LIFTS = (None, False, True)

UNKNOWN_DAY = np.iinfo(np.int32).min

RATINGS = np.dtype(
    [
        ("patient", "i8"),
        ("episode", "i8"),
        ("assessment", "i8"),
        ("at", "i8"),
        ("day", "i4"),
        ("side", "i2"),
        ("recall", "i2"),
        ("context", "i2"),
        ("timing", "i2"),
        ("intensity", "i2"),
    ]
)
"""Pain ratings of one region. `side`, `recall`, `context`, `timing` are positions in the tuples above."""

READINGS = np.dtype(
    [
        ("patient", "i8"),
        ("episode", "i8"),
        ("assessment", "i8"),
        ("rater", "i8"),
        ("at", "i8"),
        ("day", "i4"),
        ("source", "i2"),
        ("side", "i2"),
        ("method", "i2"),
        ("posture", "i2"),
        ("footwear", "i2"),
        ("lift", "i2"),
        ("timing", "i2"),
        ("value", "f8"),
    ]
)
"""Measurements of one measure (`source` 0), and of the sided measure it is computed from (`source` 1), if any.

`value` is signed, in the measure's unit. `method`, `posture`, `footwear`, `lift` are positions in the tuples above.
"""

STARTS = np.dtype([("patient", "i8"), ("episode", "i8"), ("at", "i8"), ("day", "i4")])
"""The first completed session of each episode, and with `episode` 0 the first of all of the patient."""

PEOPLE = np.dtype([("patient", "i8"), ("birth_day", "i4"), ("birth_year", "i4"), ("visits", "i4"), ("seed", "i8")])
"""One row per patient of the cohort, with or without readings. `birth_day` UNKNOWN_DAY, `birth_year` 0: not known.

`visits`: completed sessions inside the window. `seed`: a number without meaning that stays the same for a patient,
by which the few patients of a drawing are chosen.
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """All rows of some whole patients for one measure and one region; any order."""

    ratings: Columns
    readings: Columns
    starts: Columns
    people: Columns
