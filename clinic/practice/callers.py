"""From a person, an API client or a command of the operator to a Caller."""

from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.practice.models import ApiClient, Clinic, Membership
from clinic.practice.roles import ROLE_PERMISSIONS, permissions_of_scopes


def caller_of_member(member: Membership, request_id: str = "") -> Caller:
    """What this member of staff may do in the member's clinic. Needs ``clinic`` joined."""
    return Caller(
        clinic_id=member.clinic_id,
        clinic_uuid=member.clinic.uuid,
        clinic_name=member.clinic.name,
        zone=member.clinic.zone,
        permissions=ROLE_PERMISSIONS.get(member.role, frozenset()) if member.active else frozenset(),
        name=member.display_name,
        uuid=member.uuid,
        membership_id=member.pk,
        user_id=member.user_id,
        request_id=request_id,
    )


def caller_of_client(client: ApiClient, scopes: list[str], request_id: str = "") -> Caller:
    """What this API client may do with a token of these scopes, never more than its own. Needs ``clinic`` joined."""
    granted = [scope for scope in scopes if scope in client.scopes]
    return Caller(
        clinic_id=client.clinic_id,
        clinic_uuid=client.clinic.uuid,
        clinic_name=client.clinic.name,
        zone=client.clinic.zone,
        permissions=permissions_of_scopes(granted) if client.active else frozenset(),
        name=_("API client %(name)s") % {"name": client.name},
        uuid=client.uuid,
        api_client_id=client.pk,
        request_id=request_id,
    )


def caller_of_command(clinic: Clinic, name: str, permissions: frozenset[str]) -> Caller:
    """What a management command may do in a clinic; the audit names the command, and its id is always the same."""
    return Caller(
        clinic_id=clinic.pk,
        clinic_uuid=clinic.uuid,
        clinic_name=clinic.name,
        zone=clinic.zone,
        permissions=permissions,
        name=_("Command %(name)s") % {"name": name},
        uuid=uuid5(NAMESPACE_URL, f"urn:plumbline:command:{name}"),
    )
