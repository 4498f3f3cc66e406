"""Logs say what happened and where, and nothing about a patient."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from clinic.practice.models import ApiClient, Membership
from tests.builders import make_token
from tests.conftest import Api

CANARY = "Canary Chan"


class Lines:
    """What the product's own log handler writes."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def written(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    formats = structlog.stdlib.ProcessorFormatter
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, formats)]
    assert isinstance(handler, logging.StreamHandler)
    lines = Lines()
    before = handler.setStream(lines.stream)
    yield lines
    handler.setStream(before)


def broken_by(name: str) -> None:
    patient = name
    try:
        raise LookupError(f"Key (name)=({patient}) already exists.")
    except LookupError as error:
        raise ValueError(f"cannot store {patient}") from error


def test_an_error_is_told_by_its_types_and_places(lines: Lines) -> None:
    try:
        broken_by(CANARY)
    except ValueError:
        logging.getLogger("treatments").exception("report_failed")
    [line] = lines.written()
    assert line["event"] == "report_failed"
    assert "builtins.LookupError" in line["exception"]
    assert "builtins.ValueError" in line["exception"]
    assert "broken_by" in line["exception"]
    assert CANARY not in json.dumps(line)


def test_an_error_given_to_a_log_line_is_named_by_its_type(lines: Lines) -> None:
    logging.getLogger("celery").warning("connection lost: %s", ValueError(CANARY))
    [line] = lines.written()
    assert line["event"] == "connection lost: ValueError"


def test_what_celery_quotes_of_a_failed_task_is_left_out(lines: Lines) -> None:
    context = {"name": "outcomes.build_report", "exc": f"ValueError('{CANARY}')", "args": f"['{CANARY}']"}
    logging.getLogger("celery.app.trace").error("Task %(name)s raised %(exc)s with %(args)s", context)
    [line] = lines.written()
    assert line["event"] == "Task outcomes.build_report raised (left out) with (left out)"


def test_a_request_is_logged_without_what_was_searched_for(lines: Lines, client: Client) -> None:
    client.get("/health/live/", {"q": CANARY})
    written = lines.written()
    assert {line["request"] for line in written} == {"GET /health/live/"}
    assert "Canary" not in json.dumps(written)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["/", "", "/more/"])
def test_a_request_is_logged_without_the_number_that_another_system_knows_a_patient_by(
    lines: Lines, client: Client, ending: str
) -> None:
    """Also not in the lines that Django writes about a request that it refused."""
    client.put(f"/api/v1/patients/by-identifier/hospital/{CANARY}{ending}")
    written = lines.written()
    assert {line["request"] for line in written if "request" in line} == {
        "PUT /api/v1/patients/by-identifier/(left out)"
    }
    assert "Canary" not in json.dumps(written)


def test_the_products_own_log_lines_carry_the_requests_id(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("treatments").warning("doorbell_unheard", error="OperationalError")
    [line] = lines.written()
    assert (line["event"], line["request_id"], line["level"]) == ("doorbell_unheard", "r-1", "warning")


def test_a_line_names_who_asked_so_that_a_person_and_a_client_are_not_mistaken(
    lines: Lines, partner: ApiClient, theo: Membership
) -> None:
    Api(make_token(partner)).get("/api/v1/rooms/")
    browser = Client()
    browser.force_login(theo.user)
    browser.get("/api/v1/rooms/")
    named = {line.get("user_id") for line in lines.written() if line["event"] == "request_finished"}
    assert named == {str(partner.uuid), str(theo.user.uuid)}
