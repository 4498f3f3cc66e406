"""The one clinic in which a person works at the moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from structlog.contextvars import get_contextvars

from clinic.practice.callers import caller_of_member
from clinic.practice.language import language_of
from clinic.practice.models import Membership, User

SESSION_KEY = "active_clinic"


class ActiveClinicMiddleware:
    """Gives a logged-in person's request its ``caller``; shows times in the clinic's zone, texts in their language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = active_membership(request)
        caller = caller_of_member(member, get_contextvars().get("request_id", "")) if member else None
        request.caller = caller  # type: ignore[attr-defined]
        if member is None or caller is None:
            return self.get_response(request)
        language = language_of(member)
        with timezone.override(caller.zone), translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def active_membership(request: HttpRequest) -> Membership | None:
    """The person's role in the clinic they chose, or in their only or first one; None without a role."""
    if not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user)
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if str(m.clinic.uuid) == chosen), None) or next(iter(memberships), None)


def memberships_of(user: User) -> list[Membership]:
    """The person's active roles, by clinic name."""
    active = Membership.objects.filter(user=user, active=True)
    return list(active.select_related("clinic", "user").order_by("clinic__name"))


def choose_clinic(request: HttpRequest, clinic_uuid: str) -> bool:
    """Make the clinic the active one of this session; False if the person has no role there."""
    if clinic_uuid not in {str(member.clinic.uuid) for member in memberships_of(request.user)}:  # type: ignore[arg-type]
        return False
    request.session[SESSION_KEY] = clinic_uuid
    return True
