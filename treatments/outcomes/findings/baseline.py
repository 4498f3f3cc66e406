"""Which visits are the baseline, which the latest, and whether a change between them may be given.

The rule is fixed before the data are seen. In particular the best visit is never picked: the best of ten
makes 14 % of unchanged patients look improved beyond the MDC95 instead of 2.6 %.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.points import SessionPoint
from treatments.outcomes.findings.series import BEFORE_TREATMENT, Reading, Visit, mean_day, mean_value, visit_of
from treatments.outcomes.rules import RULES

Role = Literal["baseline", "latest"]
BASELINE_AFTER_START = "baseline_after_start"
LATEST_BEFORE_START = "latest_before_start"
NO_SESSION = "no_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """When treatment began: the first completed session, with its day in the clinic's zone."""

    at: datetime
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The visits that enter baseline and latest. `refusal` says why no change may be given.

    `note` says how the visits lie to the start of treatment where that is not as one would think.
    """

    baseline: tuple[Visit, ...]
    latest: tuple[Visit, ...]
    note: str | None
    refusal: str | None

    @property
    def baseline_value(self) -> Fraction:
        """The exact mean of the baseline visits, in the unit of the series."""
        return mean_value(self.baseline)

    @property
    def latest_value(self) -> Fraction | None:
        """The exact mean of the latest visits, in the unit of the series."""
        return mean_value(self.latest) if self.latest else None

    @property
    def last_value(self) -> Fraction | None:
        """The exact value of the last visit by itself, in the unit of the series."""
        return self.latest[-1].value if self.latest else None

    @property
    def change(self) -> Fraction | None:
        """Latest minus baseline, exact; None if refused."""
        latest = self.latest_value
        return None if latest is None or self.refusal else latest - self.baseline_value

    @property
    def reasons(self) -> tuple[str, ...]:
        """The refusal, and the note on the start of treatment."""
        return tuple(reason for reason in (self.refusal, self.note) if reason)

    @property
    def baseline_on(self) -> date:
        """The mean date of the baseline visits, a half day rounded down."""
        return _mean_date(self.baseline)

    @property
    def latest_on(self) -> date | None:
        """The mean date of the latest visits, a half day rounded down."""
        return _mean_date(self.latest) if self.latest else None

    def role_of(self, reading: Reading) -> Role | None:
        """Say what a counted reading was used for; None if for neither end."""
        if any(reading in visit.readings for visit in self.baseline):
            return "baseline"
        return "latest" if any(reading in visit.readings for visit in self.latest) else None


def start_of_treatment(sessions: tuple[SessionPoint, ...], zone: ZoneInfo) -> Start | None:
    """Find the first completed session; None if there is none yet."""
    times = [session.starts_at for session in sessions if session.status == "completed"]
    if not times:
        return None
    first = min(times)
    return Start(at=first, on=first.astimezone(zone).date())


def compare(visits: tuple[Visit, ...], start: Start | None) -> Comparison:
    """Choose baseline and latest among the visits of one series, at least one, given in time order.

    Baseline: the last two visits within 28 days before the first completed session, or the only one; else the
    first visit. Latest: the last two visits after the baseline if at most 28 days apart, else the last.
    """
    before = _before_start(visits, start)
    baseline = before[-RULES.pooled_visits :] or visits[:1]
    latest = _latest(tuple(visit for visit in visits if visit.on > baseline[-1].on))
    return Comparison(
        baseline=baseline,
        latest=latest,
        note=_note(baseline, latest, start),
        refusal=_refusal(visits, baseline, latest),
    )


def _mean_date(visits: tuple[Visit, ...]) -> date:
    return date.fromordinal(int(mean_day(visits)))


def _note(baseline: tuple[Visit, ...], latest: tuple[Visit, ...], start: Start | None) -> str | None:
    """Say that treatment did not lie between baseline and latest: a change is then not one during treatment."""
    if start is None:
        return NO_SESSION
    if not _part_before(baseline[0], start):
        return BASELINE_AFTER_START
    return LATEST_BEFORE_START if latest and _part_before(latest[-1], start) == latest[-1] else None


def _precedes(reading: Reading, on: date, start: Start) -> bool:
    """Say whether a reading came before treatment began.

    One marked "before treatment" on the day of the first session did, even if it was written down after the
    session's booked start.
    """
    return reading.at <= start.at or (on == start.on and reading.timing == BEFORE_TREATMENT)


def _part_before(visit: Visit, start: Start) -> Visit | None:
    """Keep of a visit what came before treatment: on the day of the first session often not everything."""
    readings = tuple(reading for reading in visit.readings if _precedes(reading, visit.on, start))
    return visit_of(visit.on, readings) if readings else None


def _before_start(visits: tuple[Visit, ...], start: Start | None) -> tuple[Visit, ...]:
    if start is None:
        return ()
    recent = (visit for visit in visits if (start.on - visit.on).days <= RULES.baseline_window_days)
    parts = (_part_before(visit, start) for visit in recent)
    return tuple(part for part in parts if part)


def _latest(later: tuple[Visit, ...]) -> tuple[Visit, ...]:
    last = later[-RULES.pooled_visits :]
    if last and (last[-1].on - last[0].on).days > RULES.latest_pool_days:
        return last[-1:]
    return last


def _refusal(visits: tuple[Visit, ...], baseline: tuple[Visit, ...], latest: tuple[Visit, ...]) -> str | None:
    if len(visits) < 2:
        return f"too_few_readings:{len(visits)}<2"
    if not latest:
        return "no_reading_after_baseline"
    reach = latest[-1].on.toordinal() - mean_day(baseline)
    between = mean_day(latest) - mean_day(baseline)
    # The whole course is named first: its length says more than the mean date of its last visits.
    days = reach if reach < RULES.minimum_change_days else between
    if days < RULES.minimum_change_days:
        return f"less_than_{RULES.minimum_change_days}_days:{float(days):g}<{RULES.minimum_change_days}"
    return None
