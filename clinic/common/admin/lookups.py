"""Which questions may be asked of a list through its address."""

import re
from collections.abc import Iterable
from typing import Any

_TAILS = re.compile(r"(__(exact|in|isnull|gte|lte|gt|lt)|_(from|to)(_[01])?)?")
"""What filters append to the name of their field."""


def is_filter_of(list_filter: Iterable[Any], lookup: str) -> bool:
    """True if the lookup belongs to one of the list's own filters.

    Django lets every column be asked for. A column that somebody may not see could then be guessed by
    asking what it contains.
    """
    for entry in list_filter:
        name = parameter_of(entry)
        if lookup.startswith(name) and _TAILS.fullmatch(lookup, len(name)):
            return True
    return False


def parameter_of(entry: Any) -> str:
    """The name that the filter has in the address: that of its field, or its own."""
    if isinstance(entry, tuple | list):
        return str(entry[0])
    return str(getattr(entry, "parameter_name", entry))
