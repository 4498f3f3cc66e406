"""The ground of every page of the admin: permissions from the caller, changes through services."""

from clinic.common.admin.asking import caller_of
from clinic.common.admin.service_admin import ServiceAdmin
from clinic.common.admin.service_form import ServiceForm

__all__ = ["ServiceAdmin", "ServiceForm", "caller_of"]
