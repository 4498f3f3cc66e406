"""The one page of a patient: on the left what is stable, on the right what moves. The front desk has its own half."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assessments.intake.shown import waiting_of, with_waiting
from clinic.common.admin import caller_of
from clinic.common.admin.patient_panel import panel_links, panels_of
from clinic.common.caller import Caller
from clinic.workplace.page import show
from clinic.workplace.patient_page.buttons import buttons_of
from clinic.workplace.patient_page.care import Care, care_of
from clinic.workplace.patient_page.course import Course, course_of
from clinic.workplace.patient_page.filed import MERGED_HERE, filed_of
from clinic.workplace.patient_page.person import person_of
from patients.models import Patient
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.staleness import with_staleness

TEMPLATE = "workplace/patient/page.html"


@dataclass(frozen=True, slots=True)
class Clinical:
    """What only those who treat may see."""

    care: Care
    course: Course
    report: Any
    """The latest report with its ``stale_since``, None if there is none."""


def patient_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the patient, and leave the audit row of a reading."""
    by, pages = caller_of(request), admin.site.get_model_admin(Patient)
    patient = get_object_or_404(_patients(by), uuid=uuid)
    pages.saw("viewed", [patient], by)  # type: ignore[attr-defined]
    clinical = _clinical(patient, by) if sees_clinical(by) else None
    context = {
        "patient": patient,
        "person": person_of(patient, by),
        "clinical": clinical,
        "filed": filed_of(patient, by),
        "intakes": waiting_of(patient) if clinical else [],
        "buttons": buttons_of(patient, by),
        "lists": panel_links(patient, request, admin.site),
        "panels": [] if clinical else panels_of(patient, request, admin.site),
        "may_change": by.may("patients.change"),
    }
    return show(request, TEMPLATE, str(patient), context)


def sees_clinical(by: Caller) -> bool:
    """Whether the caller may see all that stands in the clinical half."""
    return all(map(by.may, ("episodes.view", "treatments.view", "assessments.view", "reports.view")))


def _patients(by: Caller) -> Any:
    """Patients with ``merged_here``, and ``read_at``, the time by the database's clock, which dates the records."""
    patients = Patient.objects.visible_to(by).select_related("clinic", "merged_into")
    dated = patients.annotate(read_at=Now(), merged_here=MERGED_HERE)
    return with_waiting(dated) if sees_clinical(by) else dated


def _clinical(patient: Patient, by: Caller) -> Clinical:
    course = course_of(patient, by)
    return Clinical(care_of(patient, course.findings, by), course, _latest_report(patient, by))


def _latest_report(patient: Patient, by: Caller) -> Any:
    reports = OutcomeReport.objects.visible_to(by).for_lists().filter(patient=patient)
    return with_staleness(reports, by.zone, [ReportKind.PATIENT]).order_by("-created_at", "-id").first()
