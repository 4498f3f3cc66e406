"""The questions that are asked of patients and what hangs on them, in the clinic's words."""

import re
from collections.abc import Iterator
from typing import Self, TypeVar
from uuid import UUID

from django.db import models

from clinic.common.clinic_owned import ClinicQuerySet
from patients.birth_dates import typed_dates
from patients.names import fold

Record = TypeVar("Record", bound=models.Model, covariant=True)

PHONE = re.compile(r"[0-9\s+()./-]+")
FEWEST_DIGITS = 4
"""With fewer digits a part of a phone number would mean too many people."""

MOST_OF_A_BEGINNING = 2
"""So few Latin letters mean how a name begins: what else is like them, such as Ella Lee for “la”, is so by chance.

Two Chinese characters can be a whole given name.
"""


class PatientQuerySet(ClinicQuerySet[Record]):
    """Patients of a clinic."""

    def current(self) -> Self:
        """Neither archived nor merged into another patient."""
        return self.filter(merged_into__isnull=True).exclude(status="archived")

    def matching(self, text: str) -> Self:
        """Patients whom the text may mean: by name, birth date, phone, record number or a number of other software.

        Of a name a beginning is enough; accents and case do not matter, and small typing errors are forgiven. A text
        that can be a phone number matches any part of one, if it has at least four digits besides the zeros at its
        beginning. A birth date finds who was born then; beside it may stand a name. The record number of a record
        that was merged finds the survivor.
        """
        dates, rest = typed_dates(text)
        born = self.filter(birth_date__in=dates) if dates else self
        if not rest:
            return born
        # Each way to find is a question of its own, which an index answers; joined by OR none would.
        first, *others = (rows.order_by().values("pk") for rows in (*born._named(rest), *born._numbered(rest)))
        return self.filter(pk__in=first.union(*others))

    def _named(self, text: str) -> Iterator[Self]:
        words = fold(text)
        yield self.filter(search_name__startswith=words)
        if len(words) <= MOST_OF_A_BEGINNING and words.isascii():
            yield self.filter(search_name__contains=f" {words}")
        else:
            yield self.filter(search_name__contains=words)
            yield self.filter(search_name__trigram_word_similar=words)

    def _numbered(self, text: str) -> Iterator[Self]:
        numbers = record_numbers(text)
        yield self.filter(record_number__in=numbers)
        yield self.filter(pk__in=self.model._default_manager.filter(record_number__in=numbers).values("merged_into"))
        yield self.filter(identifiers__value=text.strip())
        digits = re.sub(r"[^0-9]", "", text.replace("(0)", "")).lstrip("0") if PHONE.fullmatch(text) else ""
        if len(digits) >= FEWEST_DIGITS:
            yield self.filter(phone__contains=digits)


def record_numbers(text: str) -> list[str]:
    """The record numbers that the text may mean: itself in either case, and a bare number in the clinic's form."""
    bare = text.strip()
    return [bare, bare.upper(), *([f"P-{bare:0>5}"] if bare.isdecimal() else ())]


class OfPatientQuerySet(ClinicQuerySet[Record]):
    """Records that belong to one patient."""

    def for_patient(self, uuid: UUID) -> Self:
        return self.filter(patient__uuid=uuid)

    def valid(self) -> Self:
        """Without what was entered in error."""
        return self.filter(entered_in_error_at__isnull=True)
