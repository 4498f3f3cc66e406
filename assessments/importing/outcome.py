"""What an import did."""

from dataclasses import dataclass, field

from assessments.importing.table import Rejection


@dataclass(slots=True)
class Outcome:
    """Counts of what was written, or in a dry run would be; ``written`` says whether it is in the database.

    ``unchanged`` records were imported before; ``not_measured`` cells were empty. ``warnings`` are unusual
    values that were accepted.
    """

    lines: int = 0
    patients: int = 0
    assessments: int = 0
    pain_ratings: int = 0
    unchanged: int = 0
    not_measured: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[Rejection] = field(default_factory=list)
    written: bool = False

    def add(self, line: "Outcome") -> None:
        """Take over what one line brought; of a rejected line only the rejections."""
        self.lines += line.lines
        self.rejected += line.rejected
        if not line.rejected:
            for name in COUNTS:
                setattr(self, name, getattr(self, name) + getattr(line, name))
            self.warnings += line.warnings

    @property
    def rejected_lines(self) -> int:
        """How many lines were rejected; one may have several mistakes."""
        return len({rejection.line for rejection in self.rejected})

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in COUNTS}


COUNTS = ("patients", "assessments", "pain_ratings", "unchanged", "not_measured")
