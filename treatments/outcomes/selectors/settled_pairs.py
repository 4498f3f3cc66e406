"""Which pairs of a measure and a pain region a clinic has settled."""

import datetime as dt

from treatments.outcomes.findings.cohort.exposure import DEFAULT_COHORT_PAIRS
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.models import PrespecifiedPair

_COLUMNS = ("measure", "region", "created_at", "came_with_product", "retired_at")


def settled_pairs(clinic_id: int, *, by_then: dt.datetime | None = None) -> list[CohortPair]:
    """The pairs in force, or those that had been settled by a moment and were not retired by then, in order.

    A clinic that never settled any has those that the product came with: they were fixed before all its data.
    One query.
    """
    pairs = PrespecifiedPair.objects.filter(clinic=clinic_id).order_by("position", "id")
    rows = list(pairs.values_list(*_COLUMNS))
    if not rows:
        return list(DEFAULT_COHORT_PAIRS)
    return [
        CohortPair(measure=measure, region=region, primary=True)
        for measure, region, settled_at, came_with_product, retired_at in rows
        if _in_force(None if came_with_product else settled_at, retired_at, by_then)
    ]


def _in_force(since: dt.datetime | None, until: dt.datetime | None, moment: dt.datetime | None) -> bool:
    """Whether a moment, or else the present, lies from ``since`` (None: from the beginning) to before ``until``."""
    if moment is None:
        return until is None
    return (since is None or since <= moment) and (until is None or moment < until)
