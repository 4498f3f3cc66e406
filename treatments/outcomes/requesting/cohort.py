"""Asking for a report about all patients together: exploring, every week, or confirming a closed year."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Assessment, PainRating
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused, refuse
from treatments.outcomes.findings.cohort.exposure import ineligible_reason
from treatments.outcomes.findings.cohort.question import Audience, CohortFilters, CohortPair
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.narrative.reasons import in_words
from treatments.outcomes.requesting.filtering import problems_of_filters
from treatments.outcomes.requesting.queueing import language_of, problems_of_window, queue
from treatments.outcomes.selectors.settled_pairs import settled_pairs

MOST_PAIRS_AT_ONCE = 12
NamedPair = tuple[str, str]


def request_cohort_report(
    *,
    pairs: Sequence[NamedPair] | None = None,
    from_: dt.date | None = None,
    until: dt.date | None = None,
    filters: CohortFilters | None = None,
    audience: Audience = "internal",
    by: Caller,
) -> OutcomeReport:
    """Queue a report about the clinic's patients: estimates and intervals, never a p-value.

    ``pairs`` are (measure, region); without any, those that the clinic settled. A pair that the clinic has not
    settled is exploratory. Days are inclusive, in the clinic's zone. Raises Refused.
    """
    by.require("reports.request")
    filters = filters or CohortFilters()
    settled = [(pair.measure, pair.region) for pair in settled_pairs(by.clinic_id)]
    asked = settled if pairs is None else list(pairs)
    problems = [*_problems_of_pairs(asked), *problems_of_window(from_, until, by), *problems_of_filters(filters, by)]
    if problems:
        raise Refused(problems)
    return queue(
        OutcomeReport(
            kind=ReportKind.COHORT,
            window_from=from_,
            window_until=until,
            parameters=_parameters(asked, settled, by, audience, filters),
        ),
        by,
    )


def request_confirmatory_report(*, year: int, by: Caller) -> OutcomeReport:
    """Queue the one report that tests a closed calendar year, on the pairs settled before its first data.

    Raises Refused for a year that is not over, has no data, or before which nothing was settled; Clash if it exists.
    """
    by.require("reports.request")
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if last >= by.today():
        sentence = _("%(year)s is not over. P-values are given once, when all data of the year are in.")
        raise refuse("/confirmatory_year", "year_not_over", sentence % {"year": year})
    began = _first_data(year, by)
    if began is None:
        sentence = _("There are no data of %(year)s, so there is nothing to confirm.")
        raise refuse("/confirmatory_year", "no_data_in_year", sentence % {"year": year})
    settled = [(pair.measure, pair.region) for pair in settled_pairs(by.clinic_id, by_then=began)]
    if not settled:
        sentence = _("No pair was settled before the first data of %(year)s, so there is nothing to confirm.")
        raise refuse("/confirmatory_year", "no_pair_settled_in_time", sentence % {"year": year})
    return queue(
        OutcomeReport(
            kind=ReportKind.COHORT,
            window_from=first,
            window_until=last,
            locked_year=year,
            parameters=_parameters(settled, settled, by, confirmatory_year=year),
        ),
        by,
    )


def request_weekly_report(monday: dt.date, by: Caller) -> OutcomeReport:
    """Queue the whole clinic's report of a week, for staff; Clash if that week has one, Refused without pairs."""
    by.require("reports.request")
    settled = [(pair.measure, pair.region) for pair in settled_pairs(by.clinic_id)]
    if problems := _problems_of_pairs(settled):
        raise Refused(problems)
    parameters = _parameters(settled, settled, by)
    return queue(OutcomeReport(kind=ReportKind.COHORT, scheduled_for=monday, parameters=parameters), by)


def _parameters(
    asked: Iterable[NamedPair],
    settled: Iterable[NamedPair],
    by: Caller,
    audience: Audience = "internal",
    filters: CohortFilters | None = None,
    confirmatory_year: int | None = None,
) -> dict[str, Any]:
    confirming = {"confirmatory_year": confirmatory_year} if confirmatory_year else {}
    return {
        "language": language_of(by.clinic_id),
        "pairs": [{"measure": measure, "region": region} for measure, region in asked],
        "primary_pairs": [{"measure": measure, "region": region} for measure, region in settled],
        "filters": dict(filters.in_use) if filters else {},
        "audience": audience,
        **confirming,
    }


def _problems_of_pairs(pairs: Sequence[NamedPair]) -> list[Problem]:
    if not pairs:
        sentence = _("Name at least one pair of a measure and a pain region.")
        return [Problem("/pairs", "no_pairs", sentence)]
    if len(pairs) > MOST_PAIRS_AT_ONCE:
        sentence = _("%(given)s pairs are too many: with more than %(most)s, some fit by chance alone.")
        return [Problem("/pairs", "too_many_pairs", sentence % {"given": len(pairs), "most": MOST_PAIRS_AT_ONCE})]
    found = []
    for number, (measure, region) in enumerate(pairs):
        pointer = f"/pairs/{number}"
        if reason := ineligible_reason(CohortPair(measure=measure, region=region)):
            found.append(Problem(pointer, reason.partition(":")[0], in_words(reason).text(_)))
        elif (measure, region) in pairs[:number]:
            found.append(Problem(pointer, "duplicate_pair", _("This pair is named twice.")))
    return found


def _first_data(year: int, by: Caller) -> dt.datetime | None:
    """When the first rating or measurement of the year was taken; None if there is none."""
    first = dt.datetime(year, 1, 1, tzinfo=by.zone)
    end = dt.datetime(year + 1, 1, 1, tzinfo=by.zone)
    taken = [
        rows.visible_to(by).filter(taken_at__gte=first, taken_at__lt=end).order_by("taken_at").values_list("taken_at")
        for rows in (Assessment.objects.all(), PainRating.objects.all())
    ]
    return min((row[0] for rows in taken for row in rows[:1]), default=None)
