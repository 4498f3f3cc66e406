"""The front desk's half of a patient's page: no clinical text, measurement or pain anywhere."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.practice.models import Membership
from patients.models import Consent, Contact, Patient
from tests.admin.pages import page, words
from tests.builders import make_episode, make_patient, make_plan, make_session
from tests.workplace.patients import page_of


@pytest.fixture
def known(treated: Patient, theo: Membership) -> Patient:
    """Amy with an open episode, a plan, notes and a booking."""
    episode = make_episode(treated, red_flags=["Night pain"], cause="fall", goals="Walk the dog")
    make_plan(episode, goals=[{"region": "low_back", "side": "none", "target": 2}])
    day = timezone.now()
    make_session(treated, theo, starts_at=day - dt.timedelta(days=2), status="completed", note_subjective="Stiff")
    make_session(treated, theo, starts_at=day + dt.timedelta(days=2))
    given = {"clinic": treated.clinic, "patient": treated}
    Consent.objects.create(**given, kind="treatment", given_at=day)
    Contact.objects.create(**given, kind="referrer", name="Dr Lee", phone="+85223456789")
    return treated


def test_the_desk_sees_who_it_is_whom_to_call_what_was_agreed_to_and_the_next_booking(
    rosas_desk: Client, known: Patient
) -> None:
    said = words(rosas_desk.get(page_of(known)))
    for expected in (
        "Wong, Amy 黃美",
        "T00001",
        "17 May 1980",
        "Dr Lee",
        "+852 2345 6789",
        "Treatment , given",
        "Theo",
    ):
        assert expected in said, expected
    assert "no consent" not in said
    assert AuditEvent.objects.get(action="patient.viewed").patients == [known.uuid]


def test_nothing_clinical_reaches_the_desk(rosas_desk: Client, known: Patient) -> None:
    answer = rosas_desk.get(page_of(known))
    html = answer.content.decode()
    for hidden in (
        "Night pain", "Walk the dog", "Fall", "Stiff", "obliquity", "low back", "Low back", "verdict", "vega.js",
        "chart-overview", "Pain", "Latest report", "New assessment", "re-assess", "episode", "At home",
    ):  # fmt: skip
        assert hidden not in html, hidden
    assert answer.context["clinical"] is None


def test_the_desk_reaches_its_lists_and_the_details_and_no_other(rosas_desk: Client, known: Patient) -> None:
    html = rosas_desk.get(page_of(known)).content.decode()
    assert page("patients_patient", "change", known.uuid) in html
    for kind in ("patients_contact", "patients_consent", "treatments_treatmentsession", "patients_identifier"):
        assert f"{page(kind, 'changelist')}?patient={known.uuid}" in html
    for kind in ("assessments_assessment", "assessments_painrating", "treatments_plan", "outcomes_outcomereport"):
        assert page(kind, "changelist") not in html


def test_a_booking_begins_in_the_panel_of_the_day_with_the_patient_filled_in(rosas_desk: Client, amy: Patient) -> None:
    (way,) = (one["url"] for one in rosas_desk.get(page_of(amy)).context["buttons"] if one["title"] == "Book a session")
    assert rosas_desk.get(way).context["panel"].chosen == amy


def test_a_merged_record_offers_nothing_new(rosas_desk: Client, amy: Patient) -> None:
    bo = make_patient(amy.clinic, given_name="Bo", merged_into=amy)
    for offered in ("Book a session", "Intake on the tablet", "/add/?patient="):
        assert offered in rosas_desk.get(page_of(amy)).content.decode()
        assert offered not in rosas_desk.get(page_of(bo)).content.decode()


def test_whoever_is_not_logged_in_is_sent_to_the_login(known: Patient) -> None:
    assert Client().get(page_of(known)).status_code == 302
