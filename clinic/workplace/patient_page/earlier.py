"""What corrections replaced, as the figures of a series know it: computed values included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from assessments.models import Measurement, PainRating
from assessments.replaced import Version, replaced_ratings, replaced_values, replaced_versions
from patients.models import Patient
from treatments.outcomes.charts.words import number, with_unit
from treatments.outcomes.findings.derived_measurements import with_derived
from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding
from treatments.outcomes.findings.points import MeasurementPoint, PainPoint
from treatments.outcomes.findings.series import Reading


@dataclass(frozen=True, slots=True)
class Earlier:
    """For each correction, by its id, what the versions before it said, the earliest first."""

    values: Mapping[str, Sequence[Sequence[MeasurementPoint]]]
    ratings: Mapping[str, Sequence[Sequence[PainRating]]]

    @classmethod
    def of_patient(cls, patient: Patient) -> Self:
        """Three queries; one if nothing was ever corrected."""
        versions = replaced_versions(patient.pk)
        return cls(
            values={str(uuid): [_with_computed(one) for one in older] for uuid, older in versions.items()},
            ratings={str(uuid): [one.ratings for one in older] for uuid, older in versions.items()},
        )

    def of_reading(self, reading: Reading, found: PainFinding | AlignmentFinding) -> list[str]:
        """The figures that this reading replaced, written as the finding's own are."""
        if isinstance(found, AlignmentFinding):
            return self._values(reading, found)
        return self._ratings(reading, found)

    def _values(self, reading: Reading, found: AlignmentFinding) -> list[str]:
        older = self.values.get(reading.assessment or "", ())
        now = MeasurementPoint(
            key=reading.key,
            taken_at=reading.at,
            measure=found.measure,
            side=found.side,
            method=found.method,
            value=float(reading.value),
            assessment=reading.assessment or "",
            posture=found.posture,
        )
        return [with_unit(number(one.value), found.unit) for one in replaced_values(now, older)]

    def _ratings(self, reading: Reading, found: PainFinding) -> list[str]:
        older = self.ratings.get(reading.assessment or "", ())
        now = PainPoint(
            key=reading.key,
            taken_at=reading.at,
            region=found.region,
            side=found.side,
            intensity=int(reading.value),
            recall=found.recall,
            context=found.context,
        )
        return [number(one.intensity) for one in replaced_ratings(now, older)]


def _with_computed(version: Version) -> Sequence[MeasurementPoint]:
    return with_derived([_point(one, str(version.uuid)) for one in version.measurements])


def _point(measurement: Measurement, assessment: str) -> MeasurementPoint:
    """A measurement as the core reads it; only what tells figures apart matters here."""
    return MeasurementPoint(
        key=str(measurement.uuid),
        taken_at=measurement.created_at,
        measure=measurement.measure,
        side=measurement.side,
        method=measurement.method,
        value=measurement.value,
        assessment=assessment,
        posture=measurement.posture or None,
    )
