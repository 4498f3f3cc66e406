"""Other software merges, is led on from a merged record, and separates."""

from typing import Any

import pytest

from clinic.practice.models import Clinic
from patients.models import Merge, Patient
from tests.builders import make_patient
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"


@pytest.fixture
def bo(clinic: Clinic) -> Patient:
    return make_patient(clinic, given_name="Bo")


def post(api: Api, patient: Patient, what: str, **body: Any) -> Any:
    return api.post(f"{PATIENTS}{patient.uuid}/{what}/", body)


def test_a_merged_record_leads_to_the_survivor_whatever_is_asked_of_it(api: Api, amy: Patient, amie: Patient) -> None:
    answer = post(api, amie, "merge", into=str(amy.uuid), reason="one passport", take=["phone"])
    assert (answer.status_code, answer.json()["merged_into"]) == (200, str(amy.uuid)), answer.json()
    for below in ("", "timeline/", "timeline/?page_size=2", "duplicates/"):
        moved = api.get(f"{PATIENTS}{amie.uuid}/{below}")
        assert moved.status_code == 301
        assert moved.headers["Location"].endswith(f"{PATIENTS}{amy.uuid}/{below}")
        assert moved.json() == {"id": str(amie.uuid), "merged_into": str(amy.uuid)}
    survivor = api.get(f"{PATIENTS}{amy.uuid}/").json()
    assert (survivor["phone"], survivor["identifiers"]) == ("+85298765432", [{"system": "billing", "value": "77"}])


def test_a_chain_of_merges_leads_to_its_end(api: Api, amy: Patient, amie: Patient, bo: Patient) -> None:
    post(api, amie, "merge", into=str(amy.uuid), reason="one")
    post(api, amy, "merge", into=str(bo.uuid), reason="one")
    assert api.get(f"{PATIENTS}{amie.uuid}/").headers["Location"].endswith(f"{bo.uuid}/")


def test_the_records_that_were_merged_into_a_patient_are_listed(api: Api, amy: Patient, amie: Patient) -> None:
    post(api, amie, "merge", into=str(amy.uuid), reason="one")
    listed = api.get(f"{PATIENTS}?merged_into={amy.uuid}").json()["results"]
    assert [one["id"] for one in listed] == [str(amie.uuid)]
    assert [one["id"] for one in api.get(PATIENTS).json()["results"]] == [str(amy.uuid)]


def test_what_was_moved_is_heard_of_by_software_that_keeps_in_step(api: Api, amy: Patient, amie: Patient) -> None:
    before = api.get("/api/v1/sessions/").json()["results"]
    post(api, amie, "merge", into=str(amy.uuid), reason="one")
    after = api.get("/api/v1/sessions/").json()["results"]
    assert {one["patient"] for one in after} == {str(amy.uuid)}
    assert [one["version"] for one in after] == [one["version"] + 1 for one in before]


def test_separating_gives_both_their_addresses_back(api: Api, amy: Patient, amie: Patient) -> None:
    post(api, amie, "merge", into=str(amy.uuid), reason="one")
    answer = post(api, amie, "unmerge")
    assert (answer.status_code, answer.json()["merged_into"]) == (200, None)
    assert api.get(f"{PATIENTS}{amie.uuid}/").status_code == 200
    assert post(api, amie, "unmerge").status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"reason": "one"}, "/into"),
        ({"into": "11111111-1111-4111-8111-111111111111", "reason": "one"}, "/into"),
        ({"reason": ""}, "/reason"),
        ({"reason": "one", "take": ["record_number"]}, "/take/0"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_at_its_place(
    api: Api, amy: Patient, bo: Patient, body: dict[str, Any], pointer: str
) -> None:
    given = body if pointer == "/into" else {"into": str(amy.uuid), **body}
    answer = post(api, bo, "merge", **given)
    assert answer.status_code == 400
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not Merge.objects.exists()


def test_a_merge_is_made_once_however_often_it_is_sent(api: Api, amy: Patient, amie: Patient) -> None:
    path, body = f"{PATIENTS}{amie.uuid}/merge/", {"into": str(amy.uuid), "reason": "one"}
    first, again = (api.post(path, body, Idempotency_Key="m1") for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_nothing_new_is_written_for_a_merged_record(api: Api, amy: Patient, amie: Patient) -> None:
    tag = api.get(f"{PATIENTS}{amie.uuid}/").headers["ETag"]
    post(api, amie, "merge", into=str(amy.uuid), reason="one")
    new = api.post("/api/v1/episodes/", {"patient": str(amie.uuid), "region": "knee", "side": "left"})
    assert (new.status_code, new.json()["errors"][0]["code"]) == (400, "merged")
    changed = api.patch(f"{PATIENTS}{amie.uuid}/", {"given_name": "A"}, If_Match=tag.replace('"1-', '"2-'))
    assert (changed.status_code, changed.json()["errors"][0]["code"]) == (409, "merged")
