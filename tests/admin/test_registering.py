"""Registering on one screen: the person, a guardian, the consents, and who may be registered already."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from patients.models import Consent, Contact, Patient
from tests.admin.pages import filled, logged_in, page, send, words
from tests.builders import make_assessment, make_patient, rated

ADD = reverse("admin:patients_patient_add")
ALIKE = reverse("admin:patients_patient_alike")
AMY = {"family_name": "Wong", "given_name": "Amy"}


def errors(answer: Any) -> dict[str, str]:
    return {name: told[0] for name, told in answer.context["adminform"].form.errors.items()}


def child(by: Caller) -> str:
    return by.today().replace(year=by.today().year - 9, day=1).isoformat()


def test_everything_about_an_adult_is_entered_on_one_screen(rosas_desk: Client, rosa: Membership) -> None:
    send(
        rosas_desk,
        ADD,
        **AMY,
        birth_date="17.5.1980",
        phone="2345 6789",
        preferred_language="zh-hant",
        consent_kinds=["treatment", "contact"],
        consent_version="2026-1",
    )
    amy = Patient.objects.get()
    assert (amy.birth_date, amy.phone.as_e164, amy.preferred_language) == (
        dt.date(1980, 5, 17),
        "+85223456789",
        "zh-hant",
    )
    consents = Consent.objects.filter(patient=amy).order_by("kind")
    assert [(one.kind, one.given_by, one.document_version, one.language) for one in consents] == [
        ("contact", "", "2026-1", "zh-hant"),
        ("treatment", "", "2026-1", "zh-hant"),
    ]
    assert {one.recorded_by for one in consents} == {rosa}
    assert AuditEvent.objects.filter(action="consent.recorded").count() == 2


def test_the_version_that_was_signed_last_is_filled_in(rosas_desk: Client) -> None:
    send(rosas_desk, ADD, **AMY, consent_kinds=["treatment"], consent_version="2026-1")
    assert filled(rosas_desk, ADD)["consent_version"] == "2026-1"


def test_a_minors_guardian_gives_the_consent_and_is_called_in_an_emergency(rosas_desk: Client, as_rosa: Caller) -> None:
    send(
        rosas_desk,
        ADD,
        **AMY,
        birth_date=child(as_rosa),
        guardian_name="Bo Wong",
        guardian_relationship="mother",
        guardian_phone="9876 5432",
        consent_kinds=["treatment"],
    )
    guardian, consent = Contact.objects.get(), Consent.objects.get()
    assert (guardian.kind, guardian.name, guardian.phone.as_e164) == ("guardian", "Bo Wong", "+85298765432")
    assert (consent.given_by, consent.relationship) == ("Bo Wong", "mother")


def test_a_minors_consent_without_a_guardian_is_refused_and_nothing_is_written(
    rosas_desk: Client, as_rosa: Caller
) -> None:
    answer = send(rosas_desk, ADD, **AMY, birth_date=child(as_rosa), consent_kinds=["treatment"])
    assert "name the guardian" in errors(answer)["guardian_name"]
    assert not Patient.objects.exists()
    assert send(rosas_desk, ADD, **AMY, birth_date=child(as_rosa)).status_code == 302, "without a consent it can wait"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"guardian_phone": "9876 5432"}, "guardian_name"),
        ({"phone": "12"}, "phone"),
        ({"birth_date": "5/6/1980"}, "birth_date"),
        ({"birth_date": "31.2.1980"}, "birth_date"),
        ({"guardian_name": "Bo Wong", "guardian_phone": "12"}, "guardian_phone"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_nothing_is_written(
    rosas_desk: Client, typed: dict[str, str], field: str
) -> None:
    answer = send(rosas_desk, ADD, **AMY, consent_kinds=["treatment"], **typed)
    assert field in errors(answer)
    assert not Patient.objects.exists()
    assert not Consent.objects.exists()


def test_a_phone_of_another_country_needs_its_code(rosas_desk: Client) -> None:
    send(rosas_desk, ADD, **AMY, phone="+1 415 555 0132")
    assert Patient.objects.get().phone.as_e164 == "+14155550132"


def test_while_typing_it_is_said_who_may_be_registered_already_and_what_matches(
    rosas_desk: Client, clinic: Clinic
) -> None:
    amy = make_patient(clinic, phone="+85223456789")
    answer = rosas_desk.post(ALIKE, {"family_name": "Wong", "given_name": "Ami", "phone": "2345 6789"})
    assert "Wong, Amy T00001, 17 May 1980, +852 2345 6789: similar name, same phone" in words(answer)
    assert "This is another person" in words(answer)
    assert AuditEvent.objects.get(action="patient.listed").patients == [amy.uuid]


@pytest.mark.parametrize(
    "typed", [{}, {"family_name": "Wong"}, {"given_name": "Amy"}, {"phone": "23"}, {"email": "amy@"}]
)
def test_too_little_is_like_nobody(rosas_desk: Client, clinic: Clinic, typed: dict[str, str]) -> None:
    make_patient(clinic, phone="+85223456789")
    assert "Wong" not in words(rosas_desk.post(ALIKE, typed))
    assert not AuditEvent.objects.filter(action="patient.listed").exists()


def test_while_typing_it_is_said_whether_a_guardian_is_needed(rosas_desk: Client, as_rosa: Caller) -> None:
    said = {
        typed: rosas_desk.post(ALIKE, {"birth_date": typed}).content.decode()
        for typed in ("", "17.5.1980", child(as_rosa))
    }
    assert [word for html in said.values() for word in ("unknown", "yes", "no") if f'data-minor="{word}"' in html] == [
        "unknown",
        "no",
        "yes",
    ]


def test_while_an_older_record_is_edited_the_newer_one_is_found_and_not_itself(
    rosas_desk: Client, clinic: Clinic
) -> None:
    older = make_patient(clinic, given_name="Bo", birth_date=None)
    newer = make_patient(clinic, phone="+85223456789")
    path = page("patients_patient", "alike_edited", older.uuid)
    assert "T00002" not in words(rosas_desk.post(path, {**AMY, "given_name": "Bo"}))
    said = words(rosas_desk.post(path, {**AMY, "phone": "+852 2345 6789"}))
    assert newer.record_number in said
    assert older.record_number not in said
    assert "Compare" in said


def test_a_likely_duplicate_is_asked_about_when_saving_and_registered_once_confirmed(
    rosas_desk: Client, clinic: Clinic
) -> None:
    make_patient(clinic, birth_date=None)
    asked = send(rosas_desk, ADD, **AMY, consent_kinds=["treatment"])
    assert "same name" in words(asked)
    assert not Consent.objects.exists()
    confirmed = {**AMY, "consent_kinds": ["treatment"], "another_person": "on"}
    assert rosas_desk.post(ADD, filled(rosas_desk, ADD, **confirmed)).status_code == 302
    assert (Patient.objects.count(), Consent.objects.count()) == (2, 1)


def test_nobody_without_a_role_or_of_another_clinic_learns_who_is_registered(
    clinic: Clinic, una: Membership, other_theo: Membership
) -> None:
    amy = make_patient(clinic, phone="+85223456789")
    typed = {**AMY, "phone": "+85223456789"}
    for path in (ALIKE, page("patients_patient", "alike_edited", amy.uuid)):
        assert Client().post(path, typed).status_code == 302
        assert logged_in(una).post(path, typed).status_code == 302
    theirs = logged_in(other_theo)
    assert "T00001" not in words(theirs.post(ALIKE, typed))
    assert theirs.post(page("patients_patient", "alike_edited", amy.uuid), typed).status_code == 404
    assert "T00001" not in words(theirs.get(reverse("workplace:find"), {"q": "wong"}))


def test_the_search_while_typing_names_the_patients_and_nothing_clinical(
    rosas_desk: Client, clinic: Clinic, as_theo: Caller
) -> None:
    make_assessment(make_patient(clinic, phone="+85223456789"), rated("low_back", 9), by=as_theo, note="secret")
    said = words(rosas_desk.get(reverse("workplace:find"), {"q": "wong"}))
    assert said == "Wong, Amy 17 May 1980 (46) +852 2345 6789 T00001"
    assert words(rosas_desk.get(reverse("workplace:find"), {"q": "xqz"})) == "Nobody found for “xqz”."
