"""Rooms that sessions are booked into."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import InUse
from clinic.practice.models import Room
from clinic.practice.services.lists import add_entry, change_entry


@admin.register(Room)
class RoomAdmin(ServiceAdmin):
    permission_to_view = "practice.change"
    permission_to_add = "practice.change"
    permission_to_change = "practice.change"
    adds = staticmethod(add_entry)
    changes = staticmethod(change_entry)

    list_display = ("name", "allows_overlap", "active")
    list_filter = (InUse,)
    search_fields = ("name",)
    search_help_text = _("Name of the room")
    ordering = ("name",)
    fields = ("name", "allows_overlap", "active")

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.filter(active=True)
