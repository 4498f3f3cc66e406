"""Whose assessment, when, by whom and under which conditions: the head of the page."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, AssessmentKind, Footwear, Protocol, Timing
from clinic.common.caller import Caller
from clinic.practice.models import Membership
from clinic.practice.roles import ROLE_PERMISSIONS
from patients.models import Episode, Patient

RATING_ROLES = [role for role, permissions in ROLE_PERMISSIONS.items() if "assessments.change" in permissions]
LIFT = [("", _("Not recorded")), ("no", _("No")), ("yes", _("Yes"))]
_LIFT_OF = {"": None, "no": False, "yes": True}


class VisitForm(forms.Form):
    """The fields of an assessment that measurements and pain share. Times are on the clinic's clock.

    ``token`` is drawn when the page is opened. The new assessment's id follows from it and from the person who
    sends it, so that a form that is sent twice is recorded once. ``person`` is who opened the page: on a shared desk
    somebody else may be logged in by the time it is sent.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    episode = forms.ModelChoiceField(
        Episode.objects.none(),
        label=_("Episode of care"),
        required=False,
        to_field_name="uuid",
        empty_label=_("None"),
    )
    taken_at = forms.SplitDateTimeField(
        label=_("Date and time"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("Date")},  # type: ignore[dict-item]
            time_attrs={"type": "time", "aria-label": _("Time")},  # type: ignore[dict-item]
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )
    rater = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Rater"),
        required=False,
        to_field_name="uuid",
        empty_label=_("Unknown"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AssessmentKind.choices)
    timing = forms.ChoiceField(label=_("Timing"), choices=Timing.choices)
    footwear = forms.ChoiceField(
        label=_("Footwear"),
        choices=[("", _("Not recorded")), *Footwear.choices],
        required=False,
    )
    lift_in_place = forms.ChoiceField(label=_("Heel lift or insole in place"), choices=LIFT, required=False)
    protocol = forms.ChoiceField(label=_("Protocol"), choices=[("", _("None"))], required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500, required=False)

    def __init__(
        self,
        data: Any,
        patient: Patient,
        by: Caller,
        protocols: Sequence[Protocol],
        original: Assessment | None = None,
    ) -> None:
        """``data`` is what was sent, None for a page that is opened; ``original`` is what is being corrected."""
        super().__init__(data)
        self.original, self.by = original, by
        self.protocols = {protocol.name: protocol for protocol in protocols}
        names = [*self.protocols, *([original.protocol] if original and original.protocol else [])]
        offered = [("", _("None")), *((name, name) for name in dict.fromkeys(names))]
        self.fields["protocol"].choices = offered  # type: ignore[attr-defined]
        episodes = Q(closed_at=None, entered_in_error_at=None)
        raters = Q(active=True, role__in=RATING_ROLES)
        if original:
            episodes |= Q(pk=original.episode_id)
            raters |= Q(pk=original.rater_id)
        else:
            del self.fields["reason"]
        mine = Episode.objects.visible_to(by).for_patient(patient.uuid)
        self.fields["episode"].queryset = mine.filter(episodes).order_by("-opened_at")  # type: ignore[attr-defined]
        staff = Membership.objects.visible_to(by).filter(raters)
        self.fields["rater"].queryset = staff.order_by("display_name")  # type: ignore[attr-defined]
        if data is not None:
            self.full_clean()
            self.new_uuid = uuid.uuid5(by.uuid, str(self.cleaned_data.get("token")))

    @property
    def followed(self) -> Protocol | None:
        """The protocol whose measures come first, if one was chosen that is still in use."""
        return self.protocols.get(str(self["protocol"].value() or ""))

    def clean_taken_at(self) -> dt.datetime:
        """The page shows minutes: a moment that was not touched keeps its seconds."""
        given: dt.datetime = self.cleaned_data["taken_at"]
        if self.original and given == self.original.taken_at.replace(second=0, microsecond=0):
            return self.original.taken_at
        return given

    def clean(self) -> dict[str, Any]:
        opened_by = self.cleaned_data.get("person")
        if opened_by and opened_by != self.by.uuid:
            sentence = _("Another person is logged in now than opened this page. Log in as yourself and save again.")
            raise forms.ValidationError(sentence, code="another_person")
        return self.cleaned_data

    def assessment(self, patient: Patient) -> Assessment:
        """The unsaved assessment; what could not be read is left empty, and the service says so."""
        given = self.cleaned_data
        return Assessment(
            uuid=self.new_uuid,
            patient=patient,
            episode=given.get("episode"),
            taken_at=given.get("taken_at"),  # type: ignore[misc]
            rater=given.get("rater"),
            kind=given.get("kind", ""),
            timing=given.get("timing", ""),
            footwear=given.get("footwear", ""),
            lift_in_place=_LIFT_OF[given.get("lift_in_place", "")],
            protocol=given.get("protocol", ""),
            note=given.get("note", ""),
            **self._where_from(),
        )

    def _where_from(self) -> dict[str, bool]:
        """A correction stays a paper record; a time that somebody changed is known from then on."""
        if not self.original:
            return {}
        same_time = self.cleaned_data.get("taken_at") == self.original.taken_at
        return {"from_paper": self.original.from_paper, "time_known": self.original.time_known or not same_time}


def opened(patient: Patient, by: Caller, usual: Assessment | None, protocols: Sequence[Protocol]) -> VisitForm:
    """The head of a new assessment: now, by oneself, under the conditions of the last one.

    The protocol is the last one's while it is in use, else the clinic's default.
    """
    form = VisitForm(None, patient, by, protocols)
    default = next((protocol.name for protocol in protocols if protocol.is_default), "")
    episodes = list(form.fields["episode"].queryset[:2])  # type: ignore[attr-defined]
    form.initial = {
        "token": uuid.uuid4(),
        "person": by.uuid,
        "episode": episodes[0].uuid if len(episodes) == 1 else None,
        "taken_at": timezone.now(),
        "rater": by.uuid if by.membership_id else None,
        "kind": AssessmentKind.RE_ASSESSMENT if usual else AssessmentKind.INITIAL,
        "timing": Timing.BEFORE_TREATMENT,
        **(conditions(usual) if usual else {}),
        "protocol": usual.protocol if usual and usual.protocol in form.protocols else default,
    }
    return form


def reopened(original: Assessment, by: Caller, protocols: Sequence[Protocol]) -> VisitForm:
    """The head of a correction: everything as it was recorded."""
    form = VisitForm(None, original.patient, by, protocols, original)
    form.initial = {
        "token": uuid.uuid4(),
        "person": by.uuid,
        "episode": original.episode.uuid if original.episode else None,
        "taken_at": original.taken_at,
        "rater": original.rater.uuid if original.rater else None,
        "kind": original.kind,
        "timing": original.timing,
        "note": original.note,
        **conditions(original),
    }
    return form


def conditions(assessment: Assessment) -> dict[str, str]:
    """What has to be alike for two readings to be compared, as the form spells it."""
    lift = next(text for text, value in _LIFT_OF.items() if value is assessment.lift_in_place)
    return {"footwear": assessment.footwear, "lift_in_place": lift, "protocol": assessment.protocol}
