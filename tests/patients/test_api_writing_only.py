"""Software that may write and not read is told nothing about the patients that it did not say itself."""

from typing import Any

import pytest

from clinic.audit.models import AuditEvent
from clinic.practice.models import ApiClient, Clinic
from tests.builders import make_patient, make_token
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"
AMY: dict[str, Any] = {"family_name": "Wong", "given_name": "Amy", "birth_date": "1980-05-17"}


@pytest.fixture
def writer(partner: ApiClient) -> Api:
    return Api(make_token(partner, scopes=["patients:write"]))


def test_a_change_is_answered_with_id_and_version_and_nothing_else(writer: Api, clinic: Clinic) -> None:
    amy = make_patient(clinic, phone="+85223456789")
    answer = writer.patch(f"{PATIENTS}{amy.uuid}/", {"given_name": "Amelia"}, If_Match='"1-00000000"')
    assert (answer.status_code, answer.json()) == (200, {"id": str(amy.uuid), "version": 2})


def test_an_upsert_is_answered_with_id_and_version_and_nothing_else(writer: Api, clinic: Clinic) -> None:
    path = f"{PATIENTS}by-identifier/lab/77/"
    made = writer.put(path, AMY)
    assert set(made.json()) == {"id", "version", "warnings"}
    again = writer.put(path, {})
    assert again.status_code == 200
    assert set(again.json()) == {"id", "version"}


def test_a_change_of_nothing_is_refused(api: Api, clinic: Clinic) -> None:
    amy = make_patient(clinic)
    answer = api.patch(f"{PATIENTS}{amy.uuid}/", {}, If_Match='"1-00000000"')
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "nothing_to_change")
    amy.refresh_from_db()
    assert amy.version == 1


def test_a_warning_names_no_patient_to_software_that_may_not_read(writer: Api, clinic: Clinic) -> None:
    known = make_patient(clinic, record_number="X-1")
    answer = writer.post(PATIENTS, {**AMY, "given_name": "Amy"})
    assert answer.status_code == 201
    warning = answer.json()["warnings"][0]
    assert (warning["code"], set(warning)) == ("likely_duplicate", {"pointer", "code", "detail"})
    assert str(known.uuid) not in answer.content.decode()
    assert "X-1" not in answer.content.decode()
    assert not AuditEvent.objects.filter(action="patient.listed").exists()


def test_a_warning_that_names_a_patient_leaves_the_row_of_a_reading(api: Api, clinic: Clinic) -> None:
    known = make_patient(clinic)
    answer = api.post(PATIENTS, AMY)
    assert answer.json()["warnings"][0]["patient"] == str(known.uuid)
    assert AuditEvent.objects.get(action="patient.listed").patients == [known.uuid]
