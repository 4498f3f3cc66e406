"""Which values the survivor of a merge has: field by field, from one record or the other."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from clinic.common.errors import Refused, refuse
from patients.models import Patient

CHOOSABLE: Mapping[str, tuple[str, ...]] = {
    "family_name": ("family_name",),
    "given_name": ("given_name",),
    "preferred_name": ("preferred_name",),
    "second_script_name": ("second_script_name",),
    "birth_date": ("birth_date", "birth_year"),
    "sex": ("sex",),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address",),
    "occupation": ("occupation",),
    "sitting_hours_per_day": ("sitting_hours_per_day",),
    "sports": ("sports",),
    "referral_source": ("referral_source",),
    "preferred_language": ("preferred_language",),
    "status": ("status",),
}
"""What is taken from one record or the other, as a whole: the birth date goes with the birth year.

The record number stays the survivor's, and the alerts of both are kept.
"""

NOT_KNOWN: tuple[Any, ...] = (None, "", "unknown")


def conflicts(source: Patient, survivor: Patient) -> list[str]:
    """The choosable names whose values are known in both records and differ."""
    both = [name for name in CHOOSABLE if not (_missing(source, name) or _missing(survivor, name))]
    return [name for name in both if _values(source, name) != _values(survivor, name)]


def take_over(source: Patient, survivor: Patient, taken: Collection[str]) -> dict[str, dict[str, Any]]:
    """Set on the survivor what is taken from the source: the names in ``taken``, and whatever the survivor lacks.

    Gives each column that changed with its value before and after, as JSON. Raises Refused for a name that cannot
    be chosen.
    """
    if unknown := sorted(set(taken) - set(CHOOSABLE)):
        raise _no_such_choice(unknown)
    before = {column: stored(survivor, column) for column in _columns(CHOOSABLE)}
    before["alerts"] = stored(survivor, "alerts")
    for name, columns in CHOOSABLE.items():
        if name in taken or (_missing(survivor, name) and not _missing(source, name)):
            for column in columns:
                setattr(survivor, column, getattr(source, column))
    survivor.alerts = [*survivor.alerts, *(alert for alert in source.alerts if alert not in survivor.alerts)]
    after = {column: stored(survivor, column) for column in before}
    return {column: {"was": was, "became": after[column]} for column, was in before.items() if after[column] != was}


def put_back(survivor: Patient, chosen: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Set on the survivor what it had before the merge, where nobody changed it since; the columns that change."""
    unchanged = [column for column, value in chosen.items() if stored(survivor, column) == value["became"]]
    for column in unchanged:
        was = chosen[column]["was"]
        setattr(survivor, column, dt.date.fromisoformat(was) if column == "birth_date" and was else was)
    return unchanged


def stored(patient: Patient, column: str) -> Any:
    """The value as JSON has it."""
    value = getattr(patient, column)
    if isinstance(value, PhoneNumber):
        return value.as_e164
    return value.isoformat() if isinstance(value, dt.date) else value


def _columns(names: Iterable[str]) -> list[str]:
    return [column for name in names for column in CHOOSABLE[name]]


def _values(patient: Patient, name: str) -> list[Any]:
    return [stored(patient, column) for column in CHOOSABLE[name]]


def _missing(patient: Patient, name: str) -> bool:
    return all(value in NOT_KNOWN for value in _values(patient, name))


def _no_such_choice(unknown: list[str]) -> Refused:
    sentence = _("“%(names)s” cannot be chosen; what can be taken over is: %(known)s.")
    given = {"names": get_text_list(unknown, _("and")), "known": ", ".join(CHOOSABLE)}
    return refuse("/take", "invalid", sentence % given)
