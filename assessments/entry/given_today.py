"""Which pain the patient has told today already, so that nobody asks for it twice within minutes by accident.

Only where, never how much: whoever knows the last figure tends to hear it again.
"""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import PainRating
from assessments.pain_regions import REGIONS
from assessments.services.taking_over import SOURCE
from clinic.common.caller import Caller
from patients.models import Patient


def given_today(patient: Patient, by: Caller) -> list[str]:
    """The regions that were rated today outside of an assessment, or on a sheet that was taken over today."""
    midnight = dt.datetime.combine(by.today(), dt.time(), tzinfo=by.zone)
    alone = PainRating.objects.visible_to(by).for_patient(patient.uuid).valid().filter(assessment=None)
    today = alone.filter(Q(taken_at__gte=midnight) | Q(source=SOURCE, created_at__gte=midnight))
    found = set(today.values_list("region", flat=True))
    return [_(region.label) for code, region in REGIONS.items() if code in found]
