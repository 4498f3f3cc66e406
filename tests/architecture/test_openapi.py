"""The committed description of the API is the one that the code gives, and it is complete."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from tests.permissions.routes import api_routes

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
NOT_DESCRIBED = {("GET", "schema/"), ("GET", "docs/")}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("api") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    return file.read_text()


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(COMMITTED.read_text(), yaml.CSafeLoader)
    return document


def test_the_committed_description_is_current(generated: str) -> None:
    assert generated == COMMITTED.read_text(), (
        "write it: scripts/bootstrap.py manage spectacular --file docs/openapi.yaml"
    )


def test_every_route_is_described(described: dict[str, Any]) -> None:
    def plain(path: str) -> str:
        return path.replace("<", "{").replace(">", "}").replace("uuid:", "").replace("str:", "").replace("slug:", "")

    routes = {(method, plain(path).replace("path:", "")) for method, path in api_routes()} - NOT_DESCRIBED
    operations = {
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, methods in described["paths"].items()
        for method in methods
    }
    assert operations == routes


def test_every_operation_says_who_may_call_it_and_how_it_can_fail(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            answers = set(operation["responses"])
            assert operation["security"] == [{"oauth2": []}, {"session": []}], path
            assert {"400", "401", "403", "429", "503"} <= answers, path
            assert ("404" in answers) == ("{" in path), path
            assert ({"409", "413", "415", "422"} <= answers) == (method != "get"), path
            assert ({"412", "428"} <= answers) == (method == "patch"), path


def test_a_body_that_is_described_has_no_room_for_anything_else(described: dict[str, Any]) -> None:
    bodies = {name: one for name, one in described["components"]["schemas"].items() if name.endswith("Request")}
    assert len(bodies) > 10
    assert all(one["additionalProperties"] is False for one in bodies.values())


def test_an_answer_with_an_etag_can_be_answered_with_304(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        answers = methods.get("get", {}).get("responses", {})
        tagged = "ETag" in answers.get("200", {}).get("headers", {})
        assert tagged == ("304" in answers), path
