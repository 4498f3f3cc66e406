"""The page on which several visits of one patient are entered from paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.entry.drafts import draft_key
from assessments.entry.pages import go_on, in_frame
from assessments.entry.paper_columns import Column, columns_named, every_column, grouped, usual_columns
from assessments.entry.paper_form import PaperForm, raters_of
from assessments.entry.paper_grid import Grid, grid_of
from assessments.entry.usual import regions_of
from assessments.models import Assessment
from assessments.services.backfilling import PaperVisit, record_from_paper
from assessments.services.protocols import protocols_in_use
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.service_form import problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused
from clinic.practice.models import Membership
from patients.choosing import choose_patient, patient_named_in
from patients.models import Patient


def paper_page(admin: ServiceAdmin, request: HttpRequest) -> HttpResponse:
    """Enter the paper record of the patient whom the address names; without one, the patient is chosen first."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if "patient" not in request.GET:
        return choose_patient(admin, request, _("Enter paper records: whose?"))
    by, patient = caller_of(request), patient_named_in(request)
    sent = request.POST if request.method == "POST" else None
    keys = (sent or request.GET).getlist("column")
    columns = columns_named(keys) if keys else _usual(patient, by)
    grid, raters = grid_of(PaperForm(sent, patient, by), columns, sent or {}), raters_of(by)
    if sent is not None and "another" not in sent:
        return _save(admin, request, grid, patient, raters)
    return _show(admin, request, grid, patient, raters)


def _usual(patient: Patient, by: Caller) -> list[Column]:
    protocol = next(iter(protocols_in_use(by)), None)
    measures = [step.measure for step in protocol.steps.all()] if protocol else ["pelvic_obliquity"]
    return usual_columns(regions_of(patient, by), measures)


def _save(
    admin: ServiceAdmin, request: HttpRequest, grid: Grid, patient: Patient, raters: dict[str, Membership]
) -> HttpResponse:
    """Record the whole grid once, or show it again with what is wrong or unusual about it."""
    by, visits = caller_of(request), grid.visits(raters)
    on_record = Assessment.objects.visible_to(by).filter(uuid__in=[visit.assessment.uuid for visit in visits])
    patients_page = admin.patient_admin().url_of(patient)
    if not on_record.exists():
        try:
            if not _stored(grid, patient, visits, by):
                return _show(admin, request, grid, patient, raters)
            said = ngettext("%(count)s assessment is recorded.", "%(count)s assessments are recorded.", len(visits))
            admin.message_user(request, said % {"count": len(visits)}, messages.SUCCESS)
            return go_on(request, patients_page)
        except IntegrityError:
            # The same form arrived twice at one moment, and the other one was first.
            if not on_record.exists():
                raise
    admin.message_user(request, _("This form was recorded before; nothing was recorded again."), messages.WARNING)
    return go_on(request, patients_page)


def _stored(grid: Grid, patient: Patient, visits: list[PaperVisit], by: Caller) -> bool:
    try:
        with transaction.atomic():
            warnings = record_from_paper(patient, visits, by=by)
            unchecked = bool(warnings) and grid.checked != grid.seen
            grid.show(warnings, as_warnings=True)
            if unchecked or grid.form.errors:
                transaction.set_rollback(True)
                return False
    except (Refused, Clash) as refusal:
        grid.show(problems_of(refusal))
        return False
    return True


def _show(
    admin: ServiceAdmin, request: HttpRequest, grid: Grid, patient: Patient, raters: dict[str, Membership]
) -> HttpResponse:
    by = caller_of(request)
    admin.patient_admin().saw("viewed", [patient], by)
    shown = {column.key for group in grid.groups for column in group.columns}
    context = {
        "patient": patient,
        "grid": grid,
        "raters": [(uuid, _name(member)) for uuid, member in raters.items()],
        "offered": grouped(every_column()),
        "shown_columns": shown,
        "draft_key": draft_key(by),
        "today": by.today(),
    }
    return in_frame(admin, request, "assessments/paper.html", _("Enter paper records"), **context)


def _name(member: Membership) -> str:
    return str(member) if member.active else _("%(name)s (has left)") % {"name": member}
