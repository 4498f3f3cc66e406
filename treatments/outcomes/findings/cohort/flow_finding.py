"""What became of the patients of a cohort: from all of them to those analysed, and how often they came."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many patients came to at least so many visits."""

    visits: int
    patients: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """From all patients of the cohort to those analysed; None: suppressed.

    enrolled: with any completed session, rating or measurement inside window and filters. with_baseline: with at
    least one visit that has pain and alignment of a pair. baseline_after_start: of these, with a baseline of pain or of
    a measure of such a pair that was taken after treatment had begun. with_3_pairs: with a series of at least 3 pairs.
    analysed: in at least one pair's estimate.
    """

    enrolled: int | None
    with_baseline: int | None
    baseline_after_start: int | None
    with_3_pairs: int | None
    analysed: int | None
    attendance: tuple[Attendance, ...]
