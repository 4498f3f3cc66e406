"""What becomes of everything that points to a patient when the patient's record is merged into another.

Each reference has its line here, whatever app it is in; a test fails for one that has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Moves:
    """The records go over to the survivor, and come back when the two are separated.

    ``seen_with`` is the permission to read such a record: a record that is in the way is named to whoever has it.
    ``only``: which of them go over, all unless said otherwise.
    """

    seen_with: str
    only: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class Stays:
    """The records keep their patient, because ..."""

    because: str


COVERAGE: Mapping[str, Moves | Stays] = {
    "patients.Contact.patient": Moves("contacts.view"),
    "patients.Identifier.patient": Moves("patients.view"),
    "patients.Consent.patient": Moves("consents.view"),
    "patients.Episode.patient": Moves("episodes.view"),
    "patients.Event.patient": Moves("episodes.view"),
    "assessments.Assessment.patient": Moves("assessments.view"),
    "assessments.PainRating.patient": Moves("assessments.view"),
    "assessments.QuestionnaireScore.patient": Moves("assessments.view"),
    "assessments.Intake.patient": Moves("assessments.view"),
    "treatments.Plan.patient": Moves("treatments.view"),
    "treatments.FollowUp.patient": Moves("treatments.view"),
    "treatments.TreatmentSession.patient": Moves("sessions.view"),
    # A report that is finished is never changed; it becomes stale, and is run again for the survivor.
    "outcomes.OutcomeReport.patient": Moves("reports.view", only=Q(state="queued", inputs__isnull=True)),
    "patients.Patient.merged_into": Stays("Who was merged first leads on by way of the record in between."),
    "patients.Merge.source": Stays("It says what was merged."),
    "patients.Merge.survivor": Stays("It says into what."),
    "patients.DismissedPair.first": Stays("It was said of this record, and counts again once the two are separated."),
    "patients.DismissedPair.second": Stays("As the first."),
}
"""``<app>.<Model>.<field>`` of every reference to a patient."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One reference to a patient: the table and its field."""

    model: Any
    field: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    @property
    def moves(self) -> Moves | None:
        """How its records go over; None if they stay."""
        covered = COVERAGE[self.name]
        return covered if isinstance(covered, Moves) else None

    def of(self, patient: Patient) -> "models.QuerySet[Any]":
        """The patient's records that go over."""
        assert self.moves
        rows: models.QuerySet[Any] = self.model._base_manager.filter(self.moves.only, **{self.field: patient})
        return rows


def pointers() -> Iterator[Pointer]:
    """Every reference to a patient in the database, but for the change history, which says what was."""
    for model in tables():
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model is Patient:
                yield Pointer(model, column.name)


def moving() -> list[Pointer]:
    """The references whose records go over."""
    return [pointer for pointer in pointers() if pointer.moves]


def tables() -> list[Any]:
    """Every table but those of the change history."""
    return [model for model in apps.get_models() if "pgh_id" not in {column.name for column in model._meta.fields}]
