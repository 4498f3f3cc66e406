"""What a correction took the place of: figures that count no longer, and stay to be seen, struck through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from assessments.models import Assessment, Measurement, PainRating


@dataclass(frozen=True, slots=True)
class Version:
    """What an assessment said before it was replaced."""

    uuid: UUID
    measurements: list[Measurement] = field(default_factory=list)
    ratings: list[PainRating] = field(default_factory=list)


class Value(Protocol):
    """A value of one measure, taken or computed."""

    @property
    def measure(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def posture(self) -> str | None: ...
    @property
    def value(self) -> float: ...


class Rating(Protocol):
    """Pain of one region, asked in one way."""

    @property
    def region(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def recall(self) -> str: ...
    @property
    def context(self) -> str: ...
    @property
    def intensity(self) -> int: ...


V = TypeVar("V", bound=Value)
R = TypeVar("R", bound=Rating)


def replaced_versions(patient: int) -> dict[UUID, list[Version]]:
    """For each correction of the patient the versions that it replaced, the earliest first.

    Three queries; one if nothing was ever corrected.
    """
    corrections = list(Assessment.objects.filter(patient=patient, replaces__isnull=False).select_related("replaces"))
    if not corrections:
        return {}
    versions = {one.replaces_id: Version(one.replaces.uuid) for one in corrections if one.replaces}
    for measurement in Measurement.objects.filter(assessment__in=versions).order_by("position", "id"):
        versions[measurement.assessment_id].measurements.append(measurement)
    for rating in PainRating.objects.filter(assessment__in=versions, entered_in_error_at=None).order_by("id"):
        versions[rating.assessment_id].ratings.append(rating)
    replaces = {one.pk: one.replaces_id for one in corrections}
    return {one.uuid: [versions[older] for older in _older(one.pk, replaces)] for one in corrections}


def _older(correction: int, replaces: dict[int, int | None]) -> list[int]:
    """The ids of the versions before this one, the earliest first."""
    older = replaces.get(correction)
    return [] if older is None else [*_older(older, replaces), older]


def replaced_values(now: Value, versions: Iterable[Sequence[V]]) -> list[V]:
    """What earlier versions said in the place of this value, where they said something else.

    Meant is the value of the same measure and side, by the same method in the same posture, or else the only one.
    """
    found = []
    for values in versions:
        alike = [one for one in values if (one.measure, one.side) == (now.measure, now.side)]
        exact = [one for one in alike if (one.method, one.posture) == (now.method, now.posture)]
        found += exact or (alike if len(alike) == 1 else [])
    return [one for one in found if (one.value, one.method) != (now.value, now.method)]


def replaced_ratings(now: Rating, versions: Iterable[Sequence[R]]) -> list[R]:
    """What earlier versions said of the same region, asked in the same way, where they said something else."""
    asked = (now.region, now.side, now.recall, now.context)
    ratings = (one for version in versions for one in version)
    return [
        one
        for one in ratings
        if (one.region, one.side, one.recall, one.context) == asked and one.intensity != now.intensity
    ]
