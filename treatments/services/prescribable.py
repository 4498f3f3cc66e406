"""The rules for the home exercises of a plan."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.records import field_problems
from patients.services.belonging import foreign
from treatments.models import Prescription


def prescription_problems(prescriptions: Iterable[Prescription], by: Caller) -> list[Problem]:
    """Everything that is wrong with the home exercises, with pointers below /prescriptions."""
    return [
        problem
        for position, prescription in enumerate(prescriptions)
        for problem in _of(prescription, f"/prescriptions/{position}", by)
    ]


def _of(prescription: Prescription, pointer: str, by: Caller) -> list[Problem]:
    problems = field_problems(prescription, pointer, but=("plan", "clinic"))
    if prescription.exercise_id:
        problems += foreign(f"{pointer}/exercise", prescription.exercise, by)
    for name in ("sets", "repetitions", "hold_seconds"):
        if getattr(prescription, name) == 0:
            sentence = _("0 is no dose; give at least 1, or leave it empty.")
            problems.append(Problem(f"{pointer}/{name}", "out_of_bounds", sentence))
    if len(set(prescription.weekdays)) < len(prescription.weekdays):
        sentence = _("A weekday is there twice; once is enough.")
        problems.append(Problem(f"{pointer}/weekdays", "twice", sentence))
    return problems
