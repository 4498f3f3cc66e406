"""What may stand behind the question mark of a list: everything else is refused by name, never ignored."""

import base64
import json
from typing import Any

import pytest

from clinic.practice.models import Clinic
from tests.builders import make_patient
from tests.conftest import Api

LISTS = {
    "patients/": "family_name",
    "consents/": "given_at",
    "contacts/": "name",
    "episodes/": "opened_at",
    "events/": "on",
    "assessments/": "taken_at",
    "pain-ratings/": "taken_at",
    "questionnaire-scores/": "taken_on",
    "plans/": "created_at",
    "sessions/": "starts_at",
    "reports/": "created_at",
    "staff/": "display_name",
    "rooms/": "name",
    "techniques/": "name",
    "exercises/": "name",
    "appointment-types/": "name",
    "measures/": None,
    "pain-regions/": None,
}
"""Every list, with a field that it can be ordered by."""


def refusal(api: Api, path: str) -> tuple[str, str]:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == 400, answer.content
    error = answer.json()["errors"][0]
    assert error["detail"]
    return error["pointer"], error["code"]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_refuses_what_it_does_not_know(api: Api, path: str) -> None:
    assert refusal(api, f"{path}?shoe_size=42") == ("?shoe_size", "unknown_filter")
    for size in ("0", "201", "-1", "abc", "1.5", "9" * 5000, "%D9%A3%00"):
        assert refusal(api, f"{path}?page_size={size}") == ("?page_size", "page_size"), size
    assert refusal(api, f"{path}?page_size=") == ("?page_size", "empty")
    assert refusal(api, f"{path}?page_size=1&page_size=2") == ("?page_size", "repeated")
    assert refusal(api, f"{path}?cursor=nonsense") == ("?cursor", "cursor")


@pytest.mark.parametrize("path", [path for path, field in LISTS.items() if field])
def test_every_list_is_ordered_by_what_it_offers_and_by_nothing_else(api: Api, path: str) -> None:
    for sign in ("", "-"):
        assert api.get(f"/api/v1/{path}?ordering={sign}{LISTS[path]}").status_code == 200
    for field in ("clinic__name", "--updated_at", "?", "clinic", "pk;drop"):
        assert refusal(api, f"{path}?ordering={field}") == ("?ordering", "unknown_ordering")


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


NOBODY = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    "given",
    [
        "%00",
        "é",
        cursor(),
        cursor("a"),
        cursor("a", NOBODY, "yes"),
        cursor(None, NOBODY, False),
        cursor({"a": 1}, NOBODY, False),
        cursor("a", "not an id", False),
        cursor("a", 7, False),
        cursor("\x00", NOBODY, False),
        cursor("2026-03-02T09:30:00 nonsense", NOBODY, False),
        cursor("2026-03-02T09:30:00.000000", NOBODY, False),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
    ],
)
@pytest.mark.parametrize("ordering", ["created_at", "family_name"])
def test_a_cursor_that_nobody_gave_out(api: Api, given: str, ordering: str) -> None:
    answer = api.get(f"/api/v1/patients/?ordering={ordering}&cursor={given}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert answer.json()["errors"][0]["code"] == "cursor"


def test_a_cursor_of_another_ordering(api: Api) -> None:
    for ordering, value in (("created_at", "Wong"), ("created_at", 7)):
        given = cursor(value, NOBODY, False)
        assert refusal(api, f"patients/?ordering={ordering}&cursor={given}") == ("?cursor", "cursor")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("birth_date=yesterday", "?birth_date"),
        ("birth_date__gte=2026-13-01", "?birth_date__gte"),
        ("sex=robot", "?sex"),
        ("status=lost", "?status"),
        ("created_at__lt=2026-03-02T09", "?created_at__lt"),
        ("created_at__lt=2026-03-02", "?created_at__lt"),
        ("updated_since=2026-03-02T09:30:00", "?updated_since"),
        ("updated_since=last%20week", "?updated_since"),
        ("family_name=%00", "?family_name"),
        ("search=%00", "?search"),
        ("identifier=a%00", "?identifier"),
        ("search=", "?search"),
    ],
)
def test_a_filter_with_a_value_that_it_does_not_take(api: Api, query: str, pointer: str) -> None:
    assert refusal(api, f"patients/?{query}")[0] == pointer


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("episodes/?patient=5", "“5” is not an id."),
        ("patients/?birth_date=yesterday", "“yesterday” is not a day; write it like 2026-03-02."),
        (
            "patients/?updated_since=last-week-noon%2B",
            "“last-week-noon+” is not a time; write it like 2026-03-02T09:30:00+08:00.",
        ),
        ("patients/?sex=robot", "“robot” is none of the values that there are: female, male, other, unknown."),
    ],
)
def test_what_a_filter_cannot_read_is_said_in_words(api: Api, path: str, sentence: str) -> None:
    assert api.get(f"/api/v1/{path}").json()["errors"][0]["detail"] == sentence


@pytest.mark.parametrize("path", ["contacts/", "episodes/", "sessions/", "assessments/", "reports/"])
def test_an_id_to_filter_by_is_an_id(api: Api, path: str) -> None:
    assert refusal(api, f"{path}?patient=5")[0] == "?patient"
    assert api.get(f"/api/v1/{path}?patient={NOBODY}").json()["results"] == []


def test_outside_a_list_the_query_is_empty(api: Api, clinic: Clinic) -> None:
    one = f"patients/{make_patient(clinic).uuid}/"
    for path in (one, f"{one}duplicates/", f"{one}timeline/", "measures/pelvic_obliquity/"):
        assert refusal(api, f"{path}?verbose=1") == ("?verbose", "unknown_filter")
    assert api.post("/api/v1/patients/?dry_run=1", {"family_name": "Lee", "given_name": "Bo"}).status_code == 400


def test_times_are_filtered_by_the_moment_whatever_the_offset(api: Api, clinic: Clinic) -> None:
    patient = make_patient(clinic)
    api.post("/api/v1/events/", {"patient": str(patient.uuid), "kind": "flare", "on": "2026-03-20"})
    assert len(api.get("/api/v1/events/?on__gte=2026-03-20&on__lt=2026-03-21").json()["results"]) == 1
    assert len(api.get("/api/v1/events/?updated_since=2026-01-01T00:00:00%2B08:00").json()["results"]) == 1
    assert api.get("/api/v1/events/?updated_since=2999-01-01T00:00:00Z").json()["results"] == []


@pytest.mark.parametrize("path", ["patients/?page_size=1", "measures/?page_size=1"])
def test_the_neighbours_of_a_page_are_in_its_header_too(api: Api, clinic: Clinic, path: str) -> None:
    for name in ("Chan", "Lee", "Wong"):
        make_patient(clinic, family_name=name)
    first = api.get(f"/api/v1/{path}")
    assert first.headers["Link"] == f'<{first.json()["next"]}>; rel="next"'
    second = api.get(first.json()["next"])
    links = f'<{second.json()["next"]}>; rel="next", <{second.json()["previous"]}>; rel="prev"'
    assert second.headers["Link"] == links
