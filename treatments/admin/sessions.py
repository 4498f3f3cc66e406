"""Sessions: booked and moved by the front desk, documented by those who treat."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.filters import DayRange, OfPatient, RelatedRecord, Validity
from clinic.common.admin.patient_panel import PatientPanel
from clinic.common.admin.record_choice import is_uuid
from clinic.common.days import hour, with_weekday
from clinic.practice.models import Membership
from treatments.admin.session_actions import ACTIONS
from treatments.admin.session_form import SessionForm
from treatments.models import Plan, PlanStatus, SessionStatus, TreatmentSession
from treatments.services.booking import book_session, move_session
from treatments.services.calendar import calendar_warnings
from treatments.session_states import DOCUMENTED, MOVABLE

STATUS_COLOURS = {
    SessionStatus.BOOKED.label: "info",
    SessionStatus.ARRIVED.label: "warning",
    SessionStatus.IN_PROGRESS.label: "primary",
    SessionStatus.COMPLETED.label: "success",
    SessionStatus.NO_SHOW.label: "danger",
}


class When(DropdownFilter):
    """Days as the clinic counts them."""

    title = _("day")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        past = [("past", _("Past")), ("open", _("Past and not closed"))]
        return [("today", _("Today")), ("tomorrow", _("Tomorrow")), ("ahead", _("From now on")), *past]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        sessions: Any = queryset
        by = caller_of(request)
        if self.value() == "open":
            return sessions.past_and_not_closed()
        if self.value() in ("today", "tomorrow"):
            return sessions.on_day(by.today() + dt.timedelta(days=self.value() == "tomorrow"), by)
        if self.value() == "ahead":
            return sessions.filter(ends_at__gte=timezone.now())
        return sessions.filter(ends_at__lt=timezone.now()) if self.value() == "past" else sessions


class WithTherapist(RelatedRecord):
    title = _("therapist")
    parameter_name = "therapist"


class InRoom(RelatedRecord):
    title = _("room")
    parameter_name = "room"


NOTES = ("note_subjective", "note_objective", "note_assessment", "note_plan", "adverse_event", "adherence_percent")
DOCUMENTED_FIELDS = (*NOTES, "techniques_done", "exercises_given", "pain_rated", "signature")


@admin.register(TreatmentSession)
class SessionAdmin(ServiceAdmin):
    permission_to_view = "sessions.view"
    permission_to_add = "sessions.book"
    permission_to_change = "sessions.book"
    adds = staticmethod(book_session)
    changes = staticmethod(move_session)
    kind = "session"
    patient_path = "patient"
    add_title = _("Book a session")
    fixed = ("patient",)
    record_actions = ACTIONS

    form = SessionForm
    list_display = ("when", "patient", "status_shown", "therapist", "room", "appointment_type")
    list_filter = (
        OfPatient,
        When,
        ("starts_at", DayRange),
        ("status", ChoicesDropdownFilter),
        WithTherapist,
        InRoom,
        Validity,
    )
    search_fields = ("patient__search_name",)
    search_help_text = _("Patient's name, phone or record number")
    autocomplete_fields = ("patient", "plan")
    patient_panel = PatientPanel(
        title=_("Sessions"),
        columns=("when", "status", "therapist", "room"),
        nothing_yet=_("No session yet. Book the first one."),
        position=20,
        ordering=("-starts_at",),
    )

    change_form_outer_after_template = "treatments/addenda.html"

    def related(self) -> tuple[str, ...]:
        return ("patient", "therapist", "room", "appointment_type", "plan__episode", "signed_by")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the addenda beneath a signed note, and the box to add one."""
        session: TreatmentSession | None = context.get("original")
        if session is not None and session.signed_at and caller_of(request).may("treatments.view"):
            context["addenda"] = session.addenda.select_related("author").order_by("id")
            context["addendum_url"] = self.url("addendum", session.uuid)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        upcoming = request.GET.get("when") in ("today", "tomorrow", "ahead")
        return ["starts_at", "id"] if upcoming else ["-starts_at", "-id"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A therapist books for themselves, and for the patient's running plan, unless they say otherwise."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        by = caller_of(request)
        if by.may("treatments.view"):
            initial.setdefault("therapist", Membership.objects.visible_to(by).filter(pk=by.membership_id or 0).first())
            running = Plan.objects.visible_to(by).valid().filter(status=PlanStatus.ACTIVE)
            if is_uuid(initial.get("patient")):
                initial.setdefault("plan", running.for_patient(initial["patient"]).order_by("-id").first())
        return initial

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A completed session is moved only by those who treat; one that did not take place by nobody."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        completed = obj.status == SessionStatus.COMPLETED
        return obj.status in MOVABLE and (not completed or caller_of(request).may("treatments.change"))

    def groups(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        treats = caller_of(request).may("treatments.view")
        moves = obj is None or self.has_change_permission(request, obj)
        time: tuple[Any, ...] = ("start", "length") if moves else ("when",)
        state = ("status", *(("status_reason",) if obj.status_reason else ())) if obj else ()
        booking = ("patient", "therapist", *time, "appointment_type", "room", *(("plan",) if treats else ()), *state)
        written = (
            [(_("Write-up"), {"fields": DOCUMENTED_FIELDS})] if obj and treats and obj.status in DOCUMENTED else []
        )
        return [(_("Booking"), {"fields": booking}), *written]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), "when", "status", "status_reason", *DOCUMENTED_FIELDS]

    def done(self, request: HttpRequest, obj: TreatmentSession, message: str) -> HttpResponse:
        answer = super().done(request, obj, message)
        for warning in calendar_warnings(obj, caller_of(request)):
            self.message_user(request, str(warning.detail), messages.WARNING)
        return answer

    @display(description=_("time"), ordering="starts_at")
    def when(self, session: TreatmentSession) -> str:
        return f"{with_weekday(session.during.lower)}–{hour(session.during.upper)}"

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def status_shown(self, session: TreatmentSession) -> str:
        return str(_("Entered in error")) if session.entered_in_error_at else session.get_status_display()

    @display(description=_("techniques"))
    def techniques_done(self, session: TreatmentSession) -> str:
        done = session.techniques.filter(entered_in_error_at__isnull=True).select_related("technique").order_by("id")
        return "; ".join(" ".join(_words(one)) for one in done) or "–"

    @display(description=_("exercises given"))
    def exercises_given(self, session: TreatmentSession) -> str:
        given = session.exercises.filter(entered_in_error_at__isnull=True).select_related("exercise")
        return "; ".join(str(one.exercise) for one in given) or "–"

    @display(description=_("pain"))
    def pain_rated(self, session: TreatmentSession) -> str:
        rated = session.pain.filter(rating__entered_in_error_at__isnull=True).select_related("rating").order_by("id")
        said = _("%(region)s %(intensity)s (%(timing)s)")
        return (
            "; ".join(
                said
                % {
                    "region": one.rating.get_region_display(),
                    "intensity": one.rating.intensity,
                    "timing": one.rating.get_timing_display().lower(),
                }
                for one in rated
            )
            or "–"
        )

    @display(description=_("signed"))
    def signature(self, session: TreatmentSession) -> str:
        if session.signed_at is None:
            return str(_("not yet"))
        at = date_format(timezone.localtime(session.signed_at), "DATETIME_FORMAT")
        return str(_("%(name)s, %(at)s") % {"name": session.signed_by, "at": at})


def _words(done: Any) -> Iterable[str]:
    yield str(done.technique)
    if done.region:
        yield str(done.get_region_display())
    if done.side != "none":
        yield str(done.get_side_display())
    if done.minutes:
        yield str(_("%(minutes)s min") % {"minutes": done.minutes})
