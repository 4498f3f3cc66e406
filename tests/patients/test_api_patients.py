"""Other software registers, finds and changes patients."""

from typing import Any
from urllib.parse import quote

from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from patients.models import Identifier, Patient
from patients.services.registering import add_identifier
from tests.builders import make_patient, make_token
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"
AMY: dict[str, Any] = {
    "family_name": "Chan",
    "given_name": "Tai Man",
    "second_script_name": "陳大文",
    "birth_date": "1980-05-17",
    "phone": "+852 2123 4567",
    "identifiers": [{"system": "referral-app", "value": "A-1"}],
}


def test_a_registered_patient_gets_a_number_and_a_location(api: Api) -> None:
    answer = api.post(PATIENTS, AMY)
    body = answer.json()
    assert answer.status_code == 201, body
    assert answer.headers["Location"].endswith(f"{PATIENTS}{body['id']}/")
    assert body["record_number"] == "P-00001"
    assert body["phone"] == "+85221234567"
    assert body["second_script_name"] == "陳大文"
    assert body["identifiers"] == AMY["identifiers"]
    assert body["preferred_name"] is None
    assert [warning["code"] for warning in body["warnings"]] == ["no_consent"]


def test_a_second_registration_of_the_same_person_is_accepted_with_a_warning(api: Api) -> None:
    first = api.post(PATIENTS, AMY).json()
    second = api.post(PATIENTS, {**AMY, "identifiers": []}).json()
    assert second["warnings"][0]["code"] == "likely_duplicate"
    assert second["warnings"][0]["patient"] == first["id"]


def test_an_unknown_field_is_refused_and_nothing_is_written(api: Api) -> None:
    answer = api.post(PATIENTS, {**AMY, "shoe_size": 42})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/shoe_size"
    assert answer.json()["errors"][0]["code"] == "unknown_field"
    assert not Patient.objects.exists()


