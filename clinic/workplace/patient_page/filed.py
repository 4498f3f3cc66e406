"""What the register knows of a patient's record: whether it may be filed twice, and what was merged into it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from clinic.common.caller import Caller
from patients.models import Patient
from patients.services.likeness import pairs_of

MERGED_HERE = ArraySubquery(
    Patient.objects.filter(merged_into=OuterRef("pk"))
    .order_by("record_number")
    .values(record=JSONObject(uuid="uuid", number="record_number"))
)
"""Of an outer patient the records that were merged into it: ``uuid`` and ``number`` of each."""


@dataclass(frozen=True, slots=True)
class Filed:
    """``twice``: what matches with another record, for each that may be the same person's; nobody is named."""

    twice: list[str]
    merged_here: list[dict[str, Any]]


def filed_of(patient: Any, by: Caller) -> Filed | None:
    """None for whoever may not merge. Needs ``merged_here`` annotated; one query."""
    if not by.may("patients.merge"):
        return None
    pairs = [] if patient.merged_into_id else pairs_of(patient, by=by)
    return Filed([pair.words() for pair in pairs], patient.merged_here)
