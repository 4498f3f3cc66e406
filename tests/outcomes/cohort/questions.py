"""What the cohort of a test is asked."""

import datetime as dt
from typing import Any

from treatments.outcomes.findings.cohort.question import CohortPair, CohortQuestion
from treatments.outcomes.findings.precision import frozen_precisions

OBLIQUITY = CohortPair(measure="pelvic_obliquity", region="low_back", primary=True)


def question(**given: Any) -> CohortQuestion:
    """A clinic's usual question, with the catalogue's measurement errors."""
    fields: dict[str, Any] = {
        "clinic": "harbour",
        "zone": "Asia/Hong_Kong",
        "cutoff": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
        "pairs": (OBLIQUITY,),
        "precisions": frozen_precisions(),
        **given,
    }
    return CohortQuestion(**fields)
