"""Whether a report still says what its records say: computed when asked, never stored."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, DateTimeField, QuerySet, Subquery, When
from django.db.models.functions import Least

from treatments.outcomes.models import OutcomeReport, ReportKind, ReportState
from treatments.outcomes.staleness.clinic import ClinicRead
from treatments.outcomes.staleness.patient import PatientRead

MOST_CHANGES = 20
"""So many changed records of each kind are named for a report about a whole clinic."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that makes a report stale: its kind, its id, and since when."""

    kind: str
    uuid: UUID
    at: dt.datetime


def with_staleness(reports: QuerySet[Any], zone: ZoneInfo, kinds: Collection[str] = tuple(ReportKind)) -> QuerySet[Any]:
    """Add ``stale_since``: when the first record of the scope changed; None while the report is current.

    ``zone`` is that of the reports' clinic, ``kinds`` those that are among them: the question is long for each kind,
    and takes longer to write than to answer. Only a report that is done can be stale.
    """
    cases = [_when(kind, _CHANGED[kind](zone)) for kind in kinds]
    annotated: QuerySet[Any] = reports.annotate(stale_since=Case(*cases, output_field=DateTimeField()))
    return annotated


_CHANGED: dict[str, Callable[[ZoneInfo], tuple[QuerySet[Any], ...]]] = {
    ReportKind.PATIENT: lambda zone: PatientRead.by_outer_report(zone).changed(),
    ReportKind.COHORT: lambda zone: ClinicRead.by_outer_report(zone).changed(),
    ReportKind.REPEATABILITY: lambda zone: ClinicRead.by_outer_report(zone).changed_measurements(),
}
"""For each kind the records that an outer report of it read otherwise."""


def changes_since(report: OutcomeReport) -> list[Change]:
    """The records that make this report stale, the earliest change first, in one query.

    Of a report about a whole clinic the first few of each kind. Needs ``clinic`` and ``episode`` joined.
    """
    first, *others = (rows.values_list("record", "uuid", "at") for rows in _changed(report))
    return sorted((Change(*row) for row in first.union(*others)), key=lambda change: (change.at, change.uuid))


def may_be_more(report: OutcomeReport, changes: Collection[Change]) -> bool:
    """Whether there may be more of these `changes_since` than are named: of a kind as many as are named at most."""
    of_each_kind = Counter(change.kind for change in changes)
    return report.kind != ReportKind.PATIENT and any(named >= MOST_CHANGES for named in of_each_kind.values())


def _changed(report: OutcomeReport) -> tuple[QuerySet[Any], ...]:
    if report.kind == ReportKind.PATIENT:
        return PatientRead.by(report).changed()
    read = ClinicRead.by(report)
    of_kind = read.changed() if report.kind == ReportKind.COHORT else read.changed_measurements()
    return tuple(rows[:MOST_CHANGES] for rows in of_kind)


def _when(kind: str, changed: tuple[QuerySet[Any], ...]) -> When:
    first = [Subquery(rows.values("at")[:1]) for rows in changed]
    return When(state=ReportState.DONE, kind=kind, then=Least(*first))
