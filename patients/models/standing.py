"""A record that was merged into another takes nothing new, however late the entry comes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from clinic.common.errors import Problem, Refused, StaleRecord
from clinic.common.own_constraint import OwnConstraint
from patients.models.patient import Patient


class PatientStands(OwnConstraint):
    """New rows belong to a patient whose record was not merged into another.

    A trigger, since whoever waited for a merge has looked at the patient before it. It locks the patient as the
    foreign keys do, so it waits for a merge, and sees what the patient is then. Merging and separating move rows by
    updates, which it leaves alone. ``only`` is a condition on ``NEW``, where some rows do not go over with the rest.
    """

    def __init__(self, *, name: str, only: str = "true") -> None:
        self.only = only
        super().__init__(name=name)

    def adding(self, model: type[models.Model]) -> str:
        run = f"FOR EACH ROW WHEN ({self.only}) EXECUTE FUNCTION plumbline_patient_stands()"
        return f"CREATE TRIGGER %(name)s BEFORE INSERT ON %(table)s {run}"

    def removing(self) -> str:
        return "DROP TRIGGER %(name)s ON %(table)s"

    def refusal(self, record: Any, pointer: str) -> Exception:
        patient = Patient.objects.get(pk=record.patient_id)
        if patient.merged_into is None:  # separated again since
            return StaleRecord()
        return Refused([Problem(pointer or "/patient", "merged", already_merged(patient))])

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "only": self.only}


PATIENT_STANDS = PatientStands(name="%(app_label)s_%(class)s_patient_stands")
"""For every table whose rows go over when their patient is merged: see ``patients.services.merge_coverage``."""


def already_merged(patient: Patient) -> str:
    """What is said of a record that was merged into another, with the way to that one."""
    assert patient.merged_into
    sentence = _("Record %(number)s was merged into record %(survivor)s; use that one.")
    return sentence % {"number": patient.record_number, "survivor": patient.merged_into.record_number}
