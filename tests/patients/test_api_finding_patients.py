"""Other software looks for a patient: what it types finds that patient, and nobody else."""

import pytest

from clinic.practice.models import Clinic
from patients.models import Identifier, Patient
from tests.builders import make_patient
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, family_name="Wong", record_number="P-00042", phone="+85223456789")


@pytest.fixture
def bo(clinic: Clinic) -> Patient:
    return make_patient(clinic, family_name="Okafor", record_number="P-00077", phone="+85224242427")


def found(api: Api, query: str) -> list[str]:
    answer = api.get(f"{PATIENTS}?{query}")
    assert answer.status_code == 200, answer.json()
    return [patient["record_number"] for patient in answer.json()["results"]]


@pytest.mark.parametrize("typed", ["0000", "00-00", "000000000", "0424"])
def test_zeros_and_fewer_than_four_other_digits_are_no_phone(api: Api, amy: Patient, bo: Patient, typed: str) -> None:
    assert found(api, f"search={typed}") == []


def test_a_record_number_does_not_find_phones_with_its_digits(api: Api, amy: Patient, bo: Patient) -> None:
    assert found(api, "search=P-00042") == ["P-00042"]
    assert found(api, "search=P-2424") == []


@pytest.mark.parametrize("typed", ["2345 6789", "%2B852 2345-6789", "(0)2345.6789", "6789"])
def test_a_phone_is_found_however_it_is_written(api: Api, amy: Patient, bo: Patient, typed: str) -> None:
    assert found(api, f"search={typed}") == ["P-00042"]


@pytest.mark.parametrize("typed", ["A-1", "|A-1", "lab|"])
def test_an_identifier_without_its_system_or_value_is_refused(api: Api, amy: Patient, typed: str) -> None:
    answer = api.get(f"{PATIENTS}?identifier={typed}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?identifier")


def test_an_archived_patient_is_found_by_number_so_that_nobody_is_filed_twice(
    api: Api, amy: Patient, clinic: Clinic
) -> None:
    Identifier.objects.create(clinic=clinic, patient=amy, system="lab", value="77")
    Patient.objects.update(status="archived")
    assert found(api, "identifier=lab|77") == ["P-00042"]
    assert found(api, "record_number=P-00042") == ["P-00042"]
    assert found(api, "family_name=Wong") == []


@pytest.mark.parametrize("value", ["2026/77", "2026%2F77", "a|b"])
def test_a_value_may_hold_a_slash_or_a_bar(api: Api, clinic: Clinic, value: str) -> None:
    path = f"{PATIENTS}by-identifier/lab/{value}/"
    made = api.put(path, {"family_name": "Lee", "given_name": "Ann"})
    again = api.put(path, {"family_name": "Lee", "given_name": "Anna"})
    assert (made.status_code, again.status_code) == (201, 200)
    kept = made.json()["identifiers"]
    assert kept == [{"system": "lab", "value": value.replace("%2F", "/")}]
    assert found(api, f"identifier=lab|{value}") == [made.json()["record_number"]]


@pytest.mark.parametrize("system", ["https://lab.example.org/ids", "lab|two"])
def test_a_system_that_no_path_or_filter_could_name_is_refused(api: Api, clinic: Clinic, system: str) -> None:
    identifiers = [{"system": "lab", "value": "1"}, {"system": system, "value": "1"}]
    answer = api.post(PATIENTS, {"family_name": "Lee", "given_name": "Ann", "identifiers": identifiers})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/identifiers/1/system"
    assert not Patient.objects.exists()
