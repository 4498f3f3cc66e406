"""What is asked when an episode of care is closed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from clinic.common.caller import Caller
from clinic.common.days import with_weekday
from clinic.practice.models import LANGUAGES, Clinic
from patients.models import Consent, ConsentKind, Contact, Episode
from patients.models.contact import ContactKind
from patients.models.episode import CloseReason
from treatments.admin.plan_form import day_input
from treatments.admin.told_fields import PainNow, impression_field, places_of
from treatments.models import Plan, PlanStatus, TreatmentSession
from treatments.services.discharging import Discharge, bookings_ahead, running_plans
from treatments.services.following_up import DAYS_AFTER_CLOSING, Told

NO_LETTER, BY_HAND = "", "by_hand"
COLLEAGUES = (ContactKind.REFERRER, ContactKind.GENERAL_PRACTITIONER)


class BookingsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Which of the bookings ahead are cancelled."""

    def label_from_instance(self, obj: TreatmentSession) -> str:
        return f"{with_weekday(obj.during.lower)}, {obj.therapist}"


class DischargeForm(forms.Form):
    """``plans`` and ``ahead`` are the running plans of the episode and the bookings of its patient."""

    shown_at = {"close_reason": "reason", "recipient": "letter_to", "language": "letter_language"}

    version = forms.IntegerField(widget=forms.HiddenInput)
    pain = PainNow(label=_("Pain at the end, 0 to 10"))
    pgic = impression_field()
    closed_at = forms.DateField(label=_("Closed on"), widget=day_input())
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", "–"), *CloseReason.choices], widget=UnfoldAdminSelectWidget
    )
    plan_status = forms.ChoiceField(
        label=_("The plan is"),
        choices=[choice for choice in PlanStatus.choices if choice[0] != PlanStatus.ACTIVE],
        widget=UnfoldAdminSelectWidget,
    )
    cancelled = BookingsField(
        TreatmentSession.objects.none(),
        label=_("Cancel these bookings"),
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )
    letter_to = forms.ChoiceField(label=_("Letter to"), required=False, widget=UnfoldAdminSelectWidget)
    letter_language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=UnfoldAdminSelectWidget)
    next_steps = forms.CharField(
        label=_("Next steps, in your own words"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The letter brings name, complaint, figures and reason by itself."),
    )
    follow_ups = forms.TypedMultipleChoiceField(
        label=_("Call the patient"),
        choices=[(days, _("after %(days)s days") % {"days": days}) for days in DAYS_AFTER_CLOSING],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, episode: Episode, by: Caller) -> None:
        super().__init__(data)
        self.episode, self.by = episode, by
        self.plans, self.ahead = running_plans(episode, by), bookings_ahead(episode, by)
        self.colleagues = list(_colleagues(episode, by))
        self._offer()
        self._begin()

    def _offer(self) -> None:
        if not self.plans:
            del self.fields["plan_status"]
        bookings: Any = self.fields["cancelled"]
        bookings.queryset = TreatmentSession.objects.filter(pk__in=[session.pk for session in self.ahead])
        bookings.queryset = bookings.queryset.select_related("patient", "therapist").in_time_order()
        letter: Any = self.fields["letter_to"]
        letter.choices = [
            (NO_LETTER, _("no letter")),
            (BY_HAND, _("nobody by name; the patient hands it over")),
            *((str(colleague.uuid), str(colleague)) for colleague in self.colleagues),
        ]

    def _begin(self) -> None:
        alone = not self._others_open()
        referrer = next((one for one in self.colleagues if one.kind == ContactKind.REFERRER), None)
        self.initial = {
            "version": self.episode.version,
            "pain": places_of(self.episode),
            "closed_at": self.by.today(),
            "plan_status": PlanStatus.COMPLETED if self._all_done() else PlanStatus.STOPPED,
            "cancelled": [session.uuid for session in self.ahead if self._of_episode(session, alone)],
            "letter_to": str(referrer.uuid) if referrer else NO_LETTER,
            "letter_language": Clinic.objects.values_list("locale", flat=True).get(pk=self.by.clinic_id),
            "follow_ups": list(DAYS_AFTER_CLOSING),
        }

    def _all_done(self) -> bool:
        plans: Any = Plan.objects.with_progress().filter(pk__in=[plan.pk for plan in self.plans])
        return all(plan.sessions_completed >= plan.planned_sessions for plan in plans)

    def _of_episode(self, session: TreatmentSession, alone: bool) -> bool:
        """A booking without a plan belongs to it if it is ``alone``: no other episode of the patient is open."""
        return session.plan.episode_id == self.episode.pk if session.plan else alone

    def _others_open(self) -> bool:
        others = Episode.objects.visible_to(self.by).valid().filter(patient=self.episode.patient_id, closed_at=None)
        return others.exclude(pk=self.episode.pk).exists()

    @property
    def may_share(self) -> bool:
        """Whether a consent to share data is in force."""
        consents = Consent.objects.visible_to(self.by).valid().filter(patient=self.episode.patient_id)
        return consents.filter(kind=ConsentKind.DATA_SHARING, withdrawn_at__isnull=True).exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("next_steps") and cleaned.get("letter_to") == NO_LETTER:
            self.add_error("letter_to", _("Next steps stand in the letter; choose to whom it goes."))
        return cleaned

    def ending(self) -> Discharge:
        """The answers as the service takes them."""
        given = self.cleaned_data
        return Discharge(
            closed_at=given["closed_at"],
            reason=given["reason"],
            told=Told(given["pain"], given["pgic"]),
            plan_status=given.get("plan_status", PlanStatus.COMPLETED),
            cancelled=list(given["cancelled"]),
            follow_up_after=given["follow_ups"],
        )

    @property
    def colleague(self) -> Contact | None:
        """To whom the letter goes by name."""
        wanted = self.cleaned_data["letter_to"]
        return next((one for one in self.colleagues if str(one.uuid) == wanted), None)


def _colleagues(episode: Episode, by: Caller) -> Iterable[Contact]:
    """Who referred the patient, and the general practitioner, if they may receive reports."""
    contacts = Contact.objects.visible_to(by).filter(patient=episode.patient_id, kind__in=COLLEAGUES)
    return contacts.filter(active=True, may_receive_reports=True).order_by("-kind", "name")
