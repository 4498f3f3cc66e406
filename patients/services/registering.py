"""Registering a patient and changing what is known about them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused, refuse
from clinic.common.records import insert, touch, update
from clinic.practice.models import Clinic
from patients.models import Identifier, Patient
from patients.models.standing import already_merged
from patients.services.belonging import foreign


def register_patient(patient: Patient, *, identifiers: Iterable[Identifier] = (), by: Caller) -> Patient:
    """Store a new patient of the caller's clinic with the numbers under which other software knows them.

    An empty record number is assigned. Raises Refused for invalid values, also for a system with "/" or "|", and
    Clash for a record number or an identifier that another patient of the clinic has.
    """
    by.require("patients.change")
    with transaction.atomic():
        patient.clinic_id = by.clinic_id
        _check_birth(patient, by)
        patient.record_number = patient.record_number or next_record_number(by)
        insert(patient)
        for position, identifier in enumerate(identifiers):
            _check_system(identifier, f"/identifiers/{position}/system")
            identifier.clinic_id, identifier.patient = by.clinic_id, patient
            insert(identifier)
        record("patient.registered", patient, by=by, patients=[patient.uuid])
    return patient


def change_patient(patient: Patient, fields: Iterable[str], *, by: Caller) -> Patient:
    """Store the named fields of a patient that was read at ``patient.version``.

    Raises StaleRecord, Refused, and Clash for a record that was merged into another.
    """
    by.require("patients.change")
    names = list(fields)
    with transaction.atomic():
        if patient.merged_into_id:
            raise Clash("merged", already_merged(patient))
        _check_birth(patient, by)
        update(patient, names)
        record("patient.changed", patient, by=by, patients=[patient.uuid], detail={"fields": names})
    return patient


def add_identifier(identifier: Identifier, *, by: Caller) -> Identifier:
    """Note another number of a patient, whose version is counted up: the patient's record shows it.

    Raises Clash if it already belongs to a patient of the clinic, Refused for a system with "/" or "|".
    """
    by.require("patients.change")
    _check_system(identifier, "/system")
    if problems := foreign("/patient", identifier.patient, by):
        raise Refused(problems)
    with transaction.atomic():
        identifier.clinic_id = by.clinic_id
        insert(identifier)
        touch(Patient.objects.visible_to(by).filter(pk=identifier.patient_id))
        record("identifier.added", identifier, by=by, patients=[identifier.patient.uuid])
    return identifier


def next_record_number(by: Caller) -> str:
    """The clinic's next free record number, such as ``P-00042``; the counter's row is locked until the commit."""
    while True:
        Clinic.objects.filter(pk=by.clinic_id).update(next_record_number=F("next_record_number") + 1)
        number = f"P-{Clinic.objects.get(pk=by.clinic_id).next_record_number - 1:05}"
        if not Patient.objects.visible_to(by).filter(record_number=number).exists():
            return number


def _check_system(identifier: Identifier, pointer: str) -> None:
    """A path finds the patient by ``system/value``, and a filter by ``system|value``: the sign ends the system."""
    if set("/|") & set(identifier.system):
        detail = _("“%(given)s” cannot name a system: leave out “/” and “|”, for example lab.example.org.")
        raise refuse(pointer, "invalid", detail % {"given": identifier.system})


def _check_birth(patient: Patient, by: Caller) -> None:
    today = by.today()
    if patient.birth_date and patient.birth_date > today:
        detail = _("The birth date %(given)s is in the future; today is %(today)s.")
        given = {"given": patient.birth_date.isoformat(), "today": today.isoformat()}
        raise Refused([Problem("/birth_date", "in_the_future", detail % given)])
    if patient.birth_year and patient.birth_year > today.year:
        detail = _("The birth year %(given)s is in the future.") % {"given": patient.birth_year}
        raise Refused([Problem("/birth_year", "in_the_future", detail)])
