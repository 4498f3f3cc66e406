"""Going anywhere with a few keys."""

from django.test import Client
from django.urls import reverse

from clinic.audit.models import AuditEvent
from clinic.practice.models import Clinic, Membership
from tests.admin.pages import logged_in, words
from tests.builders import make_patient


def asked(pages: Client, text: str) -> str:
    return words(pages.get(reverse("workplace:palette"), {"q": text}))


def test_rosa_finds_a_patient_by_a_misspelt_name_and_goes_to_the_record(rosa: Membership, clinic: Clinic) -> None:
    okafor = make_patient(clinic, family_name="Okafor", given_name="Ada")
    answer = logged_in(rosa).get(reverse("workplace:palette"), {"q": "okafur"})
    assert f'href="{reverse("workplace:patient", args=[okafor.uuid])}"' in answer.content.decode()
    listed = AuditEvent.objects.get(action="patient.listed")
    assert listed.patients == [okafor.uuid]


def test_nobody_finds_the_patients_of_another_clinic(rosa: Membership, other_clinic: Clinic) -> None:
    make_patient(other_clinic, family_name="Okafor", given_name="Ada")
    assert "Nothing found for “okafor”" in asked(logged_in(rosa), "okafor")


def test_one_letter_lists_no_patients(rosa: Membership, clinic: Clinic) -> None:
    make_patient(clinic, family_name="O", given_name="Ada")
    asked(logged_in(rosa), "o")
    assert not AuditEvent.objects.filter(action="patient.listed").exists()


def test_one_chinese_character_is_a_whole_word_and_finds_its_patient(rosa: Membership, clinic: Clinic) -> None:
    make_patient(clinic, family_name="Chan", given_name="Tai Man", second_script_name="陳大文")
    assert "陳大文" in asked(logged_in(rosa), "陳")


def test_everybody_is_offered_only_what_their_role_allows(rosa: Membership, theo: Membership) -> None:
    assert "New assessment" not in asked(logged_in(rosa), "")
    assert "New assessment" in asked(logged_in(theo), "assess")
    assert "Staff" not in asked(logged_in(theo), "")


def test_the_beginnings_of_words_are_enough(rosa: Membership) -> None:
    found = asked(logged_in(rosa), "reg pat")
    assert "Register a patient" in found
    assert "Rooms" not in found
