"""The front desk makes the link, hands over the tablet, prints the sheet, and never sees an answer."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Intake
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Patient
from tests.admin.pages import page, words
from tests.assessments.intakes import SECRET, answered
from tests.builders import make_patient
from tests.conftest import Api


def desk_page(patient: Patient) -> str:
    return reverse("workplace:intake", args=[patient.uuid])


def test_rosa_makes_a_link_that_is_shown_once(rosas_desk: Client, amy: Patient) -> None:
    made = rosas_desk.post(desk_page(amy))
    assert (made.status_code, made.headers["Location"]) == (302, desk_page(amy)), "Back never sends the form anew"
    shown = rosas_desk.get(desk_page(amy)).content.decode()
    [link] = re.findall(r"http://testserver(/intake/[a-z0-9]{26}/)<", shown)
    assert f'action="{link}hand-over/"' in shown
    assert link not in rosas_desk.get(desk_page(amy)).content.decode()
    assert "Hello Amy" in words(Client().get(link))


def test_rosa_sees_whether_it_was_filled_in_and_never_what(
    rosas_desk: Client, amy: Patient, as_rosa: Caller, as_theo: Caller
) -> None:
    intake = answered(amy, as_rosa)
    for address in (
        desk_page(amy),
        reverse("workplace:patient", args=[amy.uuid]),
        reverse("admin:patients_patient_change", args=[amy.uuid]),
        reverse("admin:index"),
    ):
        text = rosas_desk.get(address).content.decode()
        assert SECRET not in text
        assert "answered with yes" not in text
        assert page("assessments_intake", "change", intake.uuid) not in text
    assert "Filled in" in words(rosas_desk.get(desk_page(amy)))
    assert SECRET not in rosas_desk.get(reverse("workplace:palette"), {"q": SECRET[:20]}).content.decode()


def test_no_page_of_the_answers_opens_for_rosa(rosas_desk: Client, amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    for name, arguments in (("changelist", []), ("change", [intake.uuid]), ("discard", [intake.uuid])):
        assert rosas_desk.get(page("assessments_intake", name, *arguments)).status_code == 403
        assert rosas_desk.post(page("assessments_intake", name, *arguments)).status_code == 403


def test_other_software_sees_no_sheet(api: Api, amy: Patient, as_rosa: Caller) -> None:
    answered(amy, as_rosa)
    for path in ("patients/", f"patients/{amy.uuid}/", f"patients/{amy.uuid}/timeline/", "pain-ratings/"):
        assert SECRET not in api.get(f"/api/v1/{path}").content.decode()


def test_another_clinics_patient_is_not_there(rosas_desk: Client, other_clinic: Clinic) -> None:
    stranger = make_patient(other_clinic)
    assert rosas_desk.post(desk_page(stranger)).status_code == 404
    assert rosas_desk.get(reverse("workplace:intake-paper", args=[stranger.uuid])).status_code == 404
    assert not Intake.objects.exists()


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize(("language", "asked"), [("en", "What brings you here?"), ("zh-hant", "哪裏痛")])
def test_the_printed_sheet_is_one_page_in_the_patients_language(
    rosas_desk: Client, clinic: Clinic, paper: str, language: str, asked: str
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(paper=paper)
    chan = make_patient(clinic, preferred_language=language, record_number="P-00077", second_script_name="陳大文")
    answer = rosas_desk.get(reverse("workplace:intake-paper", args=[chan.uuid]))
    assert "no-store" in answer.headers["Cache-Control"]
    pdf = PdfReader(BytesIO(answer.content))
    [sheet] = pdf.pages
    text = re.sub(r"\s+", " ", sheet.extract_text())
    for printed in ("Harbour Clinic", "Wong, Amy", "陳大文", "P-00077"):
        assert printed in text
    assert asked in text
    assert pdf.trailer["/Root"]["/Lang"] == ("en" if language == "en" else "zh")


def test_the_desks_page_takes_few_queries(
    rosas_desk: Client, amy: Patient, as_rosa: Caller, django_assert_max_num_queries: Any
) -> None:
    for _sheet in range(4):
        answered(amy, as_rosa)
    with django_assert_max_num_queries(10):
        rosas_desk.get(desk_page(amy))


def test_theo_is_told_on_the_patients_page_and_before_he_asks_for_pain(
    theos_desk: Client, amy: Patient, as_rosa: Caller, theo: Membership
) -> None:
    intake = answered(amy, as_rosa)
    way = page("assessments_intake", "change", intake.uuid)
    for address in (
        reverse("workplace:patient", args=[amy.uuid]),
        f"{page('assessments_assessment', 'add')}?patient={amy.uuid}",
    ):
        shown = theos_desk.get(address)
        assert way in shown.content.decode()
        assert "1 warning question answered with yes" in words(shown)
