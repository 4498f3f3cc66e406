"""The clinic's protocols on their pages, and the assessment page that follows one."""

import pytest
from django.test import Client

from assessments.models import Assessment, Protocol, ProtocolStep
from assessments.services.protocols import add_protocol
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Patient
from tests.admin.assessment_pages import correct_page, page_of, send
from tests.admin.pages import filled, page, words
from tests.admin.pages import send as send_form
from tests.builders import make_assessment, make_patient, measured

ADD = page("assessments_protocol", "add")
LINES = {
    "name": "Standing",
    "is_default": "on",
    "steps-0-place": "2",
    "steps-0-taken": "pelvic_tilt_palp:digital_inclinometer",
    "steps-0-sides": "left",
    "steps-0-readings": "2",
    "steps-1-place": "1",
    "steps-1-taken": "pelvic_obliquity:",
}


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def standing(as_mira: Caller) -> Protocol:
    """The default: obliquity first, then the tilt of the left side twice."""
    obliquity = ProtocolStep(measure="pelvic_obliquity", sides="none", posture="sitting")
    tilt = ProtocolStep(measure="pelvic_tilt_palp", sides="left", method="digital_inclinometer", readings=2)
    return add_protocol(Protocol(name="Standing", is_default=True), [obliquity, tilt], by=as_mira)


def test_mira_writes_a_protocol_by_numbering_its_lines(miras_desk: Client) -> None:
    assert send_form(miras_desk, ADD, **LINES).status_code == 302
    protocol = Protocol.objects.get()
    found = [(step.measure, step.sides, step.method, step.readings) for step in protocol.steps.all()]
    assert found == [
        ("pelvic_obliquity", "none", "", 1),
        ("pelvic_tilt_palp", "left", "digital_inclinometer", 2),
    ]
    change = page("assessments_protocol", "change", protocol.uuid)
    send_form(miras_desk, change, **{"steps-0-place": "2", "steps-1-place": "1"})
    assert [step.measure for step in protocol.steps.all()] == ["pelvic_tilt_palp", "pelvic_obliquity"]


def test_a_line_that_cannot_be_measured_is_refused_and_what_was_typed_stays(miras_desk: Client) -> None:
    answer = send_form(miras_desk, ADD, **{**LINES, "steps-1-taken": "pelvic_tilt_palp:palm"})
    assert "Pelvic tilt, palpated is in the list already." in words(answer)
    assert not Protocol.objects.exists()


def test_theo_reads_a_protocol_and_rosa_does_not(theos_desk: Client, rosas_desk: Client, standing: Protocol) -> None:
    path = page("assessments_protocol", "change", standing.uuid)
    assert "Pelvic obliquity, Pelvic tilt, palpated" in words(theos_desk.get(path))
    assert rosas_desk.get(path).status_code == 403


def test_the_page_opens_with_the_default_protocol_in_its_order(
    theos_desk: Client, amy: Patient, standing: Protocol
) -> None:
    sheet = theos_desk.get(page_of(amy)).context["sheet"]
    (part,) = sheet.parts
    assert part.label == "Standing"
    first, second = part.rows
    assert (first.measure.code, first.method, first.posture) == ("pelvic_obliquity", "palm", "sitting")
    assert (second.measure.code, second.method) == ("pelvic_tilt_palp", "digital_inclinometer")
    assert [[reading.asked for reading in cell.in_sight] for cell in second.cells] == [[True, True], [False, False]]
    beyond = [row.measure.code for other in sheet.others for row in other.rows]
    assert "knee_frontal_hka" in beyond
    assert "pelvic_obliquity" not in beyond


def test_the_method_of_the_last_time_goes_before_that_of_the_protocol(
    theos_desk: Client, amy: Patient, standing: Protocol, as_theo: Caller
) -> None:
    make_assessment(amy, measured("pelvic_tilt_palp", 7, side="left", method="palm"), by=as_theo)
    assert filled(theos_desk, page_of(amy))["measure-pelvic_tilt_palp-0-method"] == "palm"


def test_the_assessment_keeps_the_name_of_its_protocol(theos_desk: Client, amy: Patient, standing: Protocol) -> None:
    send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="3")
    assert Assessment.objects.get().protocol == "Standing"
    assert filled(theos_desk, page_of(amy))["protocol"] == "Standing"


def test_another_protocol_is_shown_with_everything_that_was_typed(
    theos_desk: Client, amy: Patient, standing: Protocol, as_mira: Caller
) -> None:
    add_protocol(Protocol(name="Knees"), [ProtocolStep(measure="knee_frontal_hka", sides="both")], by=as_mira)
    answer = send(theos_desk, amy, measure__pelvic_obliquity__0__none__0="3", protocol="Knees", another="protocol")
    sheet = answer.context["sheet"]
    assert [row.measure.code for row in sheet.parts[0].rows] == ["knee_frontal_hka"]
    assert sheet.others_in_use
    assert not Assessment.objects.exists()


def test_a_correction_offers_the_protocol_of_then_though_it_is_no_longer_in_use(
    theos_desk: Client, amy: Patient, as_theo: Caller
) -> None:
    old = make_assessment(amy, measured("pelvic_obliquity", 3), by=as_theo, protocol="Of 2024")
    path = correct_page(old)
    theos_desk.post(path, {**filled(theos_desk, path), "reason": "checked"})
    assert Assessment.objects.latest("pk").protocol == "Of 2024"
