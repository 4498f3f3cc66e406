"""What a correction replaced stays to be seen on its page, struck through."""

import re

import pytest
from django.test import Client

from assessments.models import Assessment, Measurement, PainRating
from assessments.services.correcting import correct_assessment
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.assessment_pages import change_page
from tests.builders import MORNING, make_assessment, make_patient, measured, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def corrected(original: Assessment, *entries: Measurement | PainRating, by: Caller) -> Assessment:
    measurements = [entry for entry in entries if isinstance(entry, Measurement)]
    pain = [entry for entry in entries if isinstance(entry, PainRating)]
    new = Assessment(patient=original.patient, taken_at=MORNING)
    return correct_assessment(original, new, measurements, pain, "A slip", by=by).assessment


def struck(client: Client, assessment: Assessment) -> list[str]:
    page = client.get(change_page(assessment)).content.decode()
    return [re.sub("<span.*?</span>", "", found) for found in re.findall("<del>(.*?)</del>", page)]


def test_the_old_figures_stand_struck_through_beside_the_new(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    first = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 9), by=as_theo)
    second = corrected(first, measured("pelvic_obliquity", 4), rated("low_back", 6), by=as_theo)
    third = corrected(second, measured("pelvic_obliquity", 5), rated("low_back", 6), by=as_theo)
    assert struck(theos_desk, first) == []
    assert struck(theos_desk, second) == ["9", "3°"]
    assert struck(theos_desk, third) == ["9", "3°", "4°"]


def test_what_was_not_changed_is_not_struck_through(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    first = make_assessment(amy, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
    second = corrected(first, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
    assert struck(theos_desk, second) == []


def test_another_method_is_named_with_the_value_that_was_taken_by_it(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    first = make_assessment(amy, measured("pelvic_obliquity", 3), by=as_theo)
    second = corrected(first, measured("pelvic_obliquity", 3, method="radiograph"), by=as_theo)
    assert struck(theos_desk, second) == ["3° (Palpation meter (PALM))"]


def test_a_computed_value_is_struck_through_too_and_what_was_left_out_is_named(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    legs = [measured("leg_length_true", mm, side=side, method="tape_supine") for side, mm in SIDES]
    first = make_assessment(amy, *legs, rated("knee", 4, "left"), by=as_theo)
    again = [measured("leg_length_true", mm, side=side, method="tape_supine") for side, mm in CORRECTED]
    assert struck(theos_desk, corrected(first, *again, by=as_theo)) == ["knee left 4", "862 mm", "−9 mm"]


SIDES = [("left", 871), ("right", 862)]
CORRECTED = [("left", 871), ("right", 866)]
