"""A page to add a record names the patient whom it is about: that is a reading, and leaves its row."""

from typing import Any

import pytest
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.pages import page
from tests.builders import make_patient

ABOUT_A_PATIENT = [
    "assessments_assessment",
    "assessments_painrating",
    "assessments_questionnairescore",
    "outcomes_outcomereport",
    "patients_consent",
    "patients_contact",
    "patients_episode",
    "patients_event",
    "patients_identifier",
    "treatments_plan",
    "treatments_treatmentsession",
]


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def readings() -> list[Any]:
    return list(AuditEvent.objects.filter(action="patient.viewed").values_list("subject", "patients"))


@pytest.mark.parametrize("kind", ABOUT_A_PATIENT)
def test_a_page_to_add_a_record_of_a_patient_leaves_the_row_of_a_reading(
    theos_desk: Client, amy: Patient, kind: str
) -> None:
    answer = theos_desk.get(page(kind, "add"), {"patient": str(amy.uuid)})
    assert (answer.status_code, "Wong" in answer.content.decode()) == (200, True)
    assert readings() == [(amy.uuid, [amy.uuid])]


@pytest.mark.parametrize("kind", ["assessments_assessment", "outcomes_outcomereport", "patients_episode"])
def test_a_page_that_is_shown_again_because_of_a_mistake_leaves_a_row_too(
    theos_desk: Client, amy: Patient, kind: str
) -> None:
    mistaken = {"opened_at": "soon", "from": "soon", "taken_at_0": "soon"}
    answer = theos_desk.post(f"{page(kind, 'add')}?patient={amy.uuid}", mistaken)
    assert answer.status_code == 200
    assert readings() == [(amy.uuid, [amy.uuid])]


def test_a_page_about_another_clinics_patient_shows_nobody_and_leaves_no_row(
    theos_desk: Client, other_clinic: Clinic
) -> None:
    otto = make_patient(other_clinic, family_name="Foreign")
    answer = theos_desk.get(page("patients_episode", "add"), {"patient": str(otto.uuid)})
    assert "Foreign" not in answer.content.decode()
    assert readings() == []
