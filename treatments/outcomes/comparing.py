"""What a report that supersedes another says differently, figure by figure. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

IDENTITY = (
    "measure",
    "measure_side",
    "region",
    "side",
    "method",
    "posture",
    "footwear",
    "lift",
    "recall",
    "context",
    "after_treatment",
    "exposure",
)
"""What tells the entries of one list of a result apart."""

LISTS = ("pain", "alignment", "pairs", "repeatability")
GROUPS = ("flow",)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure. ``part`` is the list it stands in, ``entry`` what the entry is about (by IDENTITY), ``figure`` its
    path of keys. ``before`` or ``after`` is None where the entry or the figure was not there."""

    part: str
    entry: Mapping[str, Any]
    figure: str
    before: Any
    after: Any


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """List every figure, status and reason in which two stored results differ, in the order of the later one."""
    return [*_changes_of_lists(before, after), *_changes_of_groups(before, after)]


def _changes_of_lists(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for part in LISTS:
        old, new = _by_identity(before.get(part) or ()), _by_identity(after.get(part) or ())
        for identity in dict.fromkeys((*new, *old)):
            entry = {name: value for name, value in identity if value is not None}
            yield from _changes(part, entry, old.get(identity, {}), new.get(identity, {}))


def _changes_of_groups(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for part in GROUPS:
        yield from _changes(part, {}, before.get(part) or {}, after.get(part) or {})


def _changes(part: str, entry: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    old, new = dict(_figures(before)), dict(_figures(after))
    return [
        Change(part, entry, figure, old.get(figure), new.get(figure))
        for figure in dict.fromkeys((*new, *old))
        if old.get(figure) != new.get(figure)
    ]


def _by_identity(entries: Iterable[Mapping[str, Any]]) -> dict[tuple[tuple[str, Any], ...], Mapping[str, Any]]:
    return {tuple((name, entry.get(name)) for name in IDENTITY): entry for entry in entries}


def _figures(entry: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Give the figures of an entry by their path; lists of figures, such as intervals, are one figure."""
    for name, value in entry.items():
        if not above and name in IDENTITY:
            continue
        if isinstance(value, Mapping):
            yield from _figures(value, f"{above}{name}.")
        elif value is not None and not _holds_entries(value):
            yield f"{above}{name}", value


def _holds_entries(value: Any) -> bool:
    """Say whether a value is a list of records, such as the steps of a course: those are drawn, not compared."""
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)
