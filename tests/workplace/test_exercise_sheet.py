"""The home programme on paper, in the patient's language."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in, page, send, words
from tests.builders import make_episode, make_exercise, make_patient, make_plan
from treatments.models import Exercise, Plan, Prescription
from treatments.outcomes.document.exercise_sheet import PrescribedExercise, dose_in_words
from treatments.outcomes.models import OutcomeReport


@pytest.fixture
def desk(theo: Membership) -> Client:
    return logged_in(theo)


@pytest.fixture
def bridge(clinic: Clinic) -> Exercise:
    return make_exercise(
        clinic,
        contra_indications="late pregnancy",
        media_url="https://example.com/bridge",
        translated_name="橋式",
        translated_instructions="仰臥屈膝，抬起骨盆。",
    )


@pytest.fixture
def plan(clinic: Clinic, bridge: Exercise) -> Plan:
    """Amy's plan with one exercise of 3 times 10 on three days of the week."""
    plan = make_plan(make_episode(make_patient(clinic, second_script_name="黃愛美")))
    Prescription.objects.create(
        clinic=clinic, plan=plan, exercise=bridge, sets=3, repetitions=10, weekdays=[1, 3, 5], side="left"
    )
    return plan


def sheet(plan: Plan) -> str:
    return reverse("workplace:exercise-sheet", args=[plan.uuid])


def read(answer: object) -> tuple[str, PdfReader]:
    pdf = PdfReader(BytesIO(answer.content))  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", " ".join(leaf.extract_text() for leaf in pdf.pages)), pdf


def test_the_sheet_holds_what_the_patient_needs_at_home(desk: Client, plan: Plan, clinic: Clinic) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(address="1 Harbour Road\nHong Kong")
    answer = desk.get(sheet(plan))
    text, pdf = read(answer)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    for part in (
        "Harbour Clinic",
        "1 Harbour Road",
        "Wong, Amy",
        "黃愛美",
        "Bridge",
        "Lift the pelvis.",
        "Left side · 3 sets · 10 times · Mon, Wed, Fri",
        "late pregnancy",
        "https://example.com/bridge",
        "Theo",
    ):
        assert part in text, part
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert AuditEvent.objects.get(action="plan.sheet_printed").patients == [plan.patient.uuid]


def test_it_is_in_the_patients_language_where_the_library_has_it(desk: Client, plan: Plan, clinic: Clinic) -> None:
    plan.patient.preferred_language = "zh-hant"
    plan.patient.save()
    untranslated = make_exercise(clinic, name="Clam", instructions="Lift the upper knee.")
    Prescription.objects.create(clinic=clinic, plan=plan, exercise=untranslated)
    text, pdf = read(desk.get(sheet(plan)))
    assert "橋式" in text
    assert "仰臥屈膝" in text
    assert "Bridge" not in text
    assert "Lift the upper knee." in text, "what nobody translated is better read in another language than missing"
    assert pdf.trailer["/Root"]["/Lang"] == "zh"  # type: ignore[index]
    english, _pdf = read(desk.get(f"{sheet(plan)}?language=en"))
    assert "Bridge" in english


def test_what_was_stopped_is_not_on_it_and_an_empty_programme_has_no_sheet(desk: Client, plan: Plan) -> None:
    Prescription.objects.update(stopped_on="2026-03-02")
    answer = desk.get(sheet(plan), follow=True)
    assert "There are no home exercises to print; prescribe some first." in words(answer)


def test_only_those_who_treat_in_this_clinic_print_it(plan: Plan, rosa: Membership, other_theo: Membership) -> None:
    assert logged_in(rosa).get(sheet(plan)).status_code == 403
    assert logged_in(other_theo).get(sheet(plan)).status_code == 404


def test_the_plans_page_offers_it_in_each_language(desk: Client, plan: Plan) -> None:
    shown = desk.get(page("treatments_plan", "change", plan.uuid)).content.decode()
    assert f'href="{sheet(plan)}"' in shown
    assert f'href="{sheet(plan)}?language=zh-hant"' in shown


def test_the_manager_translates_an_entry_of_the_library_wholly_or_not_at_all(
    mira: Membership, bridge: Exercise
) -> None:
    desk = logged_in(mira)
    change = page("treatments_exercise", "change", bridge.uuid)
    half = send(desk, change, translated_instructions="")
    assert "A translation has at least a name and instructions." in words(half)
    send(desk, change, translated_contra_indications="懷孕後期")
    bridge.refresh_from_db()
    assert bridge.texts_in("zh-hant").contra_indications == "懷孕後期"
    assert bridge.texts_in("en").name == "Bridge"


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        ({}, "Every day"),
        ({"sets": 1, "hold_seconds": 20}, "1 set · hold for 20 seconds · every day"),
        ({"side": "right", "repetitions": 8, "weekdays": (7, 2)}, "Right side · 8 times · Tue, Sun"),
    ],
)
def test_a_dose_says_only_what_was_prescribed(dose: dict[str, object], said: str) -> None:
    exercise = PrescribedExercise(
        name="Bridge",
        instructions="",
        contra_indications="",
        language="en",
        **dose,  # type: ignore[arg-type]
    )
    assert dose_in_words(exercise, str) == said


def test_a_report_for_a_patient_is_asked_for_in_their_language_unless_somebody_chooses(
    desk: Client, plan: Plan
) -> None:
    plan.patient.preferred_language = "zh-Hant"
    plan.patient.save()
    ask = f"{page('outcomes_outcomereport', 'add')}?patient={plan.patient.uuid}"
    send(desk, ask)
    send(desk, ask, language="en")
    languages = [report.parameters["language"] for report in OutcomeReport.objects.order_by("id")]
    assert languages == ["zh-hant", "en"]


def test_pages_name_an_exercise_in_their_own_language(bridge: Exercise, clinic: Clinic) -> None:
    untranslated = make_exercise(clinic, name="Clam")
    with translation.override("zh-hant"):
        assert (str(bridge), str(untranslated)) == ("橋式", "Clam")
    with translation.override("en"):
        assert str(bridge) == "Bridge"
