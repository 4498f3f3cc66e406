"""A view says which permission each of its actions needs; what is not said is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clinic.common.caller import Caller

if TYPE_CHECKING:  # REST framework loads this module before its views
    from rest_framework.views import APIView

ANY_CALLER = "any_caller"
"""The permission of what every authenticated caller may read, such as the catalogue of measures."""


class DeclaredPermission(BasePermission):
    """Asks the caller for the permission that the view declares for the action; raises PermissionMissing."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        action = getattr(view, "action", None)
        if action in (None, "metadata"):  # metadata is what the framework would do with OPTIONS
            raise MethodNotAllowed(str(request.method))
        caller = request.auth
        if not isinstance(caller, Caller):
            raise NotAuthenticated(_("Send a token as “Authorization: Bearer …”, or log in."))
        needed = view.permissions[action]  # type: ignore[attr-defined]
        if needed != ANY_CALLER:
            caller.require(needed)
        return True
