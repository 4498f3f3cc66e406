"""Correcting and reading an assessment in the admin, and who may."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assessments.models import Assessment
from assessments.services.voiding import mark_entered_in_error
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.assessment_pages import (
    ADD,
    change_page,
    correct_page,
    named,
    nothing_was_written,
    page_of,
    send,
)
from tests.admin.pages import filled, logged_in, page, words
from tests.builders import MORNING, make_assessment, make_episode, make_member, make_patient, measured, rated


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


# Correcting


@pytest.fixture
def recorded(amy: Patient, theo: Membership, as_theo: Caller) -> Assessment:
    """An assessment with everything that a page has to give back unchanged."""
    return make_assessment(
        amy,
        measured("leg_length_true", 87.1, 87.3, side="left", method="tape_supine", entered_unit="cm"),
        measured("lld_true", 4, method="blocks_standing", posture="standing", instrument="blocks"),
        measured("lld_true", 6.25, method="radiograph"),
        measured("pelvic_obliquity", 8, 9, confirmed_unusual=True, relandmarked=True),
        measured("pelvic_tilt_palp", 8, 9, side="left", method="digital_inclinometer", relandmarked=False),
        measured("pelvic_tilt_palp", 7, 9, side="right", method="digital_inclinometer"),
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
    measurement = (
        "measure",
        "side",
        "method",
        "posture",
        "instrument",
        "entered_unit",
        "entered_readings",
        "relandmarked",
    )
    pain = ("region", "side", "intensity", "recall", "context", "mode", "timing", "taken_at")
    return (
        [getattr(assessment, name) for name in own],
        sorted(assessment.measurements.values_list(*measurement, "value", "confirmed_unusual")),
        sorted(assessment.pain.values_list(*pain)),
    )


def correct(client: Client, assessment: Assessment, **fields: str) -> Any:
    path = correct_page(assessment)
    return client.post(path, {**filled(client, path), **named(fields)})


def test_a_correction_starts_from_what_was_recorded_and_loses_nothing(theos_desk: Client, recorded: Assessment) -> None:
    response = correct(theos_desk, recorded, reason="typing error")
    corrected = Assessment.objects.get(replaces=recorded)
    assert response["Location"] == change_page(corrected)
    assert contents(corrected) == contents(recorded)
    assert corrected.reason == "typing error"


def test_a_correction_without_a_reason_is_refused_at_the_reason(theos_desk: Client, recorded: Assessment) -> None:
    response = correct(theos_desk, recorded, measure__pelvic_obliquity__0__none__0="3")
    assert "Say why the assessment is corrected." in words(response)
    assert Assessment.objects.count() == 1


def test_original_and_correction_lead_to_each_other(theos_desk: Client, recorded: Assessment) -> None:
    correct(theos_desk, recorded, reason="typing error", measure__pelvic_obliquity__0__none__0="3")
    corrected = Assessment.objects.get(replaces=recorded)
    old, new = theos_desk.get(change_page(recorded)), theos_desk.get(change_page(corrected))
    assert change_page(corrected) in old.content.decode()
    assert "counts no longer" in words(old)
    assert change_page(recorded) in new.content.decode()
    assert "A correction: typing error · Go to the original" in words(new)
    assert correct_page(recorded) not in old.content.decode()


def test_what_was_corrected_already_cannot_be_corrected_again(theos_desk: Client, recorded: Assessment) -> None:
    fields = {**filled(theos_desk, correct_page(recorded)), "reason": "again", "token": str(uuid4())}
    correct(theos_desk, recorded, reason="first")
    response = theos_desk.post(correct_page(recorded), fields)
    assert "This assessment was corrected before; correct the later one." in words(response)
    assert Assessment.objects.count() == 2


def test_a_correction_that_is_sent_twice_is_recorded_once(theos_desk: Client, recorded: Assessment) -> None:
    fields = {**filled(theos_desk, correct_page(recorded)), "reason": "typing error"}
    first, second = (theos_desk.post(correct_page(recorded), fields) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Assessment.objects.count() == 2


# Reading


def test_the_page_of_an_assessment_shows_readings_derived_values_and_who_measured(
    theos_desk: Client, amy: Patient, theo: Membership, as_theo: Caller
) -> None:
    legs = [
        measured("leg_length_true", length, side=side, method="tape_supine")
        for side, length in (("left", 871), ("right", 862))
    ]
    shown = make_assessment(
        amy, *legs, measured("pelvic_obliquity", 3, 3.4), rated("low_back", 6), by=as_theo, rater=theo
    )
    said = words(theos_desk.get(change_page(shown)))
    assert "Theo" in said
    assert re.search(r"3\.2° right side higher .*? 3 · 3\.4", said)
    assert re.search(r"True leg length difference Computed −9 mm left longer", said)
    assert AuditEvent.objects.filter(action="assessment.viewed", patients=[amy.uuid]).exists()


def test_an_assessment_entered_in_error_says_why(theos_desk: Client, recorded: Assessment, as_theo: Caller) -> None:
    mark_entered_in_error(recorded, "wrong patient", by=as_theo)
    response = theos_desk.get(change_page(recorded))
    assert "wrong patient" in words(response)
    assert correct_page(recorded) not in response.content.decode()


def test_entered_in_error_is_done_from_the_page_with_a_reason(theos_desk: Client, recorded: Assessment) -> None:
    path = page("assessments_assessment", "entered-in-error", recorded.uuid)
    assert path in theos_desk.get(change_page(recorded)).content.decode()
    theos_desk.post(path, {"version": recorded.version, "reason": "wrong patient"})
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


def test_a_patient_who_does_not_exist_is_not_found(theos_desk: Client) -> None:
    assert theos_desk.get(f"{ADD}?patient={uuid4()}").status_code == 404
    assert theos_desk.get(f"{ADD}?patient=amy").status_code == 404


def test_records_of_the_other_clinic_are_no_choices(
    theos_desk: Client, amy: Patient, other_clinic: Clinic, other_theo: Membership
) -> None:
    theirs = make_episode(make_patient(other_clinic))
    for fields in ({"episode": str(theirs.uuid)}, {"rater": str(other_theo.uuid)}):
        response = send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="3", **fields)
        assert "not one of the available choices" in words(response)
    assert nothing_was_written()


def test_raters_are_those_who_treat(theos_desk: Client, clinic: Clinic, amy: Patient, rosa: Membership) -> None:
    tessa = make_member(clinic, "tessa", role="therapist")
    html = theos_desk.get(page_of(amy)).content.decode()
    assert str(tessa.uuid) in html
    assert str(rosa.uuid) not in html
