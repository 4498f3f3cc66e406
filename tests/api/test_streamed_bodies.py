"""Other software streams a body without telling its length first, and nothing of it is lost."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from django.test.client import ClientHandler

from clinic.measured_bodies import with_measured_bodies
from clinic.practice.models import ApiClient
from patients.models import Patient
from tests.api.unchanged import nothing_written
from tests.builders import make_token

LEE = {"family_name": "Lee", "given_name": "Bo"}
Answer = tuple[int, dict[str, Any]]


@pytest.fixture
def stream(partner: ApiClient) -> Any:
    """Send bytes to the list of patients as a server hands a chunked request on: without a length."""
    token, handler = make_token(partner), ClientHandler(enforce_csrf_checks=False)
    application = with_measured_bodies(lambda environ, start_response: handler(environ))

    def send(body: bytes) -> Answer:
        request = RequestFactory().post("/api/v1/patients/", content_type="application/json")
        environ = {name: value for name, value in request.META.items() if name != "CONTENT_LENGTH"}
        environ |= {"HTTP_AUTHORIZATION": f"Bearer {token.token}", "HTTP_TRANSFER_ENCODING": "chunked"}
        environ |= {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True}
        answer: Any = application(environ, lambda status, headers: None)
        return answer.status_code, json.loads(answer.content)

    return send


def test_a_streamed_registration_is_read(stream: Any) -> None:
    status, shown = stream(json.dumps(LEE).encode())
    assert (status, shown["family_name"]) == (201, "Lee")
    assert Patient.objects.get().given_name == "Bo"


def test_more_than_five_megabytes_are_too_large(stream: Any) -> None:
    with nothing_written():
        status, problem = stream(json.dumps({**LEE, "occupation": "x" * 6_000_000}).encode())
    assert (status, problem["title"]) == (413, "Request Entity Too Large")
