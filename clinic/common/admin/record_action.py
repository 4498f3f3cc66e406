"""What can be done to one record beyond changing its fields: a button, a page with a few questions, a service."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from clinic.common.admin.asking import caller_of
from clinic.common.admin.conflict import conflict_of
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.admin.shown_once import show_once
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused, StaleRecord


class ActionForm(forms.Form):
    """Asks nothing but which version of the record the person saw. ``page_template`` lays out its page."""

    page_template = "admin/record_action.html"

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, record: Any, by: Caller) -> None:
        super().__init__(data, initial={"version": version_of(record)})
        self.record, self.by = record, by
        self.fields["version"].required = version_of(record) is not None


class ReasonForm(ActionForm):
    """Asks why."""

    reason = forms.CharField(label=_("Reason"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


def version_of(record: Any) -> int | None:
    """The version that the page shows; None for the few kinds of record that have none."""
    return getattr(record, "version", None)


def always(record: Any) -> bool:
    return True


def everybody(record: Any, by: Caller) -> bool:
    return True


def without_warning(result: Any, by: Caller) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class RecordAction:
    """One thing to do.

    ``run`` is given the record, the form's answers and the caller, and calls the service. ``offered`` says
    whether the record's state allows it; the service decides for good. An action without questions is done by
    its button at once.
    """

    name: str
    title: str | Promise
    permission: str
    run: Callable[[Any, dict[str, Any], Caller], object]
    explanation: str | Promise = ""
    form_class: type[ActionForm] = ActionForm
    offered: Callable[[Any], bool] = always
    variant: str = "default"
    confirms: bool = False
    """Ask once more although there is nothing to fill in."""
    result_title: str | Promise = ""
    """For an action that makes a secret: ``run`` returns it as (label, value) pairs, and it is shown once."""

    for_whom: Callable[[Any, Caller], bool] = everybody
    """Whether it is for this person to do; the service decides for good."""

    warns: Callable[[Any, Caller], Iterable[str]] = without_warning
    """What is to be said about the result of ``run``, besides that it is done."""

    leaves_list: bool = False
    """Afterwards there is no record to go back to."""

    @property
    def asks(self) -> bool:
        return self.confirms or self.form_class is not ActionForm


def entered_in_error(void: Callable[..., Any], permission: str) -> RecordAction:
    """The button that stands in for deleting."""
    return RecordAction(
        name="entered-in-error",
        title=_("Entered in error"),
        permission=permission,
        run=lambda record, answers, by: void(record, answers["reason"], by=by),
        explanation=_(
            "The record leaves every list and report. It stays on file with your reason; nothing is deleted."
        ),
        form_class=ReasonForm,
        offered=lambda record: record.entered_in_error_at is None,
        variant="danger",
    )


def action_urls(admin: Any) -> list[URLPattern]:
    """One page for each action of the admin's records."""
    return [
        path(
            f"<uuid:uuid>/{action.name}/",
            admin.admin_site.admin_view(update_wrapper(partial(_page, admin, action), _page)),
            name=f"{admin.opts.app_label}_{admin.opts.model_name}_{action.name}",
        )
        for action in admin.record_actions
    ]


def offered_actions(admin: Any, record: Any, by: Caller) -> list[dict[str, Any]]:
    """The buttons for a record: what the caller may do and its state allows."""
    return [
        {
            "name": action.name,
            "title": action.title,
            "url": admin.url(action.name, record.uuid),
            "variant": action.variant,
            "asks": action.asks,
            "version": version_of(record),
        }
        for action in admin.record_actions
        if by.may(action.permission) and action.offered(record) and action.for_whom(record, by)
    ]


def _page(admin: Any, action: RecordAction, request: HttpRequest, uuid: Any) -> HttpResponse:
    by = caller_of(request)
    if not by.may(action.permission):
        raise PermissionDenied
    record = admin.find(request, uuid)
    form = action.form_class(request.POST or None, record=record, by=by)
    # "another" asks to see the form again with what was typed, and to store nothing.
    if request.method == "POST" and "another" not in request.POST and form.is_valid():
        result = _done(action, record, form, by)
        if form.is_valid():
            return _answer(admin, action, request, record, result)
        if form.has_error(NON_FIELD_ERRORS, "stale"):
            form = _reopened(admin, action, request, record, form)
    admin.saw("viewed", [record], by)
    return TemplateResponse(request, form.page_template, _context(admin, action, request, record, form))


def _done(action: RecordAction, record: Any, form: ActionForm, by: Caller) -> Any:
    """Run the service; what it refuses is shown on the form, and nothing was written."""
    if form.cleaned_data["version"]:
        record.version = form.cleaned_data["version"]
    try:
        with transaction.atomic():
            return action.run(record, form.cleaned_data, by)
    except (Refused, Clash, StaleRecord) as refusal:
        show_problems(form, problems_of(refusal))
    except PermissionMissing as missing:
        raise PermissionDenied from missing
    return None


def _reopened(admin: Any, action: RecordAction, request: HttpRequest, typed: Any, form: ActionForm) -> ActionForm:
    """The form on the present record, with what was typed: what only the other person changed is taken over."""
    by, present = caller_of(request), admin.find(request, typed.uuid)
    conflict = conflict_of(typed, present, by)
    sent = request.POST.copy()
    sent["version"] = str(version_of(present))
    for difference in conflict.differences:
        if difference.yours is None and difference.name in form.fields:
            sent[difference.name] = getattr(present, difference.name)
    request.conflict = conflict  # type: ignore[attr-defined]
    return action.form_class(sent, record=present, by=by)


def _answer(admin: Any, action: RecordAction, request: HttpRequest, record: Any, result: Any) -> HttpResponse:
    if action.result_title:
        return show_once(admin, request, record, action.result_title, result)
    messages.success(request, _("Done: %(what)s.") % {"what": action.title})
    for warning in action.warns(result, caller_of(request)):
        messages.warning(request, warning)
    next_page = _back(request) or (admin.url("changelist") if action.leaves_list else admin.url_of(record))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"location": next_page})
    return redirect(next_page)


def _back(request: HttpRequest) -> str:
    """The page that the button was on, if it is one of ours."""
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else ""


def _context(admin: Any, action: RecordAction, request: HttpRequest, record: Any, form: ActionForm) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "title": action.title,
        "opts": admin.opts,
        "original": record,
        "record_url": admin.url_of(record),
        "action": action,
        "page_variant": "danger" if action.variant == "danger" else "primary",
        "form": form,
        "conflict": getattr(request, "conflict", None),
        "media": admin.media + form.media,
    }
