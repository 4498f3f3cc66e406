"""What of the day is on the screen: which day, which columns, which panel. It is all in the address."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date

from clinic.common.caller import Caller
from clinic.common.days import FIRST_DAY, LAST_DAY

COLUMNS = ("therapist", "room")
PANELS = ("book", "move", "arrive", "cancel")
TYPED = ("therapist", "room", "appointment_type", "at", "minutes", "times")
IN_PANEL = ("session", "patient", *TYPED, "q", "now")
"""What the address says about an open panel: whose session, and what is filled in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """``panel`` is "" while none is open; ``within`` is what the address says about it."""

    day: dt.date
    columns: str
    panel: str
    within: Mapping[str, str]

    @classmethod
    def of(cls, request: HttpRequest, by: Caller) -> Self:
        """What the address asks for; what makes no sense falls back to today, by therapist, without a panel."""
        given = request.GET
        columns, panel = given.get("columns", ""), given.get("panel", "")
        within = {name: given[name] for name in IN_PANEL if given.get(name)}
        return cls(
            day=_day(given.get("day", ""), by),
            columns=columns if columns in COLUMNS else COLUMNS[0],
            panel=panel if panel in PANELS else "",
            within=within if panel in PANELS else {},
        )

    def on(self, day: dt.date) -> Self:
        return replace(self, day=day)

    def by(self, columns: str) -> Self:
        return replace(self, columns=columns)

    def closed(self) -> Self:
        return replace(self, panel="", within={})

    def opening(self, panel: str, **within: str) -> Self:
        return replace(self, panel=panel, within=within)

    def with_open(self, panel: str, **within: str) -> Self:
        """This panel open, whatever the address said, with what the address filled in if it was open already."""
        kept = self.within if self.panel == panel else {}
        return replace(self, panel=panel, within={**kept, **within})

    def without(self, *names: str) -> Self:
        """The same panel with something left out."""
        return replace(self, within={name: value for name, value in self.within.items() if name not in names})

    def filling_in(self, **within: str) -> Self:
        """The same panel with something more filled in."""
        return replace(self, within={**self.within, **within})

    @property
    def query(self) -> str:
        panel = {"panel": self.panel} if self.panel else {}
        return urlencode({"day": self.day.isoformat(), "columns": self.columns, **panel, **self.within})

    @property
    def address(self) -> str:
        return f"{reverse('admin:index')}?{self.query}"


def _day(text: str, by: Caller) -> dt.date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and FIRST_DAY <= day <= LAST_DAY else by.today()
