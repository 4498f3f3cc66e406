"""Null in a field that has a default: "not given" when creating, refused when changing."""

from typing import Any

import pytest

from clinic.practice.models import Clinic
from tests.builders import make_patient
from tests.conftest import Api

AT = "2026-03-02T09:30:00+08:00"
TILT = {"measure": "pelvic_obliquity", "side": "none", "method": "palm", "readings": [3]}
NECK = {"region": "neck", "side": "none", "intensity": 3}
MEASURED = dict.fromkeys(["unit", "posture", "confirm_unusual"])
RATED = dict.fromkeys(["recall", "context"])
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("patients/", {"family_name": "Lee", "given_name": "Bo"}, dict.fromkeys(["sex", "status", "alerts"])),
    (
        "episodes/",
        {"region": "low_back"},
        dict.fromkeys(["cause", "opened_at", "diagnoses", "red_flags"]),
    ),
    ("pain-ratings/", {**NECK, "taken_at": AT}, {**RATED, "timing": None}),
    (
        "assessments/",
        {"taken_at": AT, "measurements": [TILT], "pain": [NECK]},
        {"kind": None, "timing": None, "measurements": [TILT | MEASURED], "pain": [NECK | RATED]},
    ),
]
"""A path, the least that is recorded there, and the same with nulls."""


@pytest.mark.parametrize(("path", "least", "nulls"), CASES)
def test_null_leaves_a_new_record_to_its_defaults(
    api: Api, clinic: Clinic, path: str, least: dict[str, Any], nulls: dict[str, Any]
) -> None:
    made = []
    for body in (least, least | nulls):
        of_patient = {} if path == "patients/" else {"patient": str(make_patient(clinic).uuid)}
        answer = api.post(f"/api/v1/{path}", {**body, **of_patient})
        assert answer.status_code == 201, answer.content
        made.append(answer.json())
    without, with_nulls = made
    for name in nulls.keys() - {"measurements", "pain"}:
        assert with_nulls[name] == without[name] is not None, name
    for measured, same in zip(without.get("measurements", []), with_nulls.get("measurements", []), strict=True):
        assert {**same, "id": None} == {**measured, "id": None}


def test_a_change_to_null_is_refused_where_there_is_no_not_known(api: Api, clinic: Clinic) -> None:
    path = f"/api/v1/patients/{make_patient(clinic).uuid}/"
    answer = api.patch(path, {"sex": None}, If_Match=api.get(path).headers["ETag"])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/sex")


def test_null_in_a_field_that_must_be_given_is_refused(api: Api) -> None:
    answer = api.post("/api/v1/patients/", {"family_name": None, "given_name": "Bo"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/family_name")
