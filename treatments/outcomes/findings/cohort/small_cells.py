"""Which counts may be shown beside one another without telling a small one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SmallCells:
    """The rule of a report for sharing: no count from 1 to `threshold` - 1, and none that others give away."""

    threshold: int

    def small(self, count: int) -> bool:
        """Say whether a count points to persons."""
        return 0 < count < self.threshold

    def fits(self, count: int | None, *beside: int | None) -> bool:
        """Say whether a count may stand beside others that it contains or is part of.

        Their difference is a count too: of those who are in the one and not in the other. None: not shown.
        """
        if count is None:
            return False
        apart = (abs(count - other) for other in beside if other is not None)
        return not self.small(count) and not any(map(self.small, apart))

    def if_fits(self, count: int | None, *beside: int | None) -> int | None:
        """Give the count if it may stand beside the others, else None."""
        return count if self.fits(count, *beside) else None

    def hidden_cells(self, cells: Mapping[str, int], unseen: int = 0, *, hide_total: bool = False) -> frozenset[str]:
        """Choose the cells to hide of a table whose total may be known from elsewhere.

        `unseen`: the rest of the total, which is in no cell. Small cells go, and with them the smallest others, until
        what is hidden is at least two cells that together are more than the threshold: a small remainder of the
        total would tell as much as the cell itself. `hide_total`: the sum must not be found either.
        """
        hidden = [name for name, count in cells.items() if self.small(count)]
        if not hidden and not self.small(unseen) and not hide_total:
            return frozenset()
        others = sorted((count, name) for name, count in cells.items() if count and name not in hidden)
        for _, name in (*others, (0, "")):
            weight = unseen + sum(cells[one] for one in hidden)
            if len(hidden) + (unseen > 0) > 1 and weight > self.threshold and hidden:
                return frozenset(hidden)
            hidden.append(name)
        return frozenset(cells)


def small_cell(where: str) -> str:
    """Give the reason for a figure that a small cell takes away."""
    return f"small_cell:{where}"


def with_reasons(reasons: tuple[str, ...], missing: tuple[tuple[str, bool], ...]) -> tuple[str, ...]:
    """Add the places where something is hidden to the reasons, each once."""
    return tuple(dict.fromkeys((*reasons, *(small_cell(where) for where, hidden in missing if hidden))))


def known(counts: Iterable[int | None]) -> tuple[int, ...]:
    """Leave out what is hidden."""
    return tuple(count for count in counts if count is not None)


def known_cells(counts: Mapping[str, int | None]) -> dict[str, int]:
    """Leave out the cells that are hidden."""
    return {name: count for name, count in counts.items() if count is not None}


def without(counts: Mapping[str, int | None], hidden: frozenset[str]) -> dict[str, int | None]:
    """Hide cells of a table."""
    return {name: None if name in hidden else count for name, count in counts.items()}
