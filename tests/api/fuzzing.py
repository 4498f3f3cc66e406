"""Requests that the API's own description allows, and some that it forbids, sent to every operation.

Half of the requests are of the described form, half break it somewhere. Three in four are aimed: their ids are
those of records that exist, so that the request gets past "not found".
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import schemathesis
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.checks import FailureGroup, load_all_checks, negative_data_rejection, not_a_server_error
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.world import World

load_all_checks()


def ill_formed_is_refused(context: CheckContext, response: Response, case: Case) -> bool | None:
    """A query or body that breaks the description is refused; with which of the described errors does not matter.

    Headers and cookies are left out: every text is one that a header may have, and cookies belong to browsers.
    """
    parts = case.meta.components.items() if case.meta else ()
    broken = {location for location, part in parts if part.mode is GenerationMode.NEGATIVE}
    if isinstance(case.body, NotSet):
        broken.discard(ParameterLocation.BODY)
    if response.status_code < 400 and broken & {ParameterLocation.QUERY, ParameterLocation.BODY}:
        return negative_data_rejection(context, response, case)
    return None


CHECKS = [
    ill_formed_is_refused,
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
RESOURCES = {
    "patient": "patients",
    "episode": "episodes",
    "plan": "plans",
    "therapist": "staff",
    "rater": "staff",
    "room": "rooms",
    "appointment_type": "appointment-types",
    "exercise": "exercises",
    "exercises": "exercises",
}
"""The fields of a body that refer to a record, with the resource that holds it."""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The product as WSGI, but as the test client calls it: the test's own transaction stays open."""
    response = ClientHandler()(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.headers.items()))
    return [response.content]


@dataclass
class Run:
    """How often each operation and each status was met."""

    operations: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)

    def __str__(self) -> str:
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return f"{self.operations.total()} cases, {len(self.operations)} operations; {statuses}"


def fuzz(world: World, token: str, examples: int, seed: int, *, path: str = "") -> Run:
    """Send ``examples`` well-formed and as many ill-formed requests to every operation; raises what is found.

    ``path`` keeps to the operations whose path begins with it.
    """
    run, failures = Run(), []
    for found in description().get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(f"/api/v1/{path}"):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            attempt = sender(world, token, run, operation.as_strategy(generation_mode=mode))
            try:
                seeded(seed)(examples_of(examples)(attempt))()
            except FailureGroup as found_here:
                failures.append(found_here)
            except Unsatisfiable:
                continue  # nothing about this operation can be ill-formed
    if failures:
        raise BaseExceptionGroup(str(run), failures)
    return run


@cache
def description() -> BaseSchema:
    """What the product says of its API; the same throughout a run."""
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


def examples_of(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def sender(world: World, token: str, run: Run, cases: Any) -> Callable[[], None]:
    @given(case=cases, aimed=st.sampled_from([True, True, True, False]))
    def send(case: Case, aimed: bool) -> None:
        if aimed:
            aim(case, world)
        with transaction.atomic():
            response = case.call(headers={**(case.headers or {}), "Authorization": f"Bearer {token}"})
            transaction.set_rollback(True)
        run.operations[case.operation.label] += 1
        run.statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    return send


def aim(case: Case, world: World) -> None:
    """Put the ids of records that exist where the request names records."""
    kind = case.path.removeprefix("/api/v1/").partition("/")[0]
    if "uuid" in (case.path_parameters or {}):
        case.path_parameters["uuid"] = str(world.ids[kind])
    if case.method == "PATCH":
        case.headers["If-Match"] = '"1-00000000"'
    case.body = aimed(case.body, world)


def aimed(body: Any, world: World) -> Any:
    if isinstance(body, list):
        return [aimed(item, world) for item in body]
    if not isinstance(body, dict):
        return body
    return {name: _known(name, value, world) for name, value in body.items()}


def _known(name: str, value: Any, world: World) -> Any:
    if name in RESOURCES and isinstance(value, str):
        return str(world.ids[RESOURCES[name]])
    if name in RESOURCES and isinstance(value, list):
        return [str(world.ids[RESOURCES[name]]) for _ in value[:1]]
    return aimed(value, world)
