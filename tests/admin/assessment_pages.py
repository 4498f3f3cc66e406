"""The pages of an assessment, and how a test uses them."""

from typing import Any

from django.test import Client

from assessments.models import Assessment, Measurement, PainRating
from patients.models import Patient
from tests.admin.pages import filled, page

ADD = page("assessments_assessment", "add")


def page_of(patient: Patient) -> str:
    return f"{ADD}?patient={patient.uuid}"


def change_page(assessment: Assessment) -> str:
    return page("assessments_assessment", "change", assessment.uuid)


def correct_page(assessment: Assessment) -> str:
    return page("assessments_assessment", "correct", assessment.uuid)


def send(client: Client, patient: Patient, **fields: str) -> Any:
    """Open the page, type the fields, save."""
    return client.post(page_of(patient), {**filled(client, page_of(patient)), **named(fields)})


def named(fields: dict[str, str]) -> dict[str, str]:
    """``measure__pelvic_obliquity__0__none__0`` for measure-pelvic_obliquity-0-none-0."""
    return {name.replace("__", "-"): value for name, value in fields.items()}


def nothing_was_written() -> bool:
    return not (Assessment.objects.exists() or Measurement.objects.exists() or PainRating.objects.exists())
