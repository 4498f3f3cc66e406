"""The OpenAPI description, with the error answers that every operation shares."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "clashes_with": {"type": "string", "format": "uuid"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
ALWAYS = {
    400: "Invalid",
    401: "No valid credentials",
    403: "Not allowed",
    429: "Too many requests",
    503: "Try again",
}
OF_ONE = {404: "Not found"}
OF_WRITING = {409: "Clash", 413: "Body too large", 415: "Not JSON"}
OF_CREATING = {422: "Idempotency-Key used for another request"}
OF_CHANGING = {412: "Changed meanwhile", 428: "If-Match missing"}
HEADERS = {
    "POST": [OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)],
    "PATCH": [OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
}


def add_problem(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing: put the one problem component where every error answer refers to it."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    return result


class ProblemAutoSchema(AutoSchema):
    """Adds the error answers to each operation, and If-Match and Idempotency-Key where they are read."""

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, words in self._errors().items():
            bodies.setdefault(
                str(status),
                {
                    "description": words,
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
            )
        return bodies

    def _errors(self) -> dict[int, str]:
        errors = dict(ALWAYS)
        if "{" in self.path:
            errors |= OF_ONE
        if self.method in ("POST", "PATCH", "PUT"):
            errors |= OF_WRITING
        if self.method == "POST":
            errors |= OF_CREATING | {412: OF_CHANGING[412]}
        if self.method == "PATCH":
            errors |= OF_CHANGING
        return errors

    def get_override_parameters(self) -> list[Any]:
        return [*super().get_override_parameters(), *HEADERS.get(self.method, ())]
