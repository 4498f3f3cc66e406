"""Which readings are replicates of one another. Each reading counts at most once in each figure.

Readings of one rater are replicates if they were taken on different days at most a week apart, without a
completed session on or between these days; or within one visit, if the landmarks were found anew. Days go before
readings of one visit, because only they hold what varies from day to day. Two raters find the landmarks anew by
themselves, so theirs may also be of one day, unless a session began between them.

Of a visit that stands beside other visits its first reading counts, never the mean: the mean of two is more
exact than what a single reading would be.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.repeatability.points import Apart, Candidate, ReplicateGroup
from treatments.outcomes.findings.series import AFTER_TREATMENT
from treatments.outcomes.rules import REPEATABILITY

Sessions = Mapping[str, Sequence[datetime]]
"""When each patient's completed sessions began."""

Run = tuple[Candidate, ...]


def replicate_groups(candidates: Iterable[Candidate], sessions: Sessions, zone: ZoneInfo) -> tuple[ReplicateGroup, ...]:
    """Find the groups of replicates among measurements given in any order; without a known rater none counts."""
    known = sorted((point for point in candidates if point.rater is not None), key=_in_order)
    return tuple(
        group
        for patient, own in groupby(known, key=attrgetter("patient"))
        for group in _of_patient(own, Course(sorted(sessions.get(patient, ())), zone))
    )


class Course:
    """The completed sessions of one patient, and what they say about two of the patient's readings."""

    def __init__(self, starts: Sequence[datetime], zone: ZoneInfo) -> None:
        """`starts` are sorted."""
        self.starts, self.zone = starts, zone
        self.days = [self.day(start) for start in starts]

    def day(self, moment: datetime) -> date:
        """The calendar day on the clinic's wall."""
        return moment.astimezone(self.zone).date()

    def days_apart(self, first: Candidate, later: Candidate) -> bool:
        """Whether two readings are replicates because of the days between them."""
        from_, until = self.day(first.taken_at), self.day(later.taken_at)
        near = 0 < (until - from_).days <= REPEATABILITY.replicate_days
        return near and not _any_within(self.days, from_, until)

    def hands_apart(self, first: Candidate, later: Candidate) -> bool:
        """Whether the readings of two raters are replicates."""
        if self.day(first.taken_at) == self.day(later.taken_at):
            return not _any_within(self.starts, first.taken_at, later.taken_at)
        return self.days_apart(first, later)


def _of_patient(points: Iterable[Candidate], course: Course) -> Iterator[ReplicateGroup]:
    for _, series in groupby(points, key=_series):
        yield from _of_series(tuple(series), course)


def _of_series(points: Run, course: Course) -> Iterator[ReplicateGroup]:
    untreated = [point for point in points if point.timing != AFTER_TREATMENT]
    used: set[str] = set()
    for run in _same_rater_runs(untreated, course):
        used.update(point.assessment for point in run)
        yield _group(run, "days")
    yield from (_within_visit(point) for point in points if _repeated(point) and point.assessment not in used)
    for run in _runs(untreated, course.hands_apart):
        if len(hands := _first_of_each(run, lambda point: point.rater)) > 1:
            yield _group(hands, "raters")


def _same_rater_runs(points: Sequence[Candidate], course: Course) -> Iterator[Run]:
    """Visits of one rater, one for each day."""
    for rater in sorted({str(point.rater) for point in points}):
        own = [point for point in points if point.rater == rater]
        days = _first_of_each(own, lambda point: course.day(point.taken_at))
        yield from (run for run in _runs(days, course.days_apart) if len(run) > 1)


def _runs(points: Iterable[Candidate], replicates: Callable[[Candidate, Candidate], bool]) -> Iterator[Run]:
    """Cut a course into runs in which every reading is a replicate of the first."""
    run: list[Candidate] = []
    for point in points:
        if run and not replicates(run[0], point):
            yield tuple(run)
            run = []
        run.append(point)
    if run:
        yield tuple(run)


def _first_of_each(points: Iterable[Candidate], what: Callable[[Candidate], object]) -> Run:
    firsts: dict[object, Candidate] = {}
    for point in points:
        firsts.setdefault(what(point), point)
    return tuple(firsts.values())


def _repeated(point: Candidate) -> bool:
    return point.relandmarked is True and len(point.readings) > 1


def _within_visit(point: Candidate) -> ReplicateGroup:
    return _group((point,) * len(point.readings), "readings", point.readings)


def _group(points: Run, apart: Apart, values: tuple[float, ...] | None = None) -> ReplicateGroup:
    first = points[0]
    return ReplicateGroup(
        patient=first.patient,
        measure=first.measure,
        side=first.side,
        method=first.method,
        posture=first.posture,
        footwear=first.footwear,
        lift=first.lift,
        after_treatment=first.timing == AFTER_TREATMENT,
        apart=apart,
        values=values or tuple(point.readings[0] for point in points),
        raters=tuple(str(point.rater) for point in points),
        assessments=tuple(point.assessment for point in points),
    )


def _series(point: Candidate) -> tuple[object, ...]:
    """What readings must share to be replicates: the person, the side, and everything about how they were taken.

    What was not recorded is a condition of its own: nobody knows that it was the same.
    """
    after_treatment = point.timing == AFTER_TREATMENT
    condition = (point.method, point.posture, point.footwear, point.lift, after_treatment)
    return (point.patient, point.measure, point.side, *map(str, condition))


def _in_order(point: Candidate) -> tuple[object, ...]:
    return (_series(point), point.taken_at, point.assessment)


def _any_within(ordered: Sequence[date], from_: date, until: date) -> bool:
    """Whether something of a sorted list lies in the closed interval."""
    place = bisect_left(ordered, from_)
    return place < len(ordered) and ordered[place] <= until
