"""Every path and method that the product answers below /api/, read from the URL resolver itself."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

API = "api/v1/"
ANSWERED_ANYWAY = {"head", "options"}


def api_routes() -> list[tuple[str, str]]:
    """(method, path below /api/v1/) of everything there is."""
    found = [
        (method, path.removeprefix(API))
        for path, view in _patterns(get_resolver().url_patterns, "")
        if path.startswith("api/")
        for method in _methods(view)
    ]
    return sorted(found, key=lambda route: (route[1], route[0]))


def _patterns(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def _methods(view: Any) -> list[str]:
    """The methods of a viewset as it is routed, or those that a plain view has."""
    names = (
        view.actions if hasattr(view, "actions") else [n for n in view.cls.http_method_names if hasattr(view.cls, n)]
    )
    return sorted(name.upper() for name in names if name not in ANSWERED_ANYWAY)
