"""Which time of a working day is still free. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From a moment up to but not including another; both aware."""

    starts: dt.datetime
    ends: dt.datetime

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds() // 60)


def free_spans(hours: Iterable[Span], taken: Iterable[Span], *, at_least: int = 1) -> list[Span]:
    """What is left of the hours between what is taken, in time order, without rests under ``at_least`` minutes.

    Hours that adjoin count as one; what is taken may overlap, lie outside the hours, and come in any order.
    """
    busy = sorted(taken)
    free = [left for span in _joined(hours) for left in _without(span, busy)]
    return [span for span in free if span.minutes >= at_least]


def _joined(hours: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(hours):
        if joined and span.starts <= joined[-1].ends:
            joined[-1] = Span(joined[-1].starts, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return joined


def _without(span: Span, busy: list[Span]) -> Iterable[Span]:
    """The rests of one span; ``busy`` is in order."""
    begins = span.starts
    for one in busy:
        if one.ends <= begins or one.starts >= span.ends:
            continue
        if one.starts > begins:
            yield Span(begins, one.starts)
        begins = max(begins, one.ends)
    if begins < span.ends:
        yield Span(begins, span.ends)


def from_now_on(free: Iterable[Span], now: dt.datetime, step: int = 5) -> list[Span]:
    """The spans without what has passed; one that is running begins at the next full ``step`` minutes."""
    late = now + dt.timedelta(minutes=step) - dt.timedelta.resolution
    begin = late.replace(minute=late.minute - late.minute % step, second=0, microsecond=0)
    return [Span(max(span.starts, begin), span.ends) for span in free if span.ends > begin]
