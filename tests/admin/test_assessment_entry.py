"""Entering, correcting and reading an assessment in the admin."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from assessments.entry.sheet import BODY_PARTS
from assessments.measures import MEASURES
from assessments.models import Assessment, Measurement, PainRating
from assessments.services.voiding import mark_entered_in_error
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import filled, logged_in, page, words
from tests.builders import MORNING, make_assessment, make_episode, make_member, make_patient, measured, rated

ADD = page("assessments_assessment", "add")


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def desk(theo: Membership) -> Client:
    """Theo at his desk, logged in."""
    return logged_in(theo)


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


# What the page offers


def test_every_measure_that_can_be_entered_has_its_place() -> None:
    offered = [entry.code for _label, entries in BODY_PARTS for entry in entries]
    assert offered == list(MEASURES)


def test_without_a_patient_the_page_asks_whose_assessment_it_is(desk: Client, amy: Patient) -> None:
    response = desk.get(ADD, {"search": "wong"})
    assert f"?patient={amy.uuid}" in response.content.decode()
    assert AuditEvent.objects.filter(action="patient.listed", patients=[amy.uuid]).exists()


def test_the_page_starts_with_now_oneself_and_the_only_open_episode(
    desk: Client, amy: Patient, theo: Membership
) -> None:
    episode = make_episode(amy)
    make_episode(amy, region="neck", closed_at=MORNING.date(), close_reason="goal_met")
    fields = filled(desk, page_of(amy))
    assert fields["episode"] == str(episode.uuid)
    assert fields["rater"] == str(theo.uuid)
    assert fields["kind"] == "initial"
    on_the_wall = timezone.now().astimezone(amy.clinic.zone)
    assert fields["taken_at_0"] == f"{on_the_wall:%Y-%m-%d}"
    assert "Asia/Hong_Kong" in words(desk.get(page_of(amy)))


def test_of_two_open_episodes_none_is_chosen_for_the_therapist(desk: Client, amy: Patient) -> None:
    make_episode(amy)
    make_episode(amy, region="neck")
    assert filled(desk, page_of(amy))["episode"] == ""


def test_methods_postures_and_conditions_are_those_of_the_last_time(
    desk: Client, amy: Patient, as_theo: Caller
) -> None:
    last = measured("pelvic_tilt_palp", 11.5, side="left", method="digital_inclinometer", posture="sitting")
    make_assessment(amy, last, by=as_theo, footwear="barefoot", lift_in_place=False)
    fields = filled(desk, page_of(amy))
    assert fields["measure-pelvic_tilt_palp-0-method"] == "digital_inclinometer"
    assert fields["measure-pelvic_tilt_palp-0-posture"] == "sitting"
    assert (fields["footwear"], fields["lift_in_place"], fields["kind"]) == ("barefoot", "no", "re_assessment")


def test_the_last_values_are_not_shown_to_who_measures_again(desk: Client, amy: Patient, as_theo: Caller) -> None:
    make_assessment(amy, measured("pelvic_obliquity", 4.123), by=as_theo)
    assert "4.123" not in desk.get(page_of(amy)).content.decode()


def test_limits_and_usual_range_come_from_the_catalogue(desk: Client, amy: Patient) -> None:
    html = desk.get(page_of(amy)).content.decode()
    row = re.search(r'<div[^>]*id="measure-pelvic_obliquity-0".*?>', html, re.S)
    entry = MEASURES["pelvic_obliquity"]
    assert row
    assert f'data-low="{entry.hard.low}"' in row[0]
    assert f'data-usual-high="{entry.soft.high}"' in row[0]


# Saving


def test_pain_and_both_sides_are_recorded_by_one_save(desk: Client, amy: Patient, theo: Membership) -> None:
    response = send(
        desk,
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


def test_an_empty_field_is_not_measured_and_never_zero(desk: Client, amy: Patient) -> None:
    send(desk, amy, measure__pelvic_obliquity__0__none__0="0")
    assert Measurement.objects.get().value == 0
    assert not PainRating.objects.exists()


def test_centimetres_are_stored_as_millimetres_and_shown_as_typed(desk: Client, amy: Patient) -> None:
    fields = {"measure__leg_length_true__0__left__0": "87.1", "measure__leg_length_true__0__unit": "cm"}
    response = send(desk, amy, **fields)
    assert Measurement.objects.get().value == pytest.approx(871)
    said = words(desk.get(response["Location"]))
    assert "871 mm" in said
    assert "entered as 87.1 cm" in said


def test_five_readings_make_one_mean(desk: Client, amy: Patient) -> None:
    five = {f"measure__pelvic_obliquity__0__none__{place}": str(place) for place in range(5)}
    send(desk, amy, **five)
    assert Measurement.objects.get().value == 2


def test_a_form_that_is_sent_twice_is_recorded_once(desk: Client, amy: Patient) -> None:
    fields = {**filled(desk, page_of(amy)), "measure-pelvic_obliquity-0-none-0": "3"}
    first, second = (desk.post(page_of(amy), fields) for _ in range(2))
    assert first["Location"] == second["Location"] == change_page(Assessment.objects.get())
    assert "nothing was recorded again" in words(desk.get(second["Location"]))


def test_a_forged_token_cannot_name_the_record_of_another_clinic(
    desk: Client, amy: Patient, other_clinic: Clinic, as_other_theo: Caller
) -> None:
    theirs = make_assessment(make_patient(other_clinic), by=as_other_theo)
    send(desk, amy, token=str(theirs.uuid), measure__pelvic_obliquity__0__none__0="3")
    assert Assessment.objects.filter(patient=amy).count() == 1


def test_another_method_of_the_same_measure_gets_a_row_of_its_own(desk: Client, amy: Patient) -> None:
    fields = {**filled(desk, page_of(amy)), "measure-lld_true-0-none-0": "4", "another": "measure-lld_true"}
    html = desk.post(page_of(amy), fields).content.decode()
    assert nothing_was_written()
    assert 'name="measure-lld_true-1-none-0"' in html
    assert re.search(r'name="measure-lld_true-0-none-0" value="4"', html)
    second = {"measure-lld_true-1-method": "radiograph", "measure-lld_true-1-none-0": "6"}
    desk.post(page_of(amy), {**filled(desk, page_of(amy)), "measure-lld_true-0-none-0": "4", **second})
    assert {m.method: m.value for m in Measurement.objects.all()} == {"blocks_standing": 4, "radiograph": 6}


# What is wrong comes back where it was typed

OUT_OF_PLACE = [
    ({"measure__pelvic_obliquity__0__none__0": "21"}, "cannot be 21°. Possible is -20° to 20°."),
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
    desk: Client, amy: Patient, fields: dict[str, str], said: str
) -> None:
    response = send(desk, amy, **fields)
    assert response.status_code == 200
    assert said in words(response)
    assert nothing_was_written()
    assert not AuditEvent.objects.filter(action="assessment.recorded").exists()


def test_everything_typed_is_still_there_beside_the_problem(desk: Client, amy: Patient) -> None:
    fields = {
        "pain__low_back__0__none": "6",
        "pain__head__0__none": "2",
        "measure__pelvic_tilt_palp__0__left__0": "11,5",
        "measure__pelvic_tilt_palp__0__right__1": "abc",
        "measure__pelvic_tilt_palp__0__right__4": "7",
        "note": "tired after work",
    }
    html = send(desk, amy, **fields).content.decode()
    for name, value in (("left-0", "11,5"), ("right-1", "abc"), ("right-4", "7")):
        assert re.search(rf'name="measure-pelvic_tilt_palp-0-{name}" value="{value}"', html)
    wrong = re.findall(r'<input[^>]*name="([^"]*)"[^>]*aria-invalid', html)
    assert wrong == ["measure-pelvic_tilt_palp-0-right-1"]
    for region, value in (("low_back", "6"), ("head", "2")):
        assert re.search(rf'name="pain-{region}-0-none" value="{value}" checked', html)
    assert "tired after work" in html


def test_a_half_valid_assessment_names_every_problem_and_writes_nothing(desk: Client, amy: Patient) -> None:
    fields = {
        "pain__low_back__0__none": "11",
        "measure__pelvic_obliquity__0__none__0": "3",
        "measure__knee_frontal_hka__0__left__0": "50",
        "taken_at_0": "2126-01-01",
    }
    said = words(send(desk, amy, **fields))
    assert all(part in said for part in ("Pain cannot be 11", "Left: Knee", "cannot be 50°", "lies in the future"))
    assert nothing_was_written()


# What is unusual is looked at twice


def unusual(**fields: str) -> dict[str, str]:
    return {"measure__pelvic_obliquity__0__none__0": "8", **fields}


def test_an_unusual_value_is_shown_again_before_it_is_saved(desk: Client, amy: Patient) -> None:
    response = send(desk, amy, **unusual())
    said = words(response)
    assert "Pelvic obliquity of 8° is unusual. Usual is -6° to 6°." in said
    assert "Yes, I checked this value" in said
    assert nothing_was_written()
    assert not AuditEvent.objects.filter(action="assessment.recorded").exists()


def test_an_unusual_value_that_was_ticked_is_saved_as_confirmed(desk: Client, amy: Patient) -> None:
    html = send(desk, amy, **unusual()).content.decode()
    name, value = re.findall(r'<input type="checkbox" name="([^"]*-checked)" value="([^"]*)"', html)[0]
    ticked = {name: value}
    response = send(desk, amy, **unusual(), **ticked)
    stored = Measurement.objects.get()
    assert (stored.value, stored.confirmed_unusual) == (8, True)
    assert "unusual, checked" in words(desk.get(response["Location"]))


def test_a_tick_for_other_readings_does_not_count(desk: Client, amy: Patient) -> None:
    tick = {"measure__pelvic_obliquity__0__none__checked": "8 deg palm"}
    response = send(desk, amy, **{**unusual(measure__pelvic_obliquity__0__none__0="9"), **tick})
    assert "9° is unusual" in words(response)
    assert nothing_was_written()


def test_legs_that_are_usual_alone_but_not_together_are_asked_about(desk: Client, amy: Patient) -> None:
    fields = {"measure__leg_length_true__0__left__0": "871", "measure__leg_length_true__0__right__0": "771"}
    assert "True leg length difference of -100 mm is unusual" in words(send(desk, amy, **fields))
    assert nothing_was_written()


def test_a_sudden_change_since_the_last_reading_is_asked_about(
    desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    make_assessment(amy, measured("pelvic_obliquity", -3), by=as_theo, rater=theo)
    assert "changed by 8° since the last reading" in words(send(desk, amy, measure__pelvic_obliquity__0__none__0="5"))
    assert Assessment.objects.count() == 1


# Correcting


@pytest.fixture
def recorded(amy: Patient, theo: Membership, as_theo: Caller) -> Assessment:
    """An assessment with everything that a page has to give back unchanged."""
    return make_assessment(
        amy,
        measured("leg_length_true", 87.1, 87.3, side="left", method="tape_supine", entered_unit="cm"),
        measured("lld_true", 4, method="blocks_standing", posture="standing", instrument="blocks"),
        measured("lld_true", 6.25, method="radiograph"),
        measured("pelvic_obliquity", 8, confirmed_unusual=True),
        rated("low_back", 6),
        rated("low_back", 8, recall="7d_worst"),
        rated("knee", 3, "right", context="movement", mode="paper"),
        by=as_theo,
        taken_at=MORNING + timedelta(seconds=12),
        rater=theo,
        footwear="shoes",
        note="first visit",
    )


def contents(assessment: Assessment) -> tuple[Any, ...]:
    """Everything that a correction may change."""
    own = ("taken_at", "rater", "kind", "timing", "footwear", "lift_in_place", "protocol", "note", "episode")
    measurement = ("measure", "side", "method", "posture", "instrument", "entered_unit", "entered_readings")
    pain = ("region", "side", "intensity", "recall", "context", "mode", "timing", "taken_at")
    return (
        [getattr(assessment, name) for name in own],
        sorted(assessment.measurements.values_list(*measurement, "value", "confirmed_unusual")),
        sorted(assessment.pain.values_list(*pain)),
    )


def correct(client: Client, assessment: Assessment, **fields: str) -> Any:
    path = correct_page(assessment)
    return client.post(path, {**filled(client, path), **named(fields)})


def test_a_correction_starts_from_what_was_recorded_and_loses_nothing(desk: Client, recorded: Assessment) -> None:
    response = correct(desk, recorded, reason="typing error")
    corrected = Assessment.objects.get(replaces=recorded)
    assert response["Location"] == change_page(corrected)
    assert contents(corrected) == contents(recorded)
    assert corrected.reason == "typing error"


def test_a_correction_without_a_reason_is_refused_at_the_reason(desk: Client, recorded: Assessment) -> None:
    response = correct(desk, recorded, measure__pelvic_obliquity__0__none__0="3")
    assert "Say why the assessment is corrected." in words(response)
    assert Assessment.objects.count() == 1


def test_original_and_correction_lead_to_each_other(desk: Client, recorded: Assessment) -> None:
    correct(desk, recorded, reason="typing error", measure__pelvic_obliquity__0__none__0="3")
    corrected = Assessment.objects.get(replaces=recorded)
    old, new = desk.get(change_page(recorded)), desk.get(change_page(corrected))
    assert change_page(corrected) in old.content.decode()
    assert "counts no longer" in words(old)
    assert change_page(recorded) in new.content.decode()
    assert "A correction: typing error" in words(new)
    assert correct_page(recorded) not in old.content.decode()


def test_what_was_corrected_already_cannot_be_corrected_again(desk: Client, recorded: Assessment) -> None:
    fields = {**filled(desk, correct_page(recorded)), "reason": "again", "token": str(uuid4())}
    correct(desk, recorded, reason="first")
    response = desk.post(correct_page(recorded), fields)
    assert "This assessment was corrected before; correct the later one." in words(response)
    assert Assessment.objects.count() == 2


def test_a_correction_that_is_sent_twice_is_recorded_once(desk: Client, recorded: Assessment) -> None:
    fields = {**filled(desk, correct_page(recorded)), "reason": "typing error"}
    first, second = (desk.post(correct_page(recorded), fields) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Assessment.objects.count() == 2


# Reading


def test_the_page_of_an_assessment_shows_readings_derived_values_and_who_measured(
    desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    legs = [
        measured("leg_length_true", length, side=side, method="tape_supine")
        for side, length in (("left", 871), ("right", 862))
    ]
    shown = make_assessment(
        amy, *legs, measured("pelvic_obliquity", 3, 3.4), rated("low_back", 6), by=as_theo, rater=theo
    )
    said = words(desk.get(change_page(shown)))
    assert "Theo" in said
    assert re.search(r"3\.2° right side higher .*? 3 · 3\.4", said)
    assert re.search(r"True leg length difference Computed -9 mm left longer", said)
    assert AuditEvent.objects.filter(action="assessment.viewed", patients=[amy.uuid]).exists()


def test_an_assessment_entered_in_error_says_why(desk: Client, recorded: Assessment, as_theo: Caller) -> None:
    mark_entered_in_error(recorded, "wrong patient", by=as_theo)
    response = desk.get(change_page(recorded))
    assert "wrong patient" in words(response)
    assert correct_page(recorded) not in response.content.decode()


def test_entered_in_error_is_done_from_the_page_with_a_reason(desk: Client, recorded: Assessment) -> None:
    path = page("assessments_assessment", "entered-in-error", recorded.uuid)
    assert path in desk.get(change_page(recorded)).content.decode()
    desk.post(path, {"version": recorded.version, "reason": "wrong patient"})
    recorded.refresh_from_db()
    assert recorded.entered_in_error_reason == "wrong patient"


# Who may


@pytest.fixture
def pages(recorded: Assessment) -> list[str]:
    return [page_of(recorded.patient), change_page(recorded), correct_page(recorded)]


def test_the_front_desk_sees_none_of_it(rosa: Membership, pages: list[str]) -> None:
    client = logged_in(rosa)
    assert {client.get(path).status_code for path in [*pages, ADD]} == {403}
    assert {client.post(path, {}).status_code for path in [*pages, ADD]} == {403}


def test_a_person_without_a_role_is_led_to_the_door(una: Membership, pages: list[str]) -> None:
    client = logged_in(una)
    for path in pages:
        response = client.get(path)
        assert response.status_code in {302, 403}
        assert "Amy" not in words(response)


def test_the_manager_may_enter_as_well(mira: Membership, amy: Patient) -> None:
    assert send(logged_in(mira), amy, measure__pelvic_obliquity__0__none__0="3").status_code == 302


def test_the_other_clinic_finds_nothing(other_theo: Membership, pages: list[str]) -> None:
    client = logged_in(other_theo)
    assert {client.get(path).status_code for path in pages} == {404}
    assert {client.post(path, {}).status_code for path in pages} == {404}


def test_a_patient_who_does_not_exist_is_not_found(desk: Client) -> None:
    assert desk.get(f"{ADD}?patient={uuid4()}").status_code == 404
    assert desk.get(f"{ADD}?patient=amy").status_code == 404


def test_records_of_the_other_clinic_are_no_choices(
    desk: Client, amy: Patient, other_clinic: Clinic, other_theo: Membership
) -> None:
    theirs = make_episode(make_patient(other_clinic))
    for fields in ({"episode": str(theirs.uuid)}, {"rater": str(other_theo.uuid)}):
        response = send(desk, amy, measure__pelvic_obliquity__0__none__0="3", **fields)
        assert "not one of the available choices" in words(response)
    assert nothing_was_written()


def test_raters_are_those_who_treat(desk: Client, clinic: Clinic, amy: Patient, rosa: Membership) -> None:
    tessa = make_member(clinic, "tessa", role="therapist")
    html = desk.get(page_of(amy)).content.decode()
    assert str(tessa.uuid) in html
    assert str(rosa.uuid) not in html
