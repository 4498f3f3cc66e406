"""How the columns of a record become fields of its form."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from clinic.common.admin.asking import caller_of
from clinic.common.admin.filters import OfPatient
from clinic.common.admin.linked import Linked
from clinic.common.admin.record_choice import RecordChoiceField, RecordSearch, is_uuid


def choice_of_record(admin: Any, db_field: Any, request: HttpRequest) -> dict[str, Any]:
    """The arguments of a form field that offers only records that the caller may see, by public id."""
    other = admin.admin_site.get_model_admin(db_field.related_model)
    rows = other.choosable(other.get_queryset(request))
    patient = known_patient(admin, request) if other.patient_path else ""
    if patient:
        rows = rows.filter(**{f"{other.patient_path}__uuid": patient})
    arguments = {"form_class": RecordChoiceField, "to_field_name": "uuid", "queryset": rows, "named": other.named}
    searched = db_field.name in admin.get_autocomplete_fields(request) and not patient
    arguments["widget"] = RecordSearch(db_field, admin.admin_site) if searched else UnfoldAdminSelectWidget()
    return arguments


def known_patient(admin: Any, request: HttpRequest) -> str:
    """The public id of the patient that the page is about, "" if it may be about any.

    Then a list of the patient's own episodes or plans is short enough to choose from without searching.
    """
    uuid = request.GET.get(OfPatient.parameter_name, "")
    if admin.patient_path and (
        object_id := (request.resolver_match.kwargs if request.resolver_match else {}).get("object_id")
    ):
        shown = admin.get_object(request, object_id)
        return str(admin.patient_of(shown).uuid) if shown else ""
    return uuid if is_uuid(uuid) else ""


def refine(field: Any, db_field: Any, request: HttpRequest) -> Any:
    """Name the zone of a moment; and no pop-up windows to add related records."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    if field and isinstance(db_field, models.DateTimeField):
        zone = format_lazy(_("Time in {zone}."), zone=caller_of(request).zone.key)
        field.help_text = format_lazy("{help} {zone}", help=field.help_text, zone=zone) if field.help_text else zone
    return field


def linked(admin: Any, request: HttpRequest, names: Iterable[Any]) -> list[Any]:
    """The names of fields that are only shown, with foreign keys as links."""
    return [_linked(admin, request, name) for name in names]


def linked_in(admin: Any, request: HttpRequest, fieldsets: Sequence[Any], fixed: Iterable[Any]) -> list[Any]:
    """The fieldsets with links in the place of the fixed foreign keys."""
    shown = {link.field.name: link for link in linked(admin, request, fixed) if isinstance(link, Linked)}

    def replaced(line: Any) -> Any:
        if isinstance(line, list | tuple):
            return tuple(map(replaced, line))
        return shown.get(line, line)

    return [
        (title, {**options, "fields": [replaced(line) for line in options["fields"]]}) for title, options in fieldsets
    ]


def _linked(admin: Any, request: HttpRequest, name: Any) -> Any:
    field = {field.name: field for field in admin.opts.fields}.get(name)
    if not isinstance(field, models.ForeignKey):
        return name
    other = admin.admin_site.get_model_admin(field.related_model)
    return Linked(field, other if other.has_view_permission(request) else None)
