"""How a changed record is described, whatever report asks."""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from clinic.common.history import versions_of
from patients.models import Merge, Patient


class Differs(Func):
    """Whether two values differ, where "not known" is a value of its own."""

    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


def dated(rows: QuerySet[Any], kind: str, *times: str) -> QuerySet[Any]:
    """Add ``record`` (its kind) and ``at``: the first of the times that there is."""
    at = Coalesce(*times) if len(times) > 1 else F(*times)
    found: QuerySet[Any] = rows.annotate(record=Value(kind, CharField()), at=at)
    return found


def reborn_at(cutoff: Any) -> Subquery:
    """When the birth date or year of an outer patient was first corrected after the cut-off; None: not at all.

    The age decides which reference bands apply, and who belongs to a cohort.
    """
    since = versions_of(Patient).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gt=cutoff)
    born_otherwise = Q(Differs(F("birth_date"), OuterRef("birth_date"))) | Q(
        Differs(F("birth_year"), OuterRef("birth_year"))
    )
    return Subquery(since.filter(born_otherwise).order_by("pgh_created_at").values("pgh_created_at")[:1])


def merges_since(cutoff: Any, of_patients: Q) -> QuerySet[Any]:
    """The merges that were made or undone after the cut-off, in order of time; ``uuid`` is that of the merged record.

    Which records belong to one person decides what a report reads of each.
    """
    made, undone = Q(merged_at__gt=F("read_at")), Q(undone_at__gt=F("read_at"))
    since = Merge.objects.filter(of_patients).alias(read_at=cutoff).filter(made | undone)
    found = since.annotate(first=Case(When(made, then="merged_at"), default="undone_at"))
    return dated(found.order_by("first"), "merge", "first")
