"""The one clinic in which a person works at the moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from structlog.contextvars import get_contextvars

from clinic.common.caller import Caller
from clinic.practice.callers import caller_of_member
from clinic.practice.models import Membership, User

SESSION_KEY = "active_clinic"


class ActiveClinicMiddleware:
    """Gives a logged-in person's request its ``caller`` and shows times in the clinic's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        caller = active_caller(request)
        request.caller = caller  # type: ignore[attr-defined]
        if caller is None:
            return self.get_response(request)
        with timezone.override(caller.zone):
            return self.get_response(request)


def active_caller(request: HttpRequest) -> Caller | None:
    """The person's caller in the clinic they chose, or in their only or first one; None without a role."""
    if not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user)
    chosen = request.session.get(SESSION_KEY)
    member = next((m for m in memberships if str(m.clinic.uuid) == chosen), None) or next(iter(memberships), None)
    return caller_of_member(member, get_contextvars().get("request_id", "")) if member else None


def memberships_of(user: User) -> list[Membership]:
    """The person's active roles, by clinic name."""
    return list(Membership.objects.filter(user=user, active=True).select_related("clinic").order_by("clinic__name"))


def choose_clinic(request: HttpRequest, clinic_uuid: str) -> bool:
    """Make the clinic the active one of this session; False if the person has no role there."""
    if clinic_uuid not in {str(member.clinic.uuid) for member in memberships_of(request.user)}:  # type: ignore[arg-type]
        return False
    request.session[SESSION_KEY] = clinic_uuid
    return True
