"""Who works in the clinic: taking people on, changing their role, giving them a new password."""

from collections.abc import Iterable

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Problem, Refused
from clinic.common.records import insert, problems_of, update
from clinic.practice.models import Membership, User
from clinic.practice.roles import Role

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for another when a password is read aloud."""


def employ(member: Membership, username: str, *, by: Caller) -> str:
    """Give a person a role in the clinic; returns the first password of a new login.

    Somebody who works in another clinic keeps their login and password; then "" is returned. Only who manages
    that clinic too may take them on: nobody is drawn into a clinic by a stranger. Raises Refused for an invalid
    user name, Clash if it is taken or the person already has a role here.
    """
    by.require("staff.change")
    password = ""
    with transaction.atomic():
        user = User.objects.filter(username=username).first()
        if user is not None:
            _refuse_a_stranger(user, by)
        else:
            _check_username(username)
            password = new_password()
            user = User.objects.create_user(username, password=password)
        member.clinic_id, member.user = by.clinic_id, user
        insert(member)
        record("staff.employed", member, by=by, kind="staff", detail={"role": member.role})
    return password


def change_member(member: Membership, fields: Iterable[str], *, by: Caller) -> Membership:
    """Store the named fields; raises Refused if the clinic were left without a manager, StaleRecord."""
    by.require("staff.change")
    names = list(fields)
    with transaction.atomic():
        _keep_a_manager(member, by)
        update(member, names)
        record("staff.changed", member, by=by, kind="staff", detail={"fields": names, "role": member.role})
    return member


def renew_password(member: Membership, *, by: Caller) -> str:
    """Give the person a new password and return it. It is stored only as a hash.

    Raises Clash for somebody who has a role in another clinic too: their login is not this clinic's alone.
    """
    by.require("staff.change")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=member.user_id)
        if user.memberships.exclude(clinic_id=by.clinic_id).exists():
            raise Clash("works_elsewhere", _("This person works in another clinic too and changes the password alone."))
        password = new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        record("staff.password_renewed", member, by=by, kind="staff")
    return password


def new_password() -> str:
    """Four groups of four letters and digits: 79 bits that can be read aloud."""
    return "-".join(get_random_string(4, LETTERS) for _group in range(4))


def _refuse_a_stranger(user: User, by: Caller) -> None:
    clinics = user.memberships.values("clinic")
    managed = Membership.objects.filter(user=by.user_id, active=True, role=Role.MANAGER, clinic__in=clinics)
    if not managed.exists():
        raise Clash("username_taken", _("This user name is taken; choose another."))


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise Refused(problems_of(error, "/username")) from error


def _keep_a_manager(member: Membership, by: Caller) -> None:
    if member.active and member.role == Role.MANAGER:
        return
    managers = Membership.objects.visible_to(by).filter(role=Role.MANAGER, active=True)
    # Locked in key order: two managers who demote one another at one moment must not both succeed.
    if any(other.pk != member.pk for other in managers.order_by("pk").select_for_update(of=("self",))):
        return
    sentence = _("The clinic would have no manager left; make somebody else manager first.")
    raise Refused([Problem("/role" if member.active else "/active", "last_manager", sentence)])
