"""What a therapist takes over of a sheet: which ratings, for which episode, with which red flags."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.intake.shown import flag_label, named
from assessments.intake_answers import Answers
from assessments.models import Intake
from assessments.pain_regions import REGIONS
from assessments.services.taking_over import ratings_of
from clinic.common.caller import Caller
from patients.models import Episode

NEW = "new"


class TakeOverForm(forms.Form):
    """Everything the patient said is ticked to begin with; the episode is the open one of the region that hurts most,
    or a new one for it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ratings = forms.MultipleChoiceField(label=_("Pain to record"), required=False, widget=forms.CheckboxSelectMultiple)
    episode = forms.ChoiceField(label=_("Episode of care"), required=False)
    complaint = forms.ChoiceField(label=_("Complaint of the new episode"), required=False)
    onset_date = forms.DateField(
        label=_("Onset"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    red_flags = forms.MultipleChoiceField(
        label=_("Red flags to note on the episode"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown_at = {"region": "complaint", "side": "complaint"}

    def __init__(self, data: Any, intake: Intake, answers: Answers, by: Caller) -> None:
        super().__init__(data)
        self.intake, self.by = intake, by
        open_ones = Episode.objects.visible_to(by).valid().filter(patient=intake.patient, closed_at=None)
        self.open_episodes = {str(one.uuid): one for one in open_ones.order_by("-opened_at", "-id")}
        self._offer(answers)
        self.initial = self._at_first(answers)

    def _offer(self, answers: Answers) -> None:
        rated = [(key, _words(rating)) for key, rating in ratings_of(self.intake)]
        episodes = [(uuid, named(one.region, one.side)) for uuid, one in self.open_episodes.items()]
        self._choices("ratings", rated)
        self._choices("episode", [(NEW, gettext("Open a new one")), *episodes, ("", gettext("None"))])
        self._choices("complaint", _complaints(answers))
        self._choices("red_flags", [(code, flag_label(code)) for code in answers.flags])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _at_first(self, answers: Answers) -> dict[str, Any]:
        main = answers.main_pain
        same = (
            uuid
            for uuid, one in self.open_episodes.items()
            if main is None or (one.region, one.side) == (main.region, main.side)
        )
        return {
            "version": self.intake.version,
            "ratings": [key for key, _rating in ratings_of(self.intake)],
            "episode": next(same, NEW if main else ""),
            "complaint": f"{main.region}/{main.side}" if main else "",
            "onset_date": answers.onset_date,
            "red_flags": answers.flags,
        }

    def chosen_episode(self) -> Episode | None:
        """The open episode, an unsaved new one, or None."""
        given = self.cleaned_data
        if given["episode"] != NEW:
            return self.open_episodes.get(given["episode"])
        region, _slash, side = given["complaint"].partition("/")
        return Episode(
            patient=self.intake.patient,
            region=region,
            side=side,
            opened_at=self.by.today(),
            onset_date=given["onset_date"],
        )

    def chosen_flags(self) -> list[str]:
        """The red flags as they stand on an episode, in words."""
        return [flag_label(code) for code in self.cleaned_data["red_flags"]]


def _words(rating: Any) -> str:
    return f"{named(rating.region, rating.side)}: {rating.intensity} ({rating.get_recall_display()})"


def _complaints(answers: Answers) -> list[tuple[str, str]]:
    """Where the patient has pain first, then every other region."""
    hurting = [(one.region, one.side) for one in answers.pain]
    every = [(code, str(side)) for code, region in REGIONS.items() for side in region.sides]
    ordered = dict.fromkeys([*hurting, *every])
    return [(f"{region}/{side}", named(region, side)) for region, side in ordered]
