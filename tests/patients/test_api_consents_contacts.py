"""Consents and contacts over REST."""

from typing import Any

import pytest

from clinic.practice.models import Clinic
from patients.models import Consent, Contact, Patient
from tests.builders import make_patient
from tests.conftest import Api

CONSENTS = "/api/v1/consents/"
CONTACTS = "/api/v1/contacts/"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def consented(api: Api, amy: Patient, **more: Any) -> Any:
    body = {"patient": str(amy.uuid), "kind": "treatment", "given_at": "2026-03-01T10:00:00+08:00", **more}
    return api.post(CONSENTS, body)


def test_a_consent_is_recorded_in_the_clinics_time(api: Api, amy: Patient) -> None:
    body = consented(api, amy, given_by="Mother", relationship="mother").json()
    assert (body["given_at"], body["given_by"]) == ("2026-03-01T10:00:00+08:00", "Mother")


def test_a_consent_is_withdrawn_later(api: Api, amy: Patient) -> None:
    path = f"{CONSENTS}{consented(api, amy).json()['id']}/"
    tag = api.get(path).headers["ETag"]
    changed = api.patch(path, {"withdrawn_at": "2026-04-01T10:00:00+08:00"}, If_Match=tag)
    assert changed.json()["withdrawn_at"] == "2026-04-01T10:00:00+08:00"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"withdrawn_at": "2026-02-01T10:00:00+08:00"}, "withdrawn_before_given"),
        ({"given_at": "2026-03-01T10:00:00"}, "naive"),
        ({"given_at": "2999-03-01T10:00:00Z"}, "in_the_future"),
        ({"given_at": "0001-01-01T00:00:00+00:00"}, "too_long_ago"),
        ({"kind": "everything"}, "invalid_choice"),
        ({"recorded_by": "11111111-1111-4111-8111-111111111111"}, "read_only_field"),
    ],
)
def test_an_impossible_consent_is_refused(api: Api, amy: Patient, wrong: dict[str, str], code: str) -> None:
    answer = consented(api, amy, **wrong)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert not Consent.objects.exists()


def test_a_contact_is_added_and_changed(api: Api, amy: Patient) -> None:
    made = api.post(CONTACTS, {"patient": str(amy.uuid), "kind": "guardian", "name": "Ann", "phone": "+1 415 555 2671"})
    assert (made.status_code, made.json()["phone"]) == (201, "+14155552671")
    path = f"{CONTACTS}{made.json()['id']}/"
    tag = api.get(path).headers["ETag"]
    assert api.patch(path, {"may_receive_reports": True}, If_Match=tag).json()["may_receive_reports"] is True


def test_a_phone_without_a_country_is_refused(api: Api, amy: Patient) -> None:
    answer = api.post(CONTACTS, {"patient": str(amy.uuid), "kind": "guardian", "name": "Ann", "phone": "555 2671"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/phone")
    assert not Contact.objects.exists()
