"""Who asks for a page of the admin."""

from typing import cast

from django.http import HttpRequest

from clinic.common.caller import Caller


def caller_of(request: HttpRequest) -> Caller:
    """The person in their active clinic; the admin's door has let nobody else in."""
    return cast(Caller, request.caller)  # type: ignore[attr-defined]
