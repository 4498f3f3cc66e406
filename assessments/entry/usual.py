"""What was done last time for this patient, so that the next readings can be compared with the last ones.

Only how it was measured, never the values: whoever knows the last value tends to measure it again.
"""

from dataclasses import dataclass

from assessments.models import Assessment, Measurement, PainRating
from clinic.common.caller import Caller
from patients.models import Episode, Patient

COMMON_REGIONS = ("low_back", "hip", "knee")
"""Asked for first when nothing is known of a patient whose pelvis is treated; every other region is one step away."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The last assessment; method, posture and unit by measure; the regions that hurt or are treated."""

    last: Assessment | None
    taken: dict[str, tuple[str, str, str]]
    regions: tuple[str, ...]


def usual_for(patient: Patient, by: Caller) -> Usual:
    """Give what the page of a new assessment offers; four queries."""
    measurements = Measurement.objects.visible_to(by).filter(assessment__patient=patient).valid().comparable()
    last_of_each = measurements.order_by("measure", "-assessment__taken_at", "-id").distinct("measure")
    taken = last_of_each.values_list("measure", "method", "posture", "entered_unit")
    return Usual(
        last=last_of(patient, by),
        taken={measure: (method, posture, unit) for measure, method, posture, unit in taken},
        regions=regions_of(patient, by),
    )


def last_of(patient: Patient, by: Caller) -> Assessment | None:
    """The patient's last valid assessment."""
    return Assessment.objects.visible_to(by).for_patient(patient.uuid).valid().in_time_order().last()


def regions_of(patient: Patient, by: Caller) -> tuple[str, ...]:
    """The regions of open episodes and of earlier ratings; the common ones where there are none."""
    episodes = Episode.objects.visible_to(by).for_patient(patient.uuid).valid().filter(closed_at=None)
    ratings = PainRating.objects.visible_to(by).for_patient(patient.uuid).valid()
    found = {*episodes.values_list("region", flat=True), *ratings.values_list("region", flat=True)}
    return tuple(found) or COMMON_REGIONS
