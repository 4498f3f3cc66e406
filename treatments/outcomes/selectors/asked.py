"""A cohort's question in the terms of the database: ids instead of names, moments instead of days."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from clinic.practice.models import Membership
from treatments.models import Technique
from treatments.outcomes.findings.cohort.columns import Columns
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortQuestion
from treatments.outcomes.selectors.clinic_days import microseconds, window_of

NOBODY = 0
"""No row has this id: who asks for something that the clinic does not have gets nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides which records count; ``parameters`` are those of every statement.

    ``first`` and ``last`` are the moments of the window, both inclusive, in microseconds since 1970.
    """

    filters: CohortFilters
    zone: ZoneInfo
    first: int
    last: int
    parameters: dict[str, Any]

    @classmethod
    def of(cls, clinic_id: int, question: CohortQuestion) -> Self:
        """Look up what the question names; two queries at most."""
        zone, filters = ZoneInfo(question.zone), question.filters
        first, last = window_of(question.window_from, question.window_until, zone)
        last = min(last, question.cutoff)
        parameters = {
            "clinic": clinic_id,
            "cutoff": question.cutoff,
            "first": first,
            "last": last,
            "therapist": _therapist(clinic_id, filters.therapist),
            "technique": _technique(clinic_id, filters.technique),
            "cause": filters.cause,
            "sex": filters.sex,
            "referral_source": filters.referral_source,
        }
        return cls(filters, zone, microseconds(first), microseconds(last), parameters)

    @property
    def by_session(self) -> bool:
        """Whether only patients with a session of some kind belong to the cohort."""
        return self.filters.therapist is not None or self.filters.technique is not None

    @property
    def by_age(self) -> bool:
        """Whether only patients of some age belong to the cohort."""
        return self.filters.age_min is not None or self.filters.age_max is not None

    @property
    def by_cause(self) -> bool:
        """Whether only records of episodes with some cause count."""
        return self.filters.cause is not None

    def inside(self, at: Columns) -> Columns:
        """Whether moments lie inside the window."""
        return (at >= self.first) & (at <= self.last)


def _therapist(clinic_id: int, uuid: str | None) -> int | None:
    if uuid is None:
        return None
    known = Membership.objects.filter(clinic=clinic_id, uuid=uuid).values_list("pk", flat=True)
    return known.first() or NOBODY


def _technique(clinic_id: int, name: str | None) -> int | None:
    if name is None:
        return None
    named = Q(uuid=name) if _is_uuid(name) else Q(code=name)
    known = Technique.objects.filter(named, clinic=clinic_id).values_list("pk", flat=True)
    return known.first() or NOBODY


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
