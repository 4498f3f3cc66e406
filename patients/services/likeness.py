"""How much two records speak for one person: what matches, what speaks against it, and points for both.

The database compares, by ``likeness_statements``. Two records are compared at all if they share something that few
records share, so the work grows with the number of patients and not with its square. It does not matter which of
the two was entered or changed last.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.sql import Composed

from clinic.common.caller import Caller
from patients.models import Patient
from patients.services.likeness_statements import ALL_PAIRS, OF_ONE, OF_SOME

WORTH_ASKING = 50
"""The points from which on a pair is on the worklist and flagged."""

WORTH_SHOWING = 25
"""The points from which on a record is shown to whoever registers somebody: looking costs a glance then."""

AT_ONCE = 1000
"""More pairs than anybody works off; so many at most are counted."""

REASONS: dict[str, Promise] = {
    "same_name": _("same name"),
    "like_name": _("similar name"),
    "same_birth_date": _("same birth date"),
    "near_birth_date": _("nearly the same birth date"),
    "same_birth_year": _("same birth year"),
    "same_phone": _("same phone"),
    "same_email": _("same e-mail"),
    "same_identifier": _("same number in other software"),
    "other_birth_date": _("another birth date"),
    "other_sex": _("another sex"),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records by their keys, the points (0 to 100), and the codes of what matches or speaks against it."""

    one: int
    other: int
    score: int
    reasons: tuple[str, ...]

    def words(self) -> str:
        """The reasons in the reader's language, as one text."""
        return ", ".join(str(REASONS[reason]) for reason in self.reasons)


def open_pairs(by: Caller) -> list[Likeness]:
    """The clinic's pairs that nobody has merged or dismissed, the likeliest first, at most AT_ONCE; one query."""
    return _compared(ALL_PAIRS, by, worth=WORTH_ASKING, most=AT_ONCE)


def possible_duplicates(patients: Collection[int], *, by: Caller) -> frozenset[int]:
    """Which of these patients, by key, are part of an open pair: the flag of a list; one query, none for no patient."""
    if not patients:
        return frozenset()
    chosen = list(set(patients))
    found = _compared(OF_SOME, by, worth=WORTH_ASKING, most=AT_ONCE * len(chosen), chosen=chosen)
    return frozenset(pair.one for pair in found)


def pairs_of(patient: Patient, *, by: Caller) -> list[Likeness]:
    """The open pairs of one stored patient, as ``one``; one query."""
    return _compared(OF_SOME, by, worth=WORTH_ASKING, most=AT_ONCE, chosen=[patient.pk])


def alike(patient: Patient, *, by: Caller, most: int) -> list[Likeness]:
    """The records that are worth a glance before this one, stored or not, is filed: as ``other``; one query.

    Pairs that were dismissed are left out.
    """
    typed = {
        "id": patient.pk or 0,
        "name": f"{patient.family_name} {patient.given_name}",
        "second_script_name": patient.second_script_name,
        "birth_date": patient.birth_date,
        "birth_year": patient.birth_year,
        "phone": patient.phone.as_e164 if patient.phone else "",
        "email": patient.email,
        "sex": patient.sex,
    }
    return _compared(OF_ONE, by, worth=WORTH_SHOWING, most=most, **typed)


def _compared(statement: Composed, by: Caller, **parameters: Any) -> list[Likeness]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(None), {"clinic": by.clinic_id, **parameters})
        return [Likeness(one, other, score, tuple(reasons)) for one, other, score, reasons in cursor.fetchall()]
