"""A new assessment names the pain that the patient gave today already, and tells no figure of it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.rating_pain import rate_pain
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.assessment_pages import correct_page, page_of, send
from tests.admin.pages import words
from tests.builders import make_assessment, make_patient, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def tell(amy: Patient, region: str, as_theo: Caller, *, days_ago: int = 0, **more: str) -> None:
    at = timezone.now() - dt.timedelta(days=days_ago)
    rate_pain(rated(region, 7, patient=amy, taken_at=at, **more), by=as_theo)


def test_the_regions_of_today_are_named_without_their_figures(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    for region, side in (("hip", "left"), ("low_back", "none"), ("hip", "right")):
        tell(amy, region, as_theo, side=side)
    answer = theos_desk.get(page_of(amy))
    assert "Already given by the patient today: low back, hip. Leave “–” unless you ask anew." in words(answer)
    assert all(row.empty for row in answer.context["sheet"].pain)


def test_a_sheet_of_another_day_that_was_taken_over_today_counts(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    tell(amy, "neck", as_theo, days_ago=2, source="intake", source_key="sheet/neck")
    assert "Already given by the patient today: neck." in words(theos_desk.get(page_of(amy)))


def test_other_days_and_assessments_are_not_named(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    tell(amy, "neck", as_theo, days_ago=2)
    make_assessment(amy, rated("low_back", 6), by=as_theo, taken_at=timezone.now())
    assert theos_desk.get(page_of(amy)).context["given"] == []


def test_a_correction_does_not_ask_about_it(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    send(theos_desk, amy, pain__low_back__0__none="6")
    tell(amy, "neck", as_theo)
    assert theos_desk.get(correct_page(Assessment.objects.get())).context["given"] == []
