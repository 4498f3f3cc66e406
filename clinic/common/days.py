"""The days that a clinic's calendar can show, and how a booking's time is written."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
"""Beyond them a day is a slip of the keyboard; near the ends of all time its neighbours cannot be computed."""


def with_weekday(moment: dt.datetime) -> str:
    """The local time as the page's language writes it, the day of the week first: Mon 2 Mar 2026, 09:30."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D')} {date_format(local, 'DATETIME_FORMAT')}"


def hour(moment: dt.datetime) -> str:
    """The local time of the day: 09:30."""
    return date_format(timezone.localtime(moment), "H:i")
