"""What was entered in error or corrected leaves lists and panels, and is marked where somebody asks for it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, PainRating
from assessments.services.correcting import correct_assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page, words
from tests.admin.records import one_of_each
from tests.builders import MORNING, make_assessment, make_patient, measured, rated

PAIN = reverse("admin:assessments_painrating_changelist")
ASSESSMENTS = reverse("admin:assessments_assessment_changelist")
VOIDABLE = [
    "patients_consent",
    "patients_episode",
    "patients_event",
    "assessments_assessment",
    "assessments_painrating",
    "assessments_questionnairescore",
    "treatments_plan",
    "treatments_treatmentsession",
]


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def visit(amy: Patient, as_theo: Caller) -> Assessment:
    return make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 7), by=as_theo)


def listed(desk: Client, address: str) -> list[Any]:
    return list(desk.get(address).context["cl"].result_list)


def panels(desk: Client, patient: Patient) -> dict[str, list[Any]]:
    shown = desk.get(page("patients_patient", "change", patient.uuid)).context["panels"]
    return {panel.name: panel.rows for panel in shown}


def test_pain_of_an_assessment_entered_in_error_leaves_lists_and_panels_with_it(
    theos_desk: Client, amy: Patient, visit: Assessment, as_theo: Caller
) -> None:
    rows = panels(theos_desk, amy)
    assert [len(rows[name]) for name in ("assessment", "painrating")] == [1, 1]
    mark_entered_in_error(visit, "Wrong patient", by=as_theo)
    rows = panels(theos_desk, amy)
    assert [rows[name] for name in ("assessment", "painrating")] == [[], []]
    assert listed(theos_desk, ASSESSMENTS) == listed(theos_desk, PAIN) == []


def test_a_corrected_assessment_leaves_its_place_to_the_correction(
    theos_desk: Client, amy: Patient, visit: Assessment, as_theo: Caller
) -> None:
    again = Assessment(patient=amy, taken_at=MORNING)
    correct_assessment(
        visit, again, [measured("pelvic_obliquity", 4)], [rated("low_back", 6)], "typing error", by=as_theo
    )
    assert listed(theos_desk, ASSESSMENTS) == [again]
    assert [rating.intensity for rating in listed(theos_desk, PAIN)] == [6]
    assert [len(panels(theos_desk, amy)[name]) for name in ("assessment", "painrating")] == [1, 1]
    said = words(theos_desk.get(f"{PAIN}?validity=error"))
    assert "Replaced by a correction" in said


def test_records_that_count_no_longer_are_struck_through_where_they_are_asked_for(
    theos_desk: Client, amy: Patient, visit: Assessment, as_theo: Caller
) -> None:
    make_assessment(amy, rated("low_back", 2), by=as_theo, taken_at=MORNING.replace(day=9))
    mark_entered_in_error(visit, "Wrong patient", by=as_theo)
    assert [rating.intensity for rating in listed(theos_desk, f"{PAIN}?validity=error")] == [7]
    everything = theos_desk.get(f"{PAIN}?validity=all").content.decode()
    assert everything.count('<span class="invalid-because">Entered in error</span>') == 1
    voided = page("assessments_painrating", "change", PainRating.objects.get(intensity=7).uuid)
    assert "Entered in error. This record counts nowhere any more." in words(theos_desk.get(voided))


@pytest.mark.parametrize("kind", VOIDABLE)
def test_every_kind_of_clinical_record_is_out_of_its_list_once_it_is_void_and_stays_as_it_was(
    theos_desk: Client, clinic: Clinic, theo: Membership, kind: str
) -> None:
    records: dict[str, Any] = one_of_each(clinic, theo)
    patient, address, record = records["patients_patient"], reverse(f"admin:{kind}_changelist"), records[kind]
    assert listed(theos_desk, address) == [record]
    assert (
        theos_desk.post(page(kind, "entered-in-error", record.uuid), {"version": 1, "reason": "Wrong"}).status_code
        == 302
    )
    assert listed(theos_desk, address) == []
    assert panels(theos_desk, patient)[record._meta.model_name] == []
    assert listed(theos_desk, f"{address}?validity=error") == [record]
    shown = theos_desk.get(page(kind, "change", record.uuid))
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode(), "it stays as it was, so there is nothing to save"
