"""Rules about records that belong to a patient."""

import datetime as dt

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.clinic_owned import ClinicOwned
from clinic.common.errors import Problem
from patients.body_regions import ANY_SIDE, REGION_LABELS, REGION_SIDES
from patients.models import Episode, Patient
from patients.models.standing import already_merged


def foreign(pointer: str, owned: ClinicOwned | None, by: Caller) -> list[Problem]:
    """A problem if the referred record belongs to another clinic: for the caller it does not exist.

    Nor does anything new belong to a patient whose record was merged into another.
    """
    if owned is None:
        return []
    if owned.clinic_id != by.clinic_id:
        return [Problem(pointer, "does_not_exist", _("There is no such record."))]
    if isinstance(owned, Patient) and owned.merged_into_id:
        return [Problem(pointer, "merged", already_merged(owned))]
    return []


def of_another_patient(pointer: str, episode: Episode | None, patient: Patient) -> list[Problem]:
    """A problem if the episode is not one of this patient."""
    if episode is None or episode.patient_id == patient.pk:
        return []
    return [Problem(pointer, "other_patient", _("This episode belongs to another patient."))]


def void_episode(pointer: str, episode: Episode | None) -> list[Problem]:
    """A problem if the episode was entered in error: nothing new belongs to it."""
    if episode is None or episode.entered_in_error_at is None:
        return []
    return [Problem(pointer, "entered_in_error", _("This episode was marked as entered in error."))]


def side_problems(region: str, side: str, pointer: str = "") -> list[Problem]:
    """A problem if the region does not have the side, with its pointer ``/side`` below the given one.

    A region that does not exist is left to the field of the region.
    """
    sides = REGION_SIDES.get(region, ANY_SIDE)
    if side in sides:
        return []
    sentence = _("%(region)s has no side “%(side)s”; use %(sides)s.") % {
        "region": _(REGION_LABELS[region]),
        "side": side,
        "sides": get_text_list(list(sides), _("or")),
    }
    return [Problem(f"{pointer}/side", "side_not_allowed", sentence)]


def day_in_the_future(pointer: str, day: dt.date | None, by: Caller) -> list[Problem]:
    """A problem if the day has not begun in the clinic's zone."""
    if day is None or day <= by.today():
        return []
    sentence = _("%(day)s is in the future; today is %(today)s.")
    given = {"day": day.isoformat(), "today": by.today().isoformat()}
    return [Problem(pointer, "in_the_future", sentence % given)]
