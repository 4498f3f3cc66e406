"""Entering an assessment in the admin: what the page offers, and what one save writes."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.entry import pages
from assessments.entry.saving import save
from assessments.entry.sheet import BODY_PARTS
from assessments.measures import MEASURES
from assessments.models import Assessment, Measurement, PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.assessment_pages import (
    ADD,
    change_page,
    nothing_was_written,
    page_of,
    send,
)
from tests.admin.pages import filled, words
from tests.builders import MORNING, make_assessment, make_episode, make_patient, measured


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


# What the page offers


def test_every_measure_that_can_be_entered_has_its_place() -> None:
    offered = [entry.code for _label, entries in BODY_PARTS for entry in entries]
    assert offered == list(MEASURES)


def test_without_a_patient_the_page_asks_whose_assessment_it_is(theos_desk: Client, amy: Patient) -> None:
    response = theos_desk.get(ADD, {"search": "wong"})
    assert f"?patient={amy.uuid}" in response.content.decode()
    assert AuditEvent.objects.filter(action="patient.listed", patients=[amy.uuid]).exists()


def test_the_page_starts_with_now_oneself_and_the_only_open_episode(
    theos_desk: Client, amy: Patient, theo: Membership
) -> None:
    episode = make_episode(amy)
    make_episode(amy, region="neck", closed_at=MORNING.date(), close_reason="goal_met")
    fields = filled(theos_desk, page_of(amy))
    assert fields["episode"] == str(episode.uuid)
    assert fields["rater"] == str(theo.uuid)
    assert fields["kind"] == "initial"
    on_the_wall = timezone.now().astimezone(amy.clinic.zone)
    assert fields["taken_at_0"] == f"{on_the_wall:%Y-%m-%d}"
    assert "Asia/Hong_Kong" in words(theos_desk.get(page_of(amy)))


def test_every_day_on_the_page_is_written_alike(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, by=as_theo)
    make_episode(amy)
    said = words(theos_desk.get(page_of(amy)))
    for day in ("born 17 May 1980", "set as on 2 Mar 2026", "low back (1 Mar 2026)"):
        assert day in said


def test_of_two_open_episodes_none_is_chosen_for_the_therapist(theos_desk: Client, amy: Patient) -> None:
    make_episode(amy)
    make_episode(amy, region="neck")
    assert filled(theos_desk, page_of(amy))["episode"] == ""


def test_methods_postures_and_conditions_are_those_of_the_last_time(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    last = measured("pelvic_tilt_palp", 11.5, side="left", method="digital_inclinometer", posture="sitting")
    make_assessment(amy, last, by=as_theo, footwear="barefoot", lift_in_place=False)
    fields = filled(theos_desk, page_of(amy))
    assert fields["measure-pelvic_tilt_palp-0-method"] == "digital_inclinometer"
    assert fields["measure-pelvic_tilt_palp-0-posture"] == "sitting"
    assert (fields["footwear"], fields["lift_in_place"], fields["kind"]) == ("barefoot", "no", "re_assessment")


def test_the_last_values_are_not_shown_to_who_measures_again(theos_desk: Client, amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, measured("pelvic_obliquity", 4.123), by=as_theo)
    assert "4.123" not in theos_desk.get(page_of(amy)).content.decode()


def test_limits_and_usual_range_come_from_the_catalogue(theos_desk: Client, amy: Patient) -> None:
    html = theos_desk.get(page_of(amy)).content.decode()
    row = re.search(r'<div[^>]*id="measure-pelvic_obliquity-0".*?>', html, re.S)
    entry = MEASURES["pelvic_obliquity"]
    assert row
    assert f'data-low="{entry.hard.low}"' in row[0]
    assert f'data-usual-high="{entry.soft.high}"' in row[0]


def test_every_reading_is_named_after_its_measure_and_the_side_if_there_is_one(
    theos_desk: Client, amy: Patient
) -> None:
    html = theos_desk.get(page_of(amy)).content.decode()
    names = dict(re.findall(r'name="(measure-[^"]+-[0-4])"[^>]*?aria-label="([^"]+)"', html, re.S))
    assert names["measure-leg_length_true-0-left-1"] == "True leg length, left, reading 2"
    assert names["measure-leg_length_true-0-right-4"] == "True leg length, right, reading 5"
    assert names["measure-pelvic_obliquity-0-none-0"] == "Pelvic obliquity, reading 1"
    assert len(set(names.values())) == len(names)


# Saving


def test_pain_and_both_sides_are_recorded_by_one_save(theos_desk: Client, amy: Patient, theo: Membership) -> None:
    response = send(
        theos_desk,
        amy,
        taken_at_0="2026-03-02",
        taken_at_1="09:30",
        pain__low_back__0__none="6",
        pain__knee__0__right="0",
        measure__pelvic_tilt_palp__0__left__0="11,5",
        measure__pelvic_tilt_palp__0__right__0="8",
        measure__pelvic_tilt_palp__0__right__1="9",
        measure__pelvic_obliquity__0__none__0="−3",
    )
    recorded = Assessment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == change_page(recorded)
    assert recorded.taken_at == MORNING
    assert recorded.rater == theo
    values = {(m.measure, m.side): (m.value, m.readings) for m in recorded.measurements.all()}
    assert values == {
        ("pelvic_tilt_palp", "left"): (11.5, [11.5]),
        ("pelvic_tilt_palp", "right"): (8.5, [8, 9]),
        ("pelvic_obliquity", "none"): (-3, [-3]),
    }
    ratings = {(r.region, r.side): (r.intensity, r.recall) for r in recorded.pain.all()}
    assert ratings == {("low_back", "none"): (6, "7d_average"), ("knee", "right"): (0, "7d_average")}


def test_an_empty_field_is_not_measured_and_never_zero(theos_desk: Client, amy: Patient) -> None:
    send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="0")
    assert Measurement.objects.get().value == 0
    assert not PainRating.objects.exists()


def test_centimetres_are_stored_as_millimetres_and_shown_as_typed(theos_desk: Client, amy: Patient) -> None:
    fields = {"measure__leg_length_true__0__left__0": "87.1", "measure__leg_length_true__0__unit": "cm"}
    response = send(theos_desk, amy, **fields)
    assert Measurement.objects.get().value == pytest.approx(871)
    said = words(theos_desk.get(response["Location"]))
    assert "871 mm" in said
    assert "entered as 87.1 cm" in said


def test_five_readings_make_one_mean(theos_desk: Client, amy: Patient) -> None:
    five = {f"measure__pelvic_obliquity__0__none__{place}": str(place) for place in range(5)}
    send(theos_desk, amy, **five)
    assert Measurement.objects.get().value == 2


def test_a_tick_says_that_the_landmarks_were_found_anew_and_without_it_nobody_knows(
    theos_desk: Client, amy: Patient
) -> None:
    fields = {
        "measure__pelvic_tilt_palp__0__left__0": "8",
        "measure__pelvic_tilt_palp__0__left__1": "9",
        "measure__pelvic_tilt_palp__0__right__0": "7",
        "measure__pelvic_tilt_palp__0__relandmarked": "yes",
        "measure__pelvic_obliquity__0__none__0": "3",
        "measure__pelvic_obliquity__0__none__1": "4",
    }
    response = send(theos_desk, amy, **fields)
    stored = {(m.measure, m.side): m.relandmarked for m in Measurement.objects.all()}
    assert stored == {
        ("pelvic_tilt_palp", "left"): True,
        ("pelvic_tilt_palp", "right"): True,
        ("pelvic_obliquity", "none"): None,
    }
    assert words(theos_desk.get(response["Location"])).count("landmarks found anew") == 2


def test_a_form_that_is_sent_twice_is_recorded_once(theos_desk: Client, amy: Patient) -> None:
    fields = {**filled(theos_desk, page_of(amy)), "measure-pelvic_obliquity-0-none-0": "3"}
    first, second = (theos_desk.post(page_of(amy), fields) for _ in range(2))
    assert first["Location"] == second["Location"] == change_page(Assessment.objects.get())
    assert "nothing was recorded again" in words(theos_desk.get(second["Location"]))


def test_of_two_equal_forms_at_one_moment_the_second_finds_the_first(
    theos_desk: Client, amy: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {**filled(theos_desk, page_of(amy)), "measure-pelvic_obliquity-0-none-0": "3"}
    once = [lambda: theos_desk.post(page_of(amy), fields)]

    def save_while_the_other_one_arrives(*args: Any) -> bool:
        if once:
            once.pop()()
        return save(*args)

    monkeypatch.setattr(pages, "save", save_while_the_other_one_arrives)
    second = theos_desk.post(page_of(amy), fields)
    assert second["Location"] == change_page(Assessment.objects.get())


def test_a_forged_token_cannot_name_the_record_of_another_clinic(
    theos_desk: Client, amy: Patient, other_clinic: Clinic, as_other_theo: Caller
) -> None:
    theirs = make_assessment(make_patient(other_clinic), by=as_other_theo)
    send(theos_desk, amy, token=str(theirs.uuid), measure__pelvic_obliquity__0__none__0="3")
    assert Assessment.objects.filter(patient=amy).count() == 1


def test_another_method_of_the_same_measure_gets_a_row_of_its_own(theos_desk: Client, amy: Patient) -> None:
    fields = {**filled(theos_desk, page_of(amy)), "measure-lld_true-0-none-0": "4", "another": "measure-lld_true"}
    html = theos_desk.post(page_of(amy), fields).content.decode()
    assert nothing_was_written()
    assert 'name="measure-lld_true-1-none-0"' in html
    assert re.search(r'name="measure-lld_true-0-none-0" value="4"', html)
    second = {"measure-lld_true-1-method": "radiograph", "measure-lld_true-1-none-0": "6"}
    theos_desk.post(page_of(amy), {**filled(theos_desk, page_of(amy)), "measure-lld_true-0-none-0": "4", **second})
    assert {m.method: m.value for m in Measurement.objects.all()} == {"blocks_standing": 4, "radiograph": 6}
