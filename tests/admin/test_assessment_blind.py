"""Whoever measures does not see what was measured before: earlier values appear only once the new ones are saved."""

import pytest
from django.test import Client

from assessments.models import Assessment
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.assessment_pages import page_of, send
from tests.admin.pages import words
from tests.builders import make_assessment, make_patient, measured, rated

EARLIER = ("−4.87", "-4.87", "13.43", "4.87")


@pytest.fixture
def amy(clinic: Clinic, as_theo: Caller, theo: Membership) -> Patient:
    """Amy, measured once: an obliquity of -4.87°, a left tilt of 13.43°, and 9 for her neck."""
    amy = make_patient(clinic)
    earlier = (
        measured("pelvic_obliquity", -4.87),
        measured("pelvic_tilt_palp", 13.43, side="left"),
        rated("neck", 9),
    )
    make_assessment(amy, *earlier, by=as_theo, rater=theo)
    return amy


def shows_earlier_values(page: str) -> list[str]:
    return [value for value in EARLIER if value in page]


def test_the_empty_page_tells_how_it_was_measured_and_not_what(theos_desk: Client, amy: Patient) -> None:
    answer = theos_desk.get(page_of(amy))
    assert shows_earlier_values(answer.content.decode()) == []
    neck = next(row for row in answer.context["sheet"].pain if row.region.code == "neck")
    assert neck.in_sight
    assert neck.empty


def test_neither_a_refusal_nor_a_second_look_tells(theos_desk: Client, amy: Patient) -> None:
    refused = send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="50")
    far = send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="4.83")
    another = send(theos_desk, amy, another="measure-pelvic_obliquity")
    assert "far from an earlier reading" in words(far)
    assert [shows_earlier_values(page.content.decode()) for page in (refused, far, another)] == [[], [], []]
    assert Assessment.objects.count() == 1


def test_the_browser_neither_keeps_the_page_nor_completes_its_fields(theos_desk: Client, amy: Patient) -> None:
    answer = theos_desk.get(page_of(amy))
    assert "no-store" in answer["Cache-Control"]
    assert 'autocomplete="off"' in answer.content.decode()


def test_what_really_changed_is_told_once_it_is_saved_and_leads_to_the_patient(
    theos_desk: Client, amy: Patient
) -> None:
    answer = send(
        theos_desk,
        amy,
        measure__pelvic_obliquity__0__none__0="2",
        measure__pelvic_obliquity__0__none__checked="2 deg palm",
        measure__pelvic_tilt_palp__0__left__0="13",
    )
    saved = theos_desk.get(answer["Location"])
    assert [shown.label for shown in saved.context["details"].changed] == ["Pelvic obliquity"]
    said = words(saved)
    assert "Pelvic obliquity +6.87° since 2 Mar 2026: more than measurement error (1.9°)" in said
    assert "See the whole course on the patient’s page" in said


def test_it_is_said_that_nothing_moved_beyond_measurement_error(theos_desk: Client, amy: Patient) -> None:
    answer = send(theos_desk, amy, measure__pelvic_tilt_palp__0__left__0="13")
    assert "Nothing that was measured moved by more than measurement error." in words(
        theos_desk.get(answer["Location"])
    )
