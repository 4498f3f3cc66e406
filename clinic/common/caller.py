"""Who asks: the one thing that every queryset, service and throttle is given instead of a request."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.common.errors import PermissionMissing


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or an API client acting inside one clinic.

    ``membership_id`` and ``user_id`` are None for an API client, ``api_client_id`` is None for a person.
    ``permissions`` are the codes of ``clinic.practice.roles``; what is not in it is refused.
    """

    clinic_id: int
    clinic_uuid: UUID
    clinic_name: str
    zone: ZoneInfo
    permissions: frozenset[str]
    name: str
    uuid: UUID
    membership_id: int | None = None
    user_id: int | None = None
    api_client_id: int | None = None
    request_id: str = ""

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise PermissionMissing unless the caller holds the permission."""
        if permission not in self.permissions:
            raise PermissionMissing(permission)

    def today(self) -> dt.date:
        """The date on the clinic's wall."""
        return timezone.now().astimezone(self.zone).date()
