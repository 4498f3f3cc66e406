"""What every worklist has: a title, who may see it, what stands in it, and pages of a fixed length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from clinic.common.caller import Caller
from patients.models import Patient

PER_PAGE = 50

Namer = Callable[[Patient], str]
"""How a patient is called on this person's screen: in full, or by initials."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part of a list is asked for: one's own patients or everybody's, and those of long ago."""

    mine: bool = False
    long_ago: bool = False


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits for somebody.

    ``entries`` are all of them, in order, as something that can be sliced; ``lines`` makes of one page of them
    what its template shows, and leaves the audit row. ``choice`` is the permission with which one chooses between
    one's own and everybody's; "" where there is nothing to choose.
    """

    name: str
    title: str | Promise
    about: str | Promise
    nothing: str | Promise
    permission: str
    entries: Callable[[Caller, Wish], Any]
    lines: Callable[[Sequence[Any], Caller, Namer], Sequence[Any]]
    choice: str = "treatments.view"
    has_long_ago: bool = False

    @property
    def template(self) -> str:
        return f"workplace/worklists/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list. ``first`` and ``last`` count from 1; ``more``: there is another page."""

    number: int
    entries: Sequence[Any]
    more: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def part_of(entries: Any, number: int) -> Part:
    """The page with this number, from 1; one entry more is read to know whether another page follows."""
    start = (number - 1) * PER_PAGE
    found = list(entries[start : start + PER_PAGE + 1])
    return Part(number, found[:PER_PAGE], len(found) > PER_PAGE)
