"""A person with two clinics works in one of them at a time."""

from django.test import Client

from clinic.practice.active_clinic import SESSION_KEY
from clinic.practice.models import Clinic, Membership
from tests.builders import PASSWORD, make_member, make_patient

PATIENTS = "/api/v1/patients/"


def in_the_browser(member: Membership) -> Client:
    browser = Client()
    assert browser.login(username=member.user.username, password=PASSWORD, request=_request())
    return browser


def _request() -> object:
    from django.test import RequestFactory

    return RequestFactory().post("/admin/login/")


def names(browser: Client) -> list[str]:
    return [patient["family_name"] for patient in browser.get(PATIENTS).json()["results"]]


def test_staff_see_the_patients_of_their_clinic(clinic: Clinic, other_clinic: Clinic, rosa: Membership) -> None:
    make_patient(clinic, family_name="Ours")
    make_patient(other_clinic, family_name="Theirs")
    assert names(in_the_browser(rosa)) == ["Ours"]


def test_a_person_with_two_clinics_sees_only_the_active_one(
    clinic: Clinic, other_clinic: Clinic, theo: Membership
) -> None:
    make_patient(clinic, family_name="Harbour")
    make_patient(other_clinic, family_name="Bay")
    make_member(other_clinic, "theo", role="therapist")
    browser = in_the_browser(theo)
    assert names(browser) == ["Bay"]
    session = browser.session
    session[SESSION_KEY] = str(clinic.uuid)
    session.save()
    assert names(browser) == ["Harbour"]


def test_a_clinic_without_a_role_there_cannot_be_made_active(
    clinic: Clinic, other_clinic: Clinic, theo: Membership
) -> None:
    make_patient(other_clinic, family_name="Theirs")
    browser = in_the_browser(theo)
    session = browser.session
    session[SESSION_KEY] = str(other_clinic.uuid)
    session.save()
    assert names(browser) == []


def test_a_person_without_a_role_is_not_let_in(una: Membership) -> None:
    assert in_the_browser(una).get(PATIENTS).status_code == 403


def test_staff_need_the_csrf_token_to_write(rosa: Membership) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rosa.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(PATIENTS, {"family_name": "A", "given_name": "B"}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
