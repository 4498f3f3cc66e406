"""Requests that are wrong before anybody looks at the record: each gets a problem document, and writes nothing."""

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Patient
from tests.api.unchanged import nothing_written
from tests.builders import make_patient, make_token
from tests.conftest import Api

PATIENTS = "/api/v1/patients/"
LEE = b'"family_name": "Lee", "given_name": "Bo"'


def send(api: Api, body: bytes, content_type: str = "application/json") -> Any:
    with nothing_written():
        answer = api.http.post(PATIENTS, body, content_type=content_type)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["instance"] == PATIENTS
    return answer


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"family_name": ', "malformed_json"),
        (b"", "required"),
        (b"[]", "invalid"),
        (b'"Lee"', "invalid"),
        (b"null", "null"),
        (b'{"family_name": "\xff"}', "malformed_json"),
        (b'{"family_name": "\\ud800"}', "malformed_json"),
        (b"{%s}" % LEE.replace(b"Bo", b"B\\u0000o"), "null_character"),
        (b'{%s, "\\u0000": 1}' % LEE, "null_character"),
        (b'{%s, "sitting_hours_per_day": NaN}' % LEE, "malformed_json"),
        (b'{%s, "sitting_hours_per_day": Infinity}' % LEE, "malformed_json"),
        (b'{%s, "sitting_hours_per_day": 1e999}' % LEE, "malformed_json"),
        (b'{%s, "sitting_hours_per_day": "8"}' % LEE, "invalid"),
        (b'{%s, "sitting_hours_per_day": true}' % LEE, "invalid"),
        (b'{%s, "birth_year": 123456789012345678901234567890}' % LEE, "invalid"),
        (b'{%s, "birth_year": %s}' % (LEE, b"9" * 5000), "malformed_json"),
        (b'{%s, "family_name": "Chan"}' % LEE, "repeated_name"),
        (b'{%s, "alerts": %s1%s}' % (LEE, b"[" * 30, b"]" * 30), "too_deep"),
        (b'{%s, "alerts": %s1%s}' % (LEE, b"[" * 100_000, b"]" * 100_000), "malformed_json"),
        (b'{"family_name": 5, "given_name": "Bo"}', "invalid"),
        (b'{"family_name": "", "given_name": "Bo"}', "blank"),
        (b'{"family_name": null, "given_name": "Bo"}', "null"),
        (b'{%s, "shoe_size": 42}' % LEE, "unknown_field"),
        (b'{%s, "clinic": 1}' % LEE, "unknown_field"),
        (b'{%s, "id": "11111111-1111-4111-8111-111111111111"}' % LEE, "read_only_field"),
    ],
)
def test_a_body_that_cannot_be_taken(api: Api, body: bytes, code: str) -> None:
    answer = send(api, body)
    assert (answer.status_code, code) == (400, answer.json()["errors"][0]["code"]), answer.content


