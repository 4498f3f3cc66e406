"""The days that a clinic's calendar can show."""

import datetime as dt

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
"""Beyond them a day is a slip of the keyboard; near the ends of all time its neighbours cannot be computed."""
