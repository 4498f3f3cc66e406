"""The OpenAPI description: what DRF cannot know about errors, headers, warnings and strictness."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

PROBLEM = {
    "type": "object",
    "description": "An error as RFC 9457 describes it. Each entry of errors points at one place in the input.",
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
WARNINGS = {
    "type": "object",
    "description": "What is unusual about the new record, although it was accepted.",
    "required": ["warnings"],
    "properties": {
        "warnings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "patient": {"type": "string", "format": "uuid"},
                },
            },
        }
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
OF_WRITING = {
    409: "Clash",
    412: "Changed meanwhile",
    413: "Body too large",
    415: "Not JSON",
    422: "Idempotency-Key used for another request",
}
OF_CHANGING = {428: "If-Match missing"}
UNCHANGED = {304: "Not changed since the If-None-Match"}


def header(name: str, *statuses: int, required: bool = False) -> OpenApiParameter:
    """A header of the request, or with statuses one of those answers."""
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, response=list(statuses) or False)


EVERYWHERE = [header("WWW-Authenticate", 401), header("Retry-After", 429, 503)]
OF_LISTS = [header("Link", 200)]
OF_TAGGED = [header("If-None-Match"), header("ETag", 200, 304)]
OF_WRITES = {
    "POST": [
        header("Idempotency-Key"),
        header("If-Match"),
        header("Idempotent-Replayed", 200, 201, 202),
        header("Location", 201, 202),
        header("ETag", 200, 201, 202),
    ],
    "PUT": [header("Idempotency-Key"), header("Idempotent-Replayed", 200, 201), header("ETag", 200, 201)],
    "PATCH": [header("If-Match", required=True), header("ETag", 200)],
}


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing: the components that answers share, and that a request body holds nothing unknown."""
    components = result["components"].setdefault("schemas", {})
    for name, component in components.items():
        if name.endswith("Request") and component.get("type") == "object":
            component["additionalProperties"] = False
    components |= {"Problem": PROBLEM, "Warnings": WARNINGS}
    return result


class ProblemAutoSchema(AutoSchema):
    """Adds the errors of each operation, its headers, and the warnings of what is created."""

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for shown in bodies.get("201", {}).get("content", {}).values():
            shown["schema"] = {"allOf": [shown["schema"], {"$ref": "#/components/schemas/Warnings"}]}
        for status, words in self._errors().items():
            bodies.setdefault(str(status), {"description": words, "content": _PROBLEM_CONTENT})
        if self._is_tagged():
            bodies |= {str(status): {"description": words} for status, words in UNCHANGED.items()}
        return bodies

    def _errors(self) -> dict[int, str]:
        errors = dict(ALWAYS)
        if "{" in self.path:
            errors |= OF_ONE
        if self.method != "GET":
            errors |= OF_WRITING
        if self.method == "PATCH":
            errors |= OF_CHANGING
        return errors

    def _is_tagged(self) -> bool:
        """Whether the operation answers with an ETag that If-None-Match may name."""
        return self.method == "GET" and self.view.action in getattr(self.view, "tagged", ())

    def get_override_parameters(self) -> list[Any]:
        added = [*EVERYWHERE, *OF_WRITES.get(self.method, ())]
        if self._is_list_view():
            added += OF_LISTS
        if self._is_tagged():
            added += OF_TAGGED
        return [*super().get_override_parameters(), *added]


_PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
