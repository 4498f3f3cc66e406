"""What the patient's page shows of the records that belong to the patient.

The pages of each kind declare their panel; so the patient's page shows kinds of record that it does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import Voidable

EMPTY = "–"
ADD = _("Add")


@dataclass(frozen=True)
class PatientPanel:
    """A short table of the latest valid records. ``columns`` are names as in ``list_display``.

    ``add_title`` is what its button says. With ``adds_at_once`` nothing has to be typed: the button itself adds.
    """

    columns: tuple[str, ...]
    title: str | Promise
    nothing_yet: str | Promise
    position: int
    ordering: tuple[str, ...]
    most: int = 5
    add_title: str | Promise = ADD
    adds_at_once: bool = False


@dataclass(frozen=True)
class ShownPanel:
    """A panel as the template needs it: every row is the record's address and its cells."""

    name: str
    title: str
    nothing_yet: str
    headers: list[str]
    rows: list[tuple[str, list[Any]]]
    add_url: str
    add_title: str
    adds_at_once: bool
    all_url: str


@dataclass(frozen=True)
class PanelLinks:
    """The ways from the patient to the records of one kind, without the records."""

    title: str
    all_url: str
    add_url: str
    add_title: str
    adds_at_once: bool


def panels_of(patient: Any, request: HttpRequest, site: Any) -> list[ShownPanel]:
    """The panels that the caller may see, in their order."""
    return [_shown(admin, patient, request) for admin in _panel_admins(request, site)]


def panel_links(patient: Any, request: HttpRequest, site: Any) -> list[PanelLinks]:
    """Where the records of each panel are listed and added, in the order of the panels; no query."""
    return [
        PanelLinks(
            title=str(admin.patient_panel.title),
            all_url=_list_url(admin, patient),
            add_url=_add_url(admin, patient, request),
            add_title=str(admin.patient_panel.add_title),
            adds_at_once=admin.patient_panel.adds_at_once,
        )
        for admin in _panel_admins(request, site)
    ]


def _panel_admins(request: HttpRequest, site: Any) -> list[Any]:
    admins = [admin for admin in site._registry.values() if admin.patient_panel and admin.has_view_permission(request)]
    return sorted(admins, key=lambda admin: admin.patient_panel.position)


def _list_url(admin: Any, patient: Any) -> str:
    return f"{admin.url('changelist')}?{urlencode({'patient': patient.uuid})}"


def _add_url(admin: Any, patient: Any, request: HttpRequest) -> str:
    """Where one is added with the patient filled in; "" for somebody who may not, and for a record that was merged."""
    if patient.merged_into_id or not admin.has_add_permission(request):
        return ""
    return f"{admin.url('add')}?{urlencode({'patient': patient.uuid})}"


def _shown(admin: Any, patient: Any, request: HttpRequest) -> ShownPanel:
    panel: PatientPanel = admin.patient_panel
    records = admin.of_patient(admin.get_queryset(request), patient)
    if issubclass(admin.model, Voidable):
        records = records.valid()
    shown = list(records.order_by(*panel.ordering)[: panel.most + 1])
    return ShownPanel(
        name=admin.opts.model_name,
        title=str(panel.title),
        nothing_yet=str(panel.nothing_yet),
        headers=[str(label_for_field(name, admin.model, admin)) for name in panel.columns],
        rows=[(admin.url_of(record), list(_cells(record, admin))) for record in shown[: panel.most]],
        add_url=_add_url(admin, patient, request),
        add_title=str(panel.add_title),
        adds_at_once=panel.adds_at_once,
        all_url=_list_url(admin, patient) if len(shown) > panel.most else "",
    )


def _cells(record: Any, admin: Any) -> Iterator[Any]:
    for name in admin.patient_panel.columns:
        field, _attribute, value = lookup_field(name, record, admin)
        if field is None:
            yield value if hasattr(value, "__html__") else display_for_value(value, EMPTY)
        elif field.is_relation:
            yield EMPTY if value is None else str(value)
        else:
            yield display_for_field(value, field, EMPTY)