def test_a_birth_date_in_the_future_is_refused(api: Api) -> None:
    answer = api.post(PATIENTS, {**AMY, "birth_date": "2999-01-01"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/birth_date")
    assert not Patient.objects.exists()


def test_malformed_json_is_refused(api: Api) -> None:
    answer = api.http.post(PATIENTS, b'{"family_name": ', content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "malformed_json")


def test_another_content_type_is_refused(api: Api) -> None:
    assert api.http.post(PATIENTS, {"family_name": "Chan"}).status_code == 415


def test_a_body_over_five_megabytes_is_refused(api: Api) -> None:
    assert api.post(PATIENTS, {**AMY, "address": "x" * (5 * 2**20)}).status_code == 413


def test_a_patient_is_changed_with_the_etag_that_was_read(api: Api, clinic: Clinic) -> None:
    patient = make_patient(clinic)
    read = api.get(f"{PATIENTS}{patient.uuid}/")
    changed = api.patch(f"{PATIENTS}{patient.uuid}/", {"given_name": "Amelia"}, If_Match=read.headers["ETag"])
    assert (changed.status_code, changed.json()["given_name"], changed.json()["version"]) == (
        200,
        "Amelia",
        2,
    )


def test_a_change_without_an_etag_is_refused(api: Api, clinic: Clinic) -> None:
    assert api.patch(f"{PATIENTS}{make_patient(clinic).uuid}/", {"given_name": "X"}).status_code == 428


def test_a_change_of_a_record_that_somebody_else_changed_is_refused(api: Api, clinic: Clinic) -> None:
    patient = make_patient(clinic)
    stale = api.get(f"{PATIENTS}{patient.uuid}/").headers["ETag"]
    api.patch(f"{PATIENTS}{patient.uuid}/", {"given_name": "First"}, If_Match=stale)
    assert api.patch(f"{PATIENTS}{patient.uuid}/", {"given_name": "Second"}, If_Match=stale).status_code == 412
    patient.refresh_from_db()
    assert patient.given_name == "First"


def test_another_clinics_patient_is_answered_like_one_that_does_not_exist(
    api: Api, clinic: Clinic, other_clinic: Clinic
) -> None:
    foreign = api.get(f"{PATIENTS}{make_patient(other_clinic).uuid}/")
    missing = api.get(f"{PATIENTS}11111111-1111-4111-8111-111111111111/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_the_same_key_and_body_create_once(api: Api) -> None:
    first = api.post(PATIENTS, AMY, Idempotency_Key="k1")
    again = api.post(PATIENTS, AMY, Idempotency_Key="k1")
    assert again.status_code == 201
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert Patient.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    api.post(PATIENTS, AMY, Idempotency_Key="k1")
    assert api.post(PATIENTS, {**AMY, "given_name": "Other"}, Idempotency_Key="k1").status_code == 422


def test_pages_follow_each_other_without_gap_or_repetition(api: Api, clinic: Clinic) -> None:
    names = sorted(f"Name{i:02}" for i in range(7))
    for name in names:
        make_patient(clinic, family_name=name)
    seen: list[str] = []
    url = f"{PATIENTS}?page_size=3"
    while url:
        page = api.get(url).json()
        seen += [patient["family_name"] for patient in page["results"]]
        last, url = page, page["next"]
    assert seen == names
    before = api.get(last["previous"]).json()
    assert [patient["family_name"] for patient in before["results"]] == names[3:6]
    first = api.get(before["previous"]).json()
    assert [patient["family_name"] for patient in first["results"]] == names[:3]
    assert first["previous"] is None


def test_a_name_that_is_spelt_like_a_moment_does_not_end_the_pages(api: Api, clinic: Clinic) -> None:
    names = ["Al-Rahman Tawfiq Ibrahim", "Wong"]  # the eleventh letter is a T, as in 2026-03-02T09:30
    for name in names:
        make_patient(clinic, family_name=name)
    first = api.get(f"{PATIENTS}?page_size=1").json()
    second = api.get(first["next"]).json()
    assert [page["results"][0]["family_name"] for page in (first, second)] == names


def test_a_search_forgives_accents_and_typing_errors(api: Api, clinic: Clinic) -> None:
    make_patient(clinic, family_name="Müller", given_name="Zoë")
    make_patient(clinic, family_name="Chan", second_script_name="陳大文")
    for text in ("muller", "zoe muler", "Müller"):
        found = api.get(f"{PATIENTS}?search={text}").json()["results"]
        assert [patient["family_name"] for patient in found] == ["Müller"], text
    assert api.get(f"{PATIENTS}?search=陳大文").json()["results"][0]["family_name"] == "Chan"


def test_an_unknown_filter_is_refused(api: Api) -> None:
    answer = api.get(f"{PATIENTS}?shoe_size=42")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_filter")


def test_without_a_token_nothing_is_shown(anonymous: Api, db: None) -> None:
    assert anonymous.get(PATIENTS).status_code == 401


def test_a_token_without_the_scope_is_refused(partner: Any) -> None:
    reader = Api(make_token(partner, scopes=["patients:read"]))
    assert reader.post(PATIENTS, AMY).status_code == 403
    assert not Patient.objects.exists()


def test_reading_leaves_an_audit_row_that_names_the_patients(api: Api, clinic: Clinic) -> None:
    patient = make_patient(clinic)
    api.get(PATIENTS)
    event = AuditEvent.objects.get(action="patient.listed")
    assert event.patients == [patient.uuid]


def test_a_path_that_does_not_exist_is_a_problem_document(api: Api) -> None:
    answer = api.get("/api/v1/nothing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_patient_is_upserted_by_another_systems_identifier(api: Api) -> None:
    path = f"{PATIENTS}by-identifier/lab/77/"
    made = api.put(path, {"family_name": "Lee", "given_name": "Ann"})
    changed = api.put(path, {"family_name": "Lee", "given_name": "Anna"})
    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json()["id"] == made.json()["id"]
    assert changed.json()["given_name"] == "Anna"


def test_a_number_that_is_added_tells_other_software_that_the_patient_changed(
    api: Api, clinic: Clinic, as_rosa: Caller
) -> None:
    amy = make_patient(clinic)
    now = quote(timezone.now().isoformat())
    assert api.get(f"{PATIENTS}?updated_since={now}").json()["results"] == []
    add_identifier(Identifier(patient=amy, system="lab", value="77"), by=as_rosa)
    (shown,) = api.get(f"{PATIENTS}?updated_since={now}").json()["results"]
    assert (shown["version"], shown["identifiers"]) == (2, [{"system": "lab", "value": "77"}])


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    api: Api, clinic: Clinic, django_assert_num_queries: Any
) -> None:
    for count in (1, 20):
        for _ in range(count):
            make_patient(clinic)
        with django_assert_num_queries(4):
            api.get(PATIENTS)
