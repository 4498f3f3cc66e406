"""The clinic's techniques, home exercises and kinds of appointment."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from clinic.common.admin import ServiceAdmin
from clinic.common.admin.filters import InUse
from clinic.practice.services.lists import add_entry, change_entry
from treatments.models import AppointmentType, Exercise, Technique


class LibraryAdmin(ServiceAdmin):
    """An entry is read by those who treat and changed by the manager; what is no longer used is taken out of use."""

    permission_to_view = "treatments.view"
    permission_to_add = "practice.change"
    permission_to_change = "practice.change"
    adds = staticmethod(add_entry)
    changes = staticmethod(change_entry)
    search_fields = ("name",)
    search_help_text = _("Name")
    ordering = ("name",)

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.filter(active=True)


@admin.register(Technique)
class TechniqueAdmin(LibraryAdmin):
    list_display = ("name", "code", "active")
    list_filter = (InUse,)
    fields = ("name", "code", "active")
    prepopulated_fields = {"code": ("name",)}


@admin.register(Exercise)
class ExerciseAdmin(LibraryAdmin):
    list_display = ("name", "translated_name", "kind", "contra_indications", "active")
    list_filter = (("kind", ChoicesDropdownFilter), InUse)
    fieldsets = (
        (None, {"fields": ("name", "kind", "instructions", "contra_indications", "language")}),
        (
            _("In the other language, for patients who prefer it"),
            {"fields": ("translated_name", "translated_instructions", "translated_contra_indications")},
        ),
        (_("Use"), {"fields": ("media_url", "active")}),
    )


@admin.register(AppointmentType)
class AppointmentTypeAdmin(LibraryAdmin):
    permission_to_view = "practice.change"

    list_display = ("name", "minutes", "buffer_minutes", "active")
    list_filter = (InUse,)
    fields = ("name", "minutes", "buffer_minutes", "active")
