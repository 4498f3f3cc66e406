"""Measurements that are on record already: an assessment that was sent twice without anybody noticing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.models import Assessment, Measurement
from clinic.common.caller import Caller
from clinic.common.errors import Problem

_SERIES = ("measure", "side", "method", "posture")


def repeated(assessment: Assessment, measurements: Sequence[Measurement], by: Caller) -> list[Problem]:
    """Warn of each measurement that another valid assessment of the patient holds for the same moment.

    The same measure, side, method and posture; one query. The values do not matter: nobody takes one twice in a minute,
    and who corrects one replaces the assessment.
    """
    others = Measurement.objects.visible_to(by).valid().exclude(assessment=assessment)
    same_moment = others.filter(assessment__patient=assessment.patient_id, assessment__taken_at=assessment.taken_at)
    known = set(same_moment.values_list(*_SERIES)) if measurements else set()
    sentence = _("The patient already has this measurement of the same moment. Void one if it was sent twice.")
    return [
        Problem(f"/measurements/{index}", "possible_duplicate", sentence)
        for index, measurement in enumerate(measurements)
        if tuple(getattr(measurement, name) for name in _SERIES) in known
    ]
