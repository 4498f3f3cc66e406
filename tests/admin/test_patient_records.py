"""Contacts, consents, episodes, events and numbers in other software, on their pages."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.practice.models import Clinic
from patients.models import Consent, Contact, Episode, Identifier, Patient
from tests.admin.pages import page, send, words
from tests.builders import make_episode, make_event, make_patient


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def add_page(kind: str, patient: Patient) -> str:
    return f"{reverse(f'admin:patients_{kind}_add')}?patient={patient.uuid}"


def test_a_contact_is_added_from_the_patients_page_and_leads_back_to_it(rosas_desk: Client, amy: Patient) -> None:
    answer = send(rosas_desk, add_page("contact", amy), kind="emergency_contact", name="Ben Wong", phone="+85298765432")
    assert answer.headers["Location"] == reverse("workplace:patient", args=[amy.uuid])
    assert Contact.objects.get().patient == amy


def test_a_consent_is_recorded_with_its_giver_and_withdrawn_later(rosas_desk: Client, amy: Patient) -> None:
    send(rosas_desk, add_page("consent", amy), kind="treatment", document_version="2026-1")
    consent = Consent.objects.get()
    assert consent.recorded_by is not None
    assert consent.recorded_by.display_name == "Rosa"
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    path = page("patients_consent", "change", consent.uuid)
    refused = send(rosas_desk, path, withdrawn_at_0=tomorrow.date().isoformat(), withdrawn_at_1="12:00")
    assert "lies in the future" in words(refused)
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_days_are_written_as_the_clinic_writes_them_and_are_its_own_days(rosas_desk: Client, amy: Patient) -> None:
    late = dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)  # in Hong Kong it is the next day
    consent = Consent.objects.create(clinic=amy.clinic, patient=amy, kind="treatment", given_at=late)
    assert "Treatment 2 Mar 2026" in words(rosas_desk.get(page("patients_consent", "change", consent.uuid)))


def test_a_consent_entered_in_error_needs_a_reason(rosas_desk: Client, amy: Patient) -> None:
    consent = Consent.objects.create(clinic=amy.clinic, patient=amy, kind="treatment", given_at=timezone.now())
    path = page("patients_consent", "entered-in-error", consent.uuid)
    assert "This field is required" in words(send(rosas_desk, path, reason=""))
    send(rosas_desk, path, reason="Signed for the brother")
    consent.refresh_from_db()
    assert consent.entered_in_error_reason == "Signed for the brother"


def test_an_episode_keeps_diagnoses_with_and_without_a_code(theos_desk: Client, amy: Patient) -> None:
    written = "Spinal stenosis [ICD-10 M48.0]\nflat feet"
    send(theos_desk, add_page("episode", amy), region="knee", side="left", diagnoses=written, red_flags="night pain")
    episode = Episode.objects.get()
    assert episode.diagnoses == [
        {"text": "Spinal stenosis", "system": "ICD-10", "code": "M48.0"},
        {"system": "", "code": "", "text": "flat feet"},
    ]
    assert episode.red_flags == ["night pain"]
    path = page("patients_episode", "change", episode.uuid)
    send(theos_desk, path)
    episode.refresh_from_db()
    assert episode.version == 1, "what is shown is what was written"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"region": "low_back", "side": "left"}, "low back has no side “left”; use none."),
        ({"region": "neck", "side": "none"}, "already has an open episode"),
        (
            {"region": "knee", "side": "left", "closed_at": "2026-01-01", "close_reason": "other"},
            "before it was opened",
        ),
    ],
)
def test_what_an_episode_may_not_be_is_said_and_not_written(
    theos_desk: Client, amy: Patient, typed: dict[str, str], said: str
) -> None:
    make_episode(amy, region="neck")
    answer = send(theos_desk, add_page("episode", amy), **typed)
    assert said in words(answer)
    assert Episode.objects.count() == 1


def test_an_event_cannot_name_another_patients_episode(theos_desk: Client, amy: Patient, clinic: Clinic) -> None:
    other = make_episode(make_patient(clinic, given_name="Bo"))
    event = make_event(amy)
    answer = send(theos_desk, page("patients_event", "change", event.uuid), episode=other.uuid)
    assert "Select a valid choice" in words(answer)
    event.refresh_from_db()
    assert event.episode is None


def test_a_number_of_other_software_belongs_to_one_patient(rosas_desk: Client, amy: Patient, clinic: Clinic) -> None:
    bo = make_patient(clinic, given_name="Bo")
    send(rosas_desk, add_page("identifier", amy), system="billing", value="77")
    answer = send(rosas_desk, add_page("identifier", bo), system="billing", value="77")
    assert "already belongs to a patient of the clinic" in words(answer)
    assert Identifier.objects.get().patient == amy


def test_a_record_that_is_shown_links_to_what_it_refers_to(theos_desk: Client, amy: Patient) -> None:
    event = make_event(amy, episode=make_episode(amy))
    html = theos_desk.get(page("patients_event", "change", event.uuid)).content.decode()
    assert reverse("workplace:patient", args=[amy.uuid]) in html
    assert f">{amy.pk}<" not in html
