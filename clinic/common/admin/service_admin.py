"""The pages of one kind of record: a list, a page to add one and a page to change one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from clinic.audit.recording import record
from clinic.common.admin.asking import caller_of
from clinic.common.admin.conflict import conflict_noted, opened_anew, with_what_was_typed
from clinic.common.admin.discretion import discreetly
from clinic.common.admin.fields import choice_of_record, known_patient, linked, linked_in, refine
from clinic.common.admin.lookups import found_by_patient, is_filter_of
from clinic.common.admin.moment import MomentField, MomentWidget
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_action import RecordAction, action_urls, offered_actions
from clinic.common.admin.record_choice import is_uuid
from clinic.common.admin.record_list import RecordList
from clinic.common.admin.service_form import ServiceForm, problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord


class ServiceAdmin(ModelAdmin):
    """What the admin does with one kind of record. Silence means no.

    A subclass declares the three permissions, the services that add and change a record
    (``adds(record, by=caller)``, ``changes(record, fields, by=caller)``), ``kind`` (its name in the audit) and
    ``patient_path``: the attribute that leads to the record's patient, "" if it is one, None if no patient is
    concerned. Nothing is ever deleted.
    """

    permission_to_view: ClassVar[str] = ""
    permission_to_add: ClassVar[str] = ""
    permission_to_change: ClassVar[str] = ""
    adds: ClassVar[Callable[..., Any] | None] = None
    changes: ClassVar[Callable[..., Any] | None] = None
    kind: ClassVar[str] = ""
    patient_path: ClassVar[str | None] = None
    fixed: ClassVar[tuple[str, ...]] = ()
    """Fields that are given once and not changed afterwards."""
    at_first: ClassVar[Mapping[str, Any]] = {}
    """What the page to add a record begins with: values, or functions of the caller."""
    add_title: ClassVar[Any] = ""
    """What the button to add a record says; "" for “Add” and its kind."""
    record_actions: ClassVar[tuple[RecordAction, ...]] = ()
    patient_panel: ClassVar[PatientPanel | None] = None

    form = ServiceForm
    formfield_overrides: ClassVar[Any] = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})},
    }
    actions = None
    view_on_site = False
    preserve_filters = False
    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = True
    list_filter_sheet = True
    warn_unsaved_form = True
    compressed_fields = True
    change_form_before_template = "admin/hidden_fields.html"
    change_form_outer_before_template = "admin/record_actions.html"

    # Who may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return caller_of(request).may(self.permission_to_view)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return caller_of(request).may(self.permission_to_add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return caller_of(request).may(self.permission_to_change) and not getattr(obj, "entered_in_error_at", None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return request is not None and is_filter_of(self.get_list_filter(request), lookup)

    # Which records

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The caller's clinic is the first filter of every question."""
        rows = super().get_queryset(request).visible_to(caller_of(request))
        found: models.QuerySet[Any] = rows.select_related(*self.related()) if self.related() else rows
        return found

    def related(self) -> tuple[str, ...]:
        """What every page of the record shows beside it."""
        return (self.patient_path,) if self.patient_path else ()

    def choosable(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Those of the visible rows that a new record may refer to."""
        return rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """By public id; a record of another clinic does not exist."""
        found = self.get_queryset(request).filter(uuid=object_id).first() if is_uuid(object_id) else None
        return with_what_was_typed(request, found)

    def find(self, request: HttpRequest, uuid: Any) -> Any:
        """The record, for a page of its own; Http404 if the caller cannot see it."""
        if (found := self.get_object(request, str(uuid))) is None:
            raise Http404
        return found

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """By name, record number or phone where the records belong to a patient; else by the search fields."""
        if search_term.strip() and self.patient_path is not None:
            return found_by_patient(self, request, queryset, search_term), False
        found: tuple[models.QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
        return found

    def patient_admin(self) -> "ServiceAdmin":
        """The pages of the patients to whom these records belong."""
        model: Any = self.model
        for step in (self.patient_path or "").split("__"):
            model = model._meta.get_field(step).related_model if step else model
        found: ServiceAdmin = self.admin_site.get_model_admin(model)
        return found

    def named(self, chosen: Any) -> str:
        """The record among others to choose from: with its patient, unless it is the patient."""
        return f"{self.patient_of(chosen)}: {chosen}" if self.patient_path else str(chosen)

    def of_patient(self, rows: models.QuerySet[Any], patient: Any) -> models.QuerySet[Any]:
        """The rows that belong to the patient."""
        return rows.filter(**{str(self.patient_path): patient})

    def patient_of(self, shown: Any) -> Any:
        """The patient whose data the record holds."""
        for step in (self.patient_path or "").split("__"):
            shown = getattr(shown, step) if step else shown
        return shown

    # Where they are

    def get_urls(self) -> list[URLPattern]:
        """Without deleting, and without Django's own log, which knows no audit."""
        pages = [url for url in super().get_urls() if url.name and not url.name.endswith(("_delete", "_history"))]
        return [*action_urls(self), *pages]

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def url_of(self, shown: Any) -> str:
        return self.url("change", shown.uuid)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return discreetly(self, request, super().get_list_display(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RecordList]:
        return RecordList

    # Reading leaves a trace

    def saw(self, action: str, records: Iterable[Any], by: Caller) -> None:
        """Leave the audit row of a reading; without it there is no page."""
        shown = list(records)
        if self.patient_path is None or not (shown or action == "listed"):
            return
        kind = self.kind or str(self.opts.model_name)
        patients = {patient.uuid for patient in map(self.patient_of, shown) if patient is not None}
        record(f"{kind}.{action}", shown[0] if action == "viewed" else None, by=by, kind=kind, patients=patients)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, extra_context)
        if "cl" in (shown := getattr(response, "context_data", None) or {}):
            self.saw("listed", shown["cl"].result_list, caller_of(request))
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["conflict"] = getattr(request, "conflict", None)
        if (shown := context.get("original")) is not None:
            self.saw("viewed", [shown], caller_of(request))
            context["record_actions"] = offered_actions(self, shown, caller_of(request))
        elif self.patient_path and (uuid := known_patient(self, request)):
            patients = self.patient_admin()
            patients.saw("viewed", patients.get_queryset(request).filter(uuid=uuid), caller_of(request))
        context = {"show_save_and_continue": False, "show_save_and_add_another": False, **context}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    # Changing goes through a service

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What a service refuses is rolled back; then the form is shown with it, or on top of what another changed."""
        show = super().changeform_view
        try:
            response: HttpResponse = show(request, object_id, form_url, extra_context)
        except StaleRecord:
            response = show(opened_anew(request), object_id, form_url, extra_context)
        except (Refused, Clash) as refusal:
            request.refused = problems_of(refusal)  # type: ignore[attr-defined]
            response = show(request, object_id, form_url, extra_context)
        except PermissionMissing as missing:
            raise PermissionDenied from missing
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", ())
        form.caller = caller_of(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Call the service; Django itself never writes."""
        by = caller_of(request)
        service = type(self).changes if change else type(self).adds
        if service is None:
            raise PermissionDenied
        if not change:
            service(obj, by=by)
        elif form.changed_fields:
            with conflict_noted(request, obj, self.get_queryset(request)):
                service(obj, form.changed_fields, by=by)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service left the audit row."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service left the audit row."""

    # Saying what happened

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.done(request, obj, _("Saved: %(kind)s.") % {"kind": self.opts.verbose_name})

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.done(request, obj, _("Saved: %(kind)s.") % {"kind": self.opts.verbose_name})

    def done(self, request: HttpRequest, obj: Any, message: str) -> HttpResponse:
        """Say so, and go where the work goes on. Messages travel in a cookie, so they name no patient."""
        self.message_user(request, message, messages.SUCCESS)
        return redirect(self.next_page(request, obj))

    def next_page(self, request: HttpRequest, obj: Any) -> str:
        """The patient's page where there is a patient, else the list."""
        if self.patient_path is None:
            return self.url("changelist")
        return self.patient_admin().url_of(self.patient_of(obj))

    # Fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        by = caller_of(request)
        first = {name: value(by) if callable(value) else value for name, value in self.at_first.items()}
        return {**first, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return linked(self, request, [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())])

    def groups(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The named groups of fields that the caller may see."""
        return list(super().get_fieldsets(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = self.groups(request, obj)
        if obj is None:
            return fieldsets
        may_change = self.has_change_permission(request, obj)
        fixed = [*self.readonly_fields, *self.fixed] if may_change else flatten_fieldsets(fieldsets)
        return linked_in(self, request, fieldsets, fixed)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        choice = choice_of_record(self, db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **choice, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return refine(super().formfield_for_dbfield(db_field, request, **kwargs), db_field, request)
