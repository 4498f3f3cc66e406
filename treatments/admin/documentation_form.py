"""What a therapist writes about a session, on one page and in one call of the service."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from assessments.entry.drafts import draft_key
from clinic.common.admin.moment import MomentField
from clinic.common.admin.record_action import ActionForm
from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.admin.rows import RowsField
from clinic.common.days import hour
from patients.models import Alert
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES
from treatments.admin.note_pain import PainAround, places_to_ask
from treatments.admin.plan_form import HomeExercises, running_exercises
from treatments.models import AppointmentType, Exercise, Plan, Technique, TreatmentSession
from treatments.services.documenting import NOTE_FIELDS
from treatments.services.next_times import next_times
from treatments.session_states import DOCUMENTED

NOT_NOW, ANOTHER_TIME = "", "other"


def _choice(label: Any, choices: Any, *, required: bool = True, initial: Any = None) -> forms.ChoiceField:
    offered = [*([] if initial else [("", "–")]), *choices]
    return forms.ChoiceField(
        label=label, choices=offered, required=required, initial=initial, widget=UnfoldAdminSelectWidget
    )


def _note(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}))


class DocumentationForm(ActionForm):
    """The note; with ``sign`` it is signed at once. Problems of the next booking are shown at its time."""

    page_template = "treatments/note.html"
    shown_at = {"next": "next_start", "prescriptions": "programme"}

    pain = PainAround(
        label=_("Pain, 0 to 10"),
        help_text=_("Ask for the average of the last 7 days first. Empty: not asked; 0: no pain."),
    )
    techniques = RowsField(
        {
            "technique": RecordChoiceField(
                Technique.objects.none(), label=_("Technique"), widget=UnfoldAdminSelectWidget
            ),
            "region": _choice(_("Region"), REGION_CHOICES, required=False),
            "side": _choice(_("Side"), SIDE_CHOICES, initial="none"),
            "minutes": forms.IntegerField(
                label=_("Minutes"), required=False, min_value=1, widget=UnfoldAdminIntegerFieldWidget
            ),
        },
        label=_("Techniques"),
    )
    note_subjective = _note(_("Subjective: what the patient says"))
    note_objective = _note(_("Objective: what you find"))
    note_assessment = _note(_("Assessment: what you make of it"))
    note_plan = _note(_("Plan: what comes next"))
    adverse_event = _note(_("Adverse event"), rows=2)
    adherence_percent = forms.IntegerField(
        label=_("Home exercises done since last (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: not asked."),
    )
    plan = RecordChoiceField(
        Plan.objects.none(),
        label=_("Plan"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("The session counts for this plan from now on."),
    )
    plan_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    programme = HomeExercises(blank=2)
    exercises = forms.ModelMultipleChoiceField(
        Exercise.objects.none(),
        label=_("Shown or handed out today"),
        required=False,
        to_field_name="uuid",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    next_time = forms.ChoiceField(label=_("Next session"), required=False, widget=forms.RadioSelect)
    next_start = MomentField(label=_("Another time"), required=False)
    next_type = RecordChoiceField(
        AppointmentType.objects.none(),
        label=_("Appointment type"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    sign = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, record: TreatmentSession, by: Any) -> None:
        super().__init__(data, record=record, by=by)
        self.given = self._running()
        self.running = running_exercises(record.plan)
        self._offer(*self.given)
        self._begin(*self.given)
        self._offer_next_times()

    def _running(self) -> tuple[list[Any], list[Any]]:
        session = self.record
        techniques = session.techniques.filter(entered_in_error_at__isnull=True).select_related("technique")
        exercises = session.exercises.filter(entered_in_error_at__isnull=True).select_related("exercise")
        return list(techniques.order_by("id")), list(exercises)

    def _offer(self, techniques: list[Any], exercises: list[Any]) -> None:
        """What is in use, and what this session has already."""
        used = Technique.objects.visible_to(self.by).filter(active=True)
        used |= Technique.objects.visible_to(self.by).filter(pk__in=[done.technique_id for done in techniques])
        self._field("techniques").set_choices("technique", used.order_by("name"))
        given = Exercise.objects.visible_to(self.by).filter(active=True)
        given |= Exercise.objects.visible_to(self.by).filter(pk__in=[one.exercise_id for one in exercises])
        self._field("exercises").queryset = given.order_by("name")

    def _begin(self, techniques: list[Any], exercises: list[Any]) -> None:
        session = self.record
        self.initial.update({name: getattr(session, name) for name in NOTE_FIELDS})
        self.initial["techniques"] = [
            {"technique": done.technique, "region": done.region, "side": done.side, "minutes": done.minutes}
            for done in techniques
        ]
        self.initial["exercises"] = [given.exercise for given in exercises]
        self.initial["pain"] = places_to_ask(session)
        if session.plan is None:
            del self.fields["programme"]
            self._offer_plans()
            return
        del self.fields["plan"]
        self.initial["programme"] = self._field("programme").begin_with(self.running, self.by)
        self.initial["plan_version"] = session.plan.version

    def _offer_plans(self) -> None:
        """The running plans, for a session that was booked before there was one; a single one is chosen already."""
        running = Plan.objects.visible_to(self.by).valid().filter(patient=self.record.patient_id, status="active")
        offered = list(running.select_related("episode").order_by("-id"))
        if not offered:
            del self.fields["plan"]
            return
        self._field("plan").queryset = running.select_related("episode").order_by("-id")
        if len(offered) == 1:
            self.initial["plan"] = offered[0]

    def _offer_next_times(self) -> None:
        types = AppointmentType.objects.visible_to(self.by).filter(active=True).order_by("name")
        self._field("next_type").queryset = types
        self.initial["next_type"] = self.record.appointment_type
        length = self.record.during.upper - self.record.during.lower
        proposed = [(moment.isoformat(), _day_and_time(moment)) for moment in next_times(self.record, length, self.by)]
        chosen = self.data.get("next_time", NOT_NOW)
        if is_moment(chosen) and chosen not in dict(proposed):
            # Taken since the page was opened: the booking says by whom.
            proposed.append((chosen, _day_and_time(dt.datetime.fromisoformat(chosen))))
        self._field("next_time").choices = [
            (NOT_NOW, _("Not now")),
            *proposed,
            (ANOTHER_TIME, _("Another time")),
        ]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def may_sign(self) -> bool:
        """Whether the person is the one who treated."""
        return bool(self.by.membership_id == self.record.therapist_id)

    @property
    def draft_key(self) -> str:
        """With which the person's browser enciphers what is not saved yet."""
        return draft_key(self.by)

    @property
    def has_begun(self) -> bool:
        """Whether the note can be saved although the session is not over."""
        return self.record.status in DOCUMENTED

    @property
    def alerts(self) -> list[Any]:
        return [Alert(alert).label for alert in self.record.patient.alerts]

    @property
    def progress(self) -> str:
        """How far the plan is; "" without one."""
        if self.record.plan is None:
            return ""
        plan: Any = Plan.objects.with_progress().get(pk=self.record.plan_id)
        return _("%(done)s of %(planned)s done") % {"done": plan.sessions_completed, "planned": plan.planned_sessions}

    @property
    def rated(self) -> list[Any]:
        """The pain that is on record for this session already."""
        links = self.record.pain.filter(rating__entered_in_error_at__isnull=True).select_related("rating")
        return [link.rating for link in links.order_by("id")]

    @property
    def booked_ahead(self) -> list[TreatmentSession]:
        """The sessions that the patient has ahead already."""
        ahead = TreatmentSession.objects.visible_to(self.by).live().filter(starts_at__gt=self.record.during.upper)
        return list(ahead.filter(patient=self.record.patient_id).select_related("therapist").in_time_order()[:3])

    @property
    def last_time(self) -> list[dict[str, Any]]:
        """The techniques of the patient's last session, as the columns of a line."""
        earlier = TreatmentSession.objects.visible_to(self.by).completed().filter(patient=self.record.patient_id)
        last = earlier.filter(starts_at__lt=self.record.during.lower).order_by("-starts_at").first()
        if last is None:
            return []
        done = last.techniques.filter(entered_in_error_at__isnull=True, technique__active=True)
        lines = done.select_related("technique").order_by("id")
        return [
            {
                "technique": str(one.technique.uuid),
                "region": one.region,
                "side": one.side,
                "minutes": one.minutes or "",
            }
            for one in lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("next_start"):
            return cleaned
        if cleaned.get("next_time") == ANOTHER_TIME and "next_start" not in self.errors:
            self.add_error("next_start", _("Give the day and the time of the next session."))
        return cleaned


def is_moment(text: str) -> bool:
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _day_and_time(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D')} {date_format(local, 'MONTH_DAY_FORMAT')}, {hour(moment)}"