@pytest.mark.parametrize(
    ("body", "pointer", "sentence"),
    [
        (b"[]", "", "An object with names and values is needed here."),
        (b'{%s, "alerts": "implant"}' % LEE, "/alerts", "A list is needed here: […]."),
        (b'{%s, "identifiers": {}}' % LEE, "/identifiers", "A list is needed here: […]."),
        (
            b'{%s, "identifiers": [5]}' % LEE,
            "/identifiers/0",
            "An object with names and values is needed here.",
        ),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_in_words(api: Api, body: bytes, pointer: str, sentence: str) -> None:
    assert (pointer, sentence) in [(error["pointer"], error["detail"]) for error in send(api, body).json()["errors"]]


def test_a_pointer_is_written_as_its_standard_says(api: Api) -> None:
    errors = send(api, b'{"a/b~c": 1}').json()["errors"]
    assert "/a~1b~0c" in [error["pointer"] for error in errors]


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html", ""],
)
def test_a_body_that_is_no_json(api: Api, content_type: str) -> None:
    answer = send(api, b"{%s}" % LEE, content_type)
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_token_that_has_expired(partner: ApiClient) -> None:
    late = Api(make_token(partner, valid_for=-1))
    answer = send(late, b"{%s}" % LEE)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert "expired" in answer.json()["detail"]


def test_a_body_over_five_megabytes(api: Api) -> None:
    answer = send(api, b'{%s, "address": "%s"}' % (LEE, b"x" * (5 * 2**20)))
    assert answer.status_code == 413
    assert "5 MB" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "patients",
        "patients/not-an-id/",
        "patients/11111111-1111-4111-8111-111111111111",
        "measures/shoe_size/",
        "reports/11111111-1111-4111-8111-111111111111/charts/..%2f..%2fetc",
        "reports/11111111-1111-4111-8111-111111111111/a%00b.svg",
        "",
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_a_path_that_is_not_there(api: Api, path: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        answer = api.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert "11111111" not in answer.content.decode()


def test_a_path_without_its_last_slash_is_told_of_it(api: Api) -> None:
    assert "ends with a slash" in api.get("/api/v1/patients").json()["detail"]
    assert "slash" not in api.get("/api/v1/nothing/").json()["detail"]


def test_a_scope_that_is_missing_is_named(partner: ApiClient, rosa: Membership) -> None:
    reader = Api(make_token(partner, scopes=["patients:read"]))
    answer = send(reader, b"{%s}" % LEE)
    assert answer.status_code == 403
    assert "needs the scope patients:write." in answer.json()["detail"]
    any_of = Api(make_token(partner, scopes=["reports:read"])).get("/api/v1/rooms/").json()["detail"]
    assert "needs the scope patients:read, assessments:read or treatments:read." in any_of


def test_only_what_can_be_pointed_at_has_errors(api: Api, anonymous: Api) -> None:
    for answer in (anonymous.get(PATIENTS), api.get("/api/v1/nothing/"), api.delete(PATIENTS)):
        assert answer.json()["detail"]
        assert "errors" not in answer.json()


def test_a_path_with_the_null_character_changes_nothing(api: Api) -> None:
    with nothing_written():
        answer = api.put(f"{PATIENTS}by-identifier/lab/a%00b/", {"family_name": "Lee", "given_name": "Bo"})
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["delete", "options", "put", "trace"])
def test_a_method_that_is_not_there_is_said_before_anybody_is_asked_who_they_are(
    method: str, api: Api, anonymous: Api, clinic: Clinic
) -> None:
    path = f"{PATIENTS}{make_patient(clinic).uuid}/"
    for caller in (api, anonymous):
        with nothing_written():
            answer = getattr(caller.http, method)(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
        assert answer.headers["Allow"] == "GET, PATCH, HEAD"


def test_head_is_answered_as_get_without_the_body(api: Api, clinic: Clinic) -> None:
    path = f"{PATIENTS}{make_patient(clinic).uuid}/"
    head, get = api.http.head(path), api.get(path)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", get.headers["ETag"])


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/xml;q=0.9", "nonsense"])
def test_the_answer_is_json_whatever_is_asked_for(api: Api, accept: str) -> None:
    assert api.get(PATIENTS, Accept=accept).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("etag", ['"7-00000000"', '"1"', "1", "*", 'W/"1-00000000"', '"99999999999999-00000000"', ""])
def test_an_etag_that_is_not_the_records(api: Api, clinic: Clinic, etag: str) -> None:
    path = f"{PATIENTS}{make_patient(clinic).uuid}/"
    with nothing_written():
        answer = api.patch(path, {"given_name": "Bo"}, **{"If-Match": etag})
    assert (answer.status_code, answer.headers["Content-Type"]) == (412, "application/problem+json")
    sentence = "changed by someone else" if etag == '"7-00000000"' else f"If-Match is “{etag}”, which is no ETag"
    assert sentence in answer.json()["detail"]


def test_a_change_without_an_etag(api: Api, clinic: Clinic) -> None:
    path = f"{PATIENTS}{make_patient(clinic).uuid}/"
    with nothing_written():
        answer = api.patch(path, {"given_name": "Bo"})
    assert answer.status_code == 428


def test_what_the_caller_already_has_is_not_sent_again(api: Api, clinic: Clinic) -> None:
    path = f"{PATIENTS}{make_patient(clinic).uuid}/"
    etag = api.get(path).headers["ETag"]
    again = api.get(path, **{"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    api.patch(path, {"given_name": "Bo"}, **{"If-Match": etag})
    assert api.get(path, **{"If-None-Match": etag}).status_code == 200


def test_staff_in_a_browser_need_the_csrf_token_to_write(rosa: Membership) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rosa.user)
    body = json.dumps({"family_name": "Lee", "given_name": "Bo"})
    with nothing_written():
        refused = browser.post(PATIENTS, body, content_type="application/json")
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "application/problem+json")
    assert "X-CSRFToken" in refused.json()["detail"], "it is not the role that is missing"
    browser.cookies["csrftoken"] = "t" * 32
    made = browser.post(PATIENTS, body, content_type="application/json", headers={"X-CSRFToken": "t" * 32})
    assert made.status_code == 201


def test_an_error_on_our_side_tells_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("Amy Wong, born 1980")

    monkeypatch.setattr("patients.api.patients.register_patient", broken)
    with nothing_written():
        answer = api.post(PATIENTS, {"family_name": "Wong", "given_name": "Amy"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "Amy" not in answer.content.decode()


def test_what_was_searched_for_is_not_logged(
    api: Api, clinic: Clinic, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    make_patient(clinic, family_name="Xylander")
    for query in ("search=Xylander", "surname=Xylander", "page_size=Xylander"):
        api.get(f"{PATIENTS}?{query}")
    api.get("/api/v1/patients?search=Xylander")
    written = caplog.text + "".join(capfd.readouterr())
    assert "/api/v1/patients/" in written
    assert "Xylander" not in written


def test_the_documentation_loads_nothing_from_elsewhere(anonymous: Api, db: None) -> None:
    page = anonymous.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "http://" not in page.content.decode().replace("http://testserver", "")
    assert "https://" not in page.content.decode()
    assert Patient.objects.count() == 0


def test_while_the_database_does_not_answer_the_caller_is_told_to_come_back(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: Any) -> None:
        raise OperationalError("connection to server at 10.0.0.5 failed")

    monkeypatch.setattr("clinic.common.api.representation.Representation.objects", gone)
    answer = api.get(PATIENTS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert "10.0.0.5" not in answer.content.decode()
