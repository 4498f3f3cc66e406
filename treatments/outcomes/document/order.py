"""Which series stand in the first table, and which behind it: those with a verdict first, nothing is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.narrative.changed import beyond_error

Finding = TypeVar("Finding", PainFinding, AlignmentFinding)


@dataclass(frozen=True, slots=True)
class Parted(Generic[Finding]):
    """The series that answer whether something changed, and the ``others``, in which no change can be judged."""

    first: list[Finding]
    others: list[Finding]


def parted(findings: Sequence[Finding]) -> Parted[Finding]:
    """Put series with a change first: those beyond their error, then those with a verdict, as the catalogue has them.

    The main series of a painful place is always among the first: where pain started has to be seen at once. If there
    is no change at all, there is nothing to stand behind.
    """
    answering = [found for found in findings if _answers(found)] or list(findings)
    return Parted(
        first=sorted(answering, key=_rank),
        others=[found for found in findings if found not in answering],
    )


def _rank(found: PainFinding | AlignmentFinding) -> tuple[bool, bool]:
    changed = isinstance(found, AlignmentFinding) and beyond_error(found)
    return not changed, found.status != "ok"


def _answers(found: PainFinding | AlignmentFinding) -> bool:
    return found.change is not None or (isinstance(found, PainFinding) and found.main)
