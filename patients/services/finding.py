"""Finding a patient while somebody types."""

from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Value, When

from clinic.audit.recording import record
from clinic.common.caller import Caller
from patients.models import Patient, PatientStatus
from patients.names import fold
from patients.querysets import record_numbers

FEWEST_LETTERS = 2
SHOWN = 8


def find_patients(text: str, *, by: Caller, most: int = SHOWN) -> list[Patient]:
    """The patients whom the text means most likely, the likeliest first; leaves the audit row of a listing.

    Nobody for fewer than two letters, unless the letter is a whole word as in Chinese. Archived patients and those
    who died come last: a returning patient is not to be filed again.
    """
    by.require("patients.view")
    words = fold(text)
    if len(words) < FEWEST_LETTERS and words.isascii():
        return []
    found = Patient.objects.visible_to(by).filter(merged_into__isnull=True).matching(text)
    exactly = When(record_number__in=record_numbers(text), then=Value(0))
    begins = When(search_name__startswith=words, then=Value(1))
    ranked: Any = found.annotate(
        rank=Case(exactly, begins, default=Value(2), output_field=IntegerField()),
        gone=Case(When(status=PatientStatus.ACTIVE, then=Value(0)), default=Value(1), output_field=IntegerField()),
        likeness=TrigramWordSimilarity(words, "search_name"),
    )
    patients = list(ranked.order_by("gone", "rank", "-likeness", "family_name", "given_name", "uuid")[:most])
    record("patient.listed", None, by=by, kind="patient", patients=[patient.uuid for patient in patients])
    return patients
