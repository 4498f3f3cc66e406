"""The questions that are asked of patients and what hangs on them, in the clinic's words."""

import re
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from clinic.common.clinic_owned import ClinicQuerySet
from patients.names import fold

Record = TypeVar("Record", bound=models.Model, covariant=True)

PHONE = re.compile(r"[0-9\s+().-]+")


class PatientQuerySet(ClinicQuerySet[Record]):
    """Patients of a clinic."""

    def current(self) -> Self:
        """Neither archived nor merged into another patient."""
        return self.filter(merged_into__isnull=True).exclude(status="archived")

    def matching(self, text: str) -> Self:
        """Patients whose names resemble the text, or whose record number, phone or identifier it is.

        Accents and case do not matter and small typing errors are forgiven; a text that can be a phone number
        matches any part of one, if it has at least four digits besides the zeros at its beginning.
        """
        words = fold(text)
        digits = re.sub(r"[^0-9]", "", text).lstrip("0") if PHONE.fullmatch(text) else ""
        known_as = self.model._default_manager.filter(identifiers__value=text.strip()).values("pk")
        exact = Q(record_number__iexact=text.strip()) | Q(pk__in=known_as)
        if len(digits) >= 4:
            exact |= Q(phone__contains=digits)
        return self.filter(
            exact | Q(search_name__trigram_word_similar=words) | Q(search_name__contains=words)
        ).distinct()


class OfPatientQuerySet(ClinicQuerySet[Record]):
    """Records that belong to one patient."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def valid(self) -> Self:
        """Without what was entered in error."""
        return self.filter(entered_in_error_at__isnull=True)
