"""Days in words, in the order that each language writes them."""

from collections.abc import Callable
from datetime import date, datetime

from clinic.common.wording import Message, gettext_noop

Translate = Callable[[str], str]

MONTHS = (
    gettext_noop("Jan"),
    gettext_noop("Feb"),
    gettext_noop("Mar"),
    gettext_noop("Apr"),
    gettext_noop("May"),
    gettext_noop("Jun"),
    gettext_noop("Jul"),
    gettext_noop("Aug"),
    gettext_noop("Sep"),
    gettext_noop("Oct"),
    gettext_noop("Nov"),
    gettext_noop("Dec"),
)
DAY_OF_MONTH = gettext_noop("%(day)s %(month)s")
DAY_OF_YEAR = gettext_noop("%(day)s %(year)s")
DAY_AND_TIME = gettext_noop("%(day)s, %(time)s")


def short_day(day: date, translate: Translate) -> str:
    """Write a day without its year: ``2 Mar``, ``3月2日``."""
    return Message(DAY_OF_MONTH, {"day": str(day.day), "month": Message(MONTHS[day.month - 1])}).text(translate)


def full_day(day: date, translate: Translate) -> str:
    """Write a day that nobody can take for another: ``2 Mar 2026``, ``2026年3月2日``."""
    return Message(DAY_OF_YEAR, {"day": short_day(day, translate), "year": str(day.year)}).text(translate)


def full_moment(local: datetime, translate: Translate) -> str:
    """Write a moment as the clinic's clock shows it: ``2 Mar 2026, 09:30``, ``2026年3月2日 09:30``."""
    return Message(DAY_AND_TIME, {"day": full_day(local.date(), translate), "time": f"{local:%H:%M}"}).text(translate)
