"""Bringing the rows below a record into line with a new list, without deleting any."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def difference(
    present: Iterable[Row], given: Iterable[Row], sameness: Callable[[Row], object]
) -> tuple[list[Row], list[Row]]:
    """The present rows that the given list lacks, and the given rows that are not present yet.

    Two rows are the same if ``sameness`` says the same of them; each row counts once.
    """
    new = list(given)
    gone = []
    for row in present:
        same = next((other for other in new if sameness(other) == sameness(row)), None)
        if same is None:
            gone.append(row)
        else:
            new.remove(same)
    return gone, new
