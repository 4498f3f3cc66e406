"""Birth dates as people write them, found in what somebody types into a search. Pure."""

import datetime as dt
import re
from typing import NamedTuple

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)")


class Typed(NamedTuple):
    """The dates that the text may mean, in no order, and the text without them."""

    dates: frozenset[dt.date]
    rest: str


def typed_dates(text: str) -> Typed:
    """Find one date: 1980-05-17, 1980/5/17, 1980年5月17日, 17.5.1980 or 17/05/1980.

    Where the year comes last with slashes or hyphens, day and month may stand in either order: 5/6/1980 means both.
    Gives no date for a text without one, or with one that does not exist, such as 31.2.1980.
    """
    if found := _YEAR_FIRST.search(text):
        year, _sign, month, day = found.groups()
        orders = [(year, month, day)]
    elif found := _YEAR_LAST.search(text):
        day, sign, month, year = found.groups()
        orders = [(year, month, day)] if sign == "." else [(year, month, day), (year, day, month)]
    else:
        return Typed(frozenset(), text.strip())
    dates = {date for order in orders if (date := _date(*map(int, order)))}
    rest = f"{text[: found.start()]} {text[found.end() :]}" if dates else text
    return Typed(frozenset(dates), " ".join(rest.split()))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
