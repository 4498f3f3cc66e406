"""What the entry page of an assessment refuses or asks about: said where it was typed, and nothing written."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from assessments.models import Assessment, Measurement
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.assessment_pages import change_page, nothing_was_written, page_of, send
from tests.admin.pages import filled, words
from tests.builders import make_assessment, make_patient, measured


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def test_after_a_refusal_the_page_still_says_from_when_its_methods_are(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    make_assessment(amy, by=as_theo)
    answer = send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="21")
    assert "are set as on 2 Mar 2026" in words(answer)


# What is wrong comes back where it was typed

OUT_OF_PLACE = [
    ({"measure__pelvic_obliquity__0__none__0": "21"}, "cannot be 21°. Possible is −20° to 20°."),
    ({"measure__pelvic_obliquity__0__none__0": "3;4"}, "“3;4” is not a number."),
    ({"measure__pelvic_obliquity__0__none__0": "nan"}, "is not a number"),
    ({"measure__q_angle__0__left__0": "14", "measure__q_angle__0__method": "palm"}, "cannot be taken with “palm”"),
    ({"measure__q_angle__0__left__0": "14", "measure__q_angle__0__unit": "mm"}, "cannot be given in “mm”"),
    ({"measure__q_angle__0__left__0": "14", "measure__q_angle__0__posture": "flying"}, "flying"),
    ({"pain__low_back__0__none": "11"}, "Pain cannot be 11. Give a whole number from 0 to 10."),
    ({"pain__low_back__0__none": "5.5"}, "Pain cannot be 5.5"),
    ({"pain__low_back__0__none": "strong"}, "Give a whole number from 0 to 10."),
    ({"pain__low_back__0__none": "5", "pain__low_back__0__recall": "1999"}, "1999"),
    ({"measure__q_angle__0__left__0": "14", "taken_at_0": "2126-01-01"}, "lies in the future"),
    ({"measure__q_angle__0__left__0": "14", "taken_at_0": "yesterday"}, "Enter a valid date"),
    ({"measure__q_angle__0__left__0": "14", "kind": "third"}, "third is not one of the available choices"),
    ({"measure__q_angle__0__left__0": "14", "episode": str(uuid4())}, "is not one of the available choices"),
    ({"measure__q_angle__0__left__0": "14", "rater": "theo"}, "“theo” is not a valid UUID."),
    ({"measure__q_angle__0__left__0": "14", "token": "x"}, "Nothing was saved yet"),
    ({}, "Give at least one measurement or one pain rating."),
]


@pytest.mark.parametrize(("fields", "said"), OUT_OF_PLACE)
def test_what_is_wrong_is_said_and_nothing_is_written(
    theos_desk: Client, amy: Patient, fields: dict[str, str], said: str
) -> None:
    response = send(theos_desk, amy, **fields)
    assert response.status_code == 200
    assert said in words(response)
    assert nothing_was_written()
    assert not AuditEvent.objects.filter(action="assessment.recorded").exists()


def test_everything_typed_is_still_there_beside_the_problem(theos_desk: Client, amy: Patient) -> None:
    fields = {
        "pain__low_back__0__none": "6",
        "pain__head__0__none": "2",
        "measure__pelvic_tilt_palp__0__left__0": "11,5",
        "measure__pelvic_tilt_palp__0__right__1": "abc",
        "measure__pelvic_tilt_palp__0__right__4": "7",
        "note": "tired after work",
    }
    html = send(theos_desk, amy, **fields).content.decode()
    for name, value in (("left-0", "11,5"), ("right-1", "abc"), ("right-4", "7")):
        assert re.search(rf'name="measure-pelvic_tilt_palp-0-{name}" value="{value}"', html)
    wrong = re.findall(r'<input[^>]*name="([^"]*)"[^>]*aria-invalid', html)
    assert wrong == ["measure-pelvic_tilt_palp-0-right-1"]
    for region, value in (("low_back", "6"), ("head", "2")):
        assert re.search(rf'name="pain-{region}-0-none" value="{value}" checked', html)
    assert "tired after work" in html


def test_a_half_valid_assessment_names_every_problem_and_writes_nothing(theos_desk: Client, amy: Patient) -> None:
    fields = {
        "pain__low_back__0__none": "11",
        "measure__pelvic_obliquity__0__none__0": "3",
        "measure__knee_frontal_hka__0__left__0": "50",
        "taken_at_0": "2126-01-01",
    }
    said = words(send(theos_desk, amy, **fields))
    assert all(part in said for part in ("Pain cannot be 11", "Left: Knee", "cannot be 50°", "lies in the future"))
    assert nothing_was_written()


# What is unusual is looked at twice


def unusual(**fields: str) -> dict[str, str]:
    return {"measure__pelvic_obliquity__0__none__0": "8", **fields}


def test_an_unusual_value_is_shown_again_before_it_is_saved(theos_desk: Client, amy: Patient) -> None:
    response = send(theos_desk, amy, **unusual())
    said = words(response)
    assert "Pelvic obliquity of 8° is unusual. Usual is −6° to 6°." in said
    assert "Yes, I checked this value" in said
    assert nothing_was_written()
    assert not AuditEvent.objects.filter(action="assessment.recorded").exists()


def test_an_unusual_value_that_was_ticked_is_saved_as_confirmed(theos_desk: Client, amy: Patient) -> None:
    html = send(theos_desk, amy, **unusual()).content.decode()
    name, value = re.findall(r'<input type="checkbox" name="([^"]*-checked)" value="([^"]*)"', html)[0]
    ticked = {name: value}
    response = send(theos_desk, amy, **unusual(), **ticked)
    stored = Measurement.objects.get()
    assert (stored.value, stored.confirmed_unusual) == (8, True)
    assert "unusual, checked" in words(theos_desk.get(response["Location"]))


def test_a_tick_for_other_readings_does_not_count(theos_desk: Client, amy: Patient) -> None:
    tick = {"measure__pelvic_obliquity__0__none__checked": "8 deg palm"}
    response = send(theos_desk, amy, **{**unusual(measure__pelvic_obliquity__0__none__0="9"), **tick})
    assert "9° is unusual" in words(response)
    assert nothing_was_written()


def test_legs_that_are_usual_alone_but_not_together_are_asked_about(theos_desk: Client, amy: Patient) -> None:
    fields = {"measure__leg_length_true__0__left__0": "871", "measure__leg_length_true__0__right__0": "771"}
    asked = send(theos_desk, amy, **fields)
    said = words(asked)
    assert "True leg length difference of −100 mm is unusual" in said
    assert "Right: True leg length difference" not in said
    assert nothing_was_written()
    name, value = re.findall(r'<input type="checkbox" name="([^"]*-checked)" value="([^"]*)"', asked.content.decode())[
        0
    ]
    saved = theos_desk.get(send(theos_desk, amy, **fields, **{name: value})["Location"])
    shown = [one for _part, values in saved.context["details"].parts for one in values]
    assert [one.label for one in shown if one.confirmed_unusual] == ["True leg length difference"]


def test_legs_that_changed_places_are_asked_about_together(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    earlier = [
        measured("leg_length_true", length, side=side, method="tape_supine")
        for side, length in (("left", 860), ("right", 875))
    ]
    make_assessment(amy, *earlier, by=as_theo, rater=theo)
    fields = {"measure__leg_length_true__0__left__0": "875", "measure__leg_length_true__0__right__0": "860"}
    assert "Left and right together are far from an earlier reading." in words(send(theos_desk, amy, **fields))


def test_a_sudden_change_since_the_last_reading_is_asked_about(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_assessment(amy, measured("pelvic_obliquity", -3), by=as_theo, rater=theo)
    said = words(send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="5"))
    assert "This is far from an earlier reading." in said
    assert "8°" not in said, "the amount would tell what was measured last time"
    assert Assessment.objects.count() == 1


def test_what_theo_typed_is_not_saved_by_whoever_sits_at_the_desk_after_him(
    theos_desk: Client, miras_desk: Client, amy: Patient
) -> None:
    typed = {**filled(theos_desk, page_of(amy)), "measure-pelvic_obliquity-0-none-0": "3"}
    assert "Another person is logged in now than opened this page." in words(miras_desk.post(page_of(amy), typed))
    assert nothing_was_written()
    assert theos_desk.post(page_of(amy), typed).status_code == 302


def test_a_script_that_saves_in_the_background_is_told_where_to_go(theos_desk: Client, amy: Patient) -> None:
    typed = {**filled(theos_desk, page_of(amy)), "measure-pelvic_obliquity-0-none-0": "3"}
    headers = {"Accept": "application/json, text/html;q=0.9"}
    answers = [theos_desk.post(page_of(amy), typed, headers=headers).json() for _twice in range(2)]
    assert answers == [{"location": change_page(Assessment.objects.get())}] * 2
