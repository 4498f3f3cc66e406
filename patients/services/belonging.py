"""Rules about records that belong to a patient."""

import datetime as dt

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Problem
from patients.models import Episode, Patient


def foreign(pointer: str, owned: ClinicOwned | None, by: Caller) -> list[Problem]:
    """A problem if the referred record belongs to another clinic: for the caller it does not exist."""
    if owned is None or owned.clinic_id == by.clinic_id:
        return []
    return [Problem(pointer, "does_not_exist", _("There is no such record."))]


def of_another_patient(pointer: str, episode: Episode | None, patient: Patient) -> list[Problem]:
    """A problem if the episode is not one of this patient."""
    if episode is None or episode.patient_id == patient.pk:
        return []
    return [Problem(pointer, "other_patient", _("This episode belongs to another patient."))]


def day_in_the_future(pointer: str, day: dt.date | None, by: Caller) -> list[Problem]:
    """A problem if the day has not begun in the clinic's zone."""
    if day is None or day <= by.today():
        return []
    sentence = _("%(day)s is in the future; today is %(today)s.")
    given = {"day": day.isoformat(), "today": by.today().isoformat()}
    return [Problem(pointer, "in_the_future", sentence % given)]
