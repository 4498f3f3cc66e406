"""One answer of each resource, as it was looked at and found right (tests/golden/api/).

After a change that is meant: ``UPDATE_GOLDEN=1 make test ARGS=tests/api/test_golden_answers.py``, and read the diff.
"""

import re
from itertools import count
from typing import Any

import pytest
from django.urls import resolve

from tests.api.world import World, make_world
from tests.builders import make_token
from tests.conftest import Api
from tests.golden import golden_json
from tests.permissions.routes import api_routes
from treatments.outcomes.api.reports import ReportWithResult

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
OF_TODAY = {"created_at", "updated_at", "cutoff", "started_at", "finished_at", "sha256"}
"""What differs from run to run."""
CODES = {"measures": "pelvic_obliquity", "pain-regions": "knee"}
RESOURCES = sorted({path.partition("/")[0] for _, path in api_routes()} - {"schema", "docs"})


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def api(world: World) -> Api:
    return Api(make_token(world.partner))


def path_of(kind: str, world: World) -> str:
    return f"/api/v1/{kind}/{CODES.get(kind) or world.ids[kind]}/"


class Names:
    """Ids by the order in which they are met."""

    def __init__(self) -> None:
        self.number = count(1)
        self.known: dict[str, str] = {}

    def settled(self, value: Any, key: str = "") -> Any:
        """The value without what differs from run to run."""
        if isinstance(value, dict):
            return {name: self.settled(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.settled(inner, key) for inner in value]
        if isinstance(value, str) and key in OF_TODAY:
            return "…"
        return ID.sub(self._name, value) if isinstance(value, str) else value

    def _name(self, found: re.Match[str]) -> str:
        return self.known.setdefault(found.group(), f"id-{next(self.number)}")


def test_one_record_of_each_resource(world: World, api: Api) -> None:
    for kind in RESOURCES:
        answer = api.get(path_of(kind, world))
        assert answer.status_code == 200, kind
        body = answer.json()
        if kind == "reports":
            body["version"] = "…"  # it counts the worker's signs of life
        golden_json(f"api/{kind}.json", Names().settled(body))


def test_an_answer_has_the_fields_of_its_serializer(world: World, api: Api) -> None:
    for kind in RESOURCES:
        path = path_of(kind, world)
        serializer_class = {"reports": ReportWithResult}.get(kind) or resolve(path).func.cls.serializer_class
        fields = {name for name, field in serializer_class().fields.items() if not field.write_only}
        assert set(api.get(path).json()) == fields, kind


def test_a_list_and_its_links(world: World, api: Api) -> None:
    answer = api.get("/api/v1/measures/?page_size=1")
    golden_json("api/list.json", {**answer.json(), "results": [one["code"] for one in answer.json()["results"]]})


def test_a_timeline(world: World, api: Api) -> None:
    entries = api.get(f"{path_of('patients', world)}timeline/").json()
    for entry in entries["results"]:
        if entry["kind"] == "report":
            entry["at"] = "…"
    entries["results"].sort(key=lambda entry: (entry["at"], entry["kind"]))  # at one moment, ids decide
    golden_json("api/timeline.json", Names().settled(entries))


def test_a_new_patient_with_warnings(world: World, api: Api) -> None:
    amy = {"family_name": "Wong", "given_name": "Amy", "birth_date": "1980-05-17"}
    golden_json("api/new-patient.json", Names().settled(api.post("/api/v1/patients/", amy).json()))


def test_a_refusal(world: World, api: Api) -> None:
    answer = api.post("/api/v1/patients/", {"family_name": 5, "shoe_size": 42, "version": 7})
    golden_json("api/refusal.json", Names().settled(answer.json()))


def test_a_clash(world: World, api: Api) -> None:
    session = api.get(path_of("sessions", world)).json()
    again = {name: session[name] for name in ("patient", "therapist", "starts_at", "ends_at")}
    golden_json("api/clash.json", Names().settled(api.post("/api/v1/sessions/", again).json()))
