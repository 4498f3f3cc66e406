"""The patient's sheet as typed, into answers; the names of its fields are those that the body chart sets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.intake_answers import (
    ASKED_RECALLS,
    HOURS_OF_A_DAY,
    LONGEST_LINE,
    LONGEST_TEXT,
    QUESTIONS,
    RED_FLAGS,
    REPLIES,
    Answers,
    PainAnswer,
)
from assessments.pain_regions import INTENSITIES, REGIONS, Recall, Region
from clinic.common.errors import Problem
from patients.body_regions import SIDE_LABELS

PAIN_FIELD = "pain-{region}-{side}"
"""The name of the field that holds the average of a region and side; the body chart sets it."""
PAIN_ROW = "row-{region}"
MORE_FIELDS = {Recall.WORST_7D: "worst-{region}-{side}", Recall.NOW: "now-{region}-{side}"}
RECALL_FIELDS = {Recall.AVERAGE_7D: PAIN_FIELD, **MORE_FIELDS}
SCALE = [(str(intensity), str(intensity)) for intensity in INTENSITIES]


@dataclass(frozen=True, slots=True)
class SideOfRegion:
    """The scales of one side: bound fields. ``label`` is "" where there is only one side."""

    label: str
    average: forms.BoundField
    worst: forms.BoundField
    now: forms.BoundField


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region to rate."""

    id: str
    name: str
    sides: list[SideOfRegion]

    @property
    def answered(self) -> bool:
        return any(field.value() for side in self.sides for field in (side.average, side.worst, side.now))


class IntakeForm(forms.Form):
    """Everything may be left out but one thing to begin with, which the service asks for."""

    complaint = forms.CharField(
        label=_(QUESTIONS["complaint"]),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    onset_date = forms.DateField(
        label=_(QUESTIONS["onset_date"]),
        help_text=_("The day, as well as you remember."),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1900-01-01"}),
    )
    onset_unknown = forms.BooleanField(label=_("I don’t know"), required=False)
    sitting_hours = forms.FloatField(
        label=_(QUESTIONS["sitting_hours"]),
        required=False,
        min_value=0,
        max_value=HOURS_OF_A_DAY,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    sports = forms.CharField(label=_(QUESTIONS["sports"]), required=False, max_length=LONGEST_LINE)
    remark = forms.CharField(
        label=_(QUESTIONS["remark"]),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        for _recall, _region, _side, name in scales():
            self.fields[name] = forms.TypedChoiceField(
                choices=[("", "–"), *SCALE], coerce=int, empty_value=None, required=False
            )
        for code, flag in RED_FLAGS.items():
            choices = [(reply, _(label)) for reply, label in REPLIES.items()]
            self.fields[f"flag-{code}"] = forms.ChoiceField(label=_(flag.question), choices=choices, required=False)

    def answers(self) -> Answers:
        """What was typed, once the form is valid."""
        given = self.cleaned_data
        replies = {code: given[f"flag-{code}"] for code in RED_FLAGS}
        return Answers(
            complaint=given["complaint"],
            pain=tuple(_pain(given)),
            onset_date=None if given["onset_unknown"] else given["onset_date"],
            onset_unknown=given["onset_unknown"],
            sitting_hours=given["sitting_hours"],
            sports=given["sports"],
            red_flags={code: reply for code, reply in replies.items() if reply},
            remark=given["remark"],
        )

    def show(self, problems: list[Problem]) -> None:
        """Say what the service refused at its field, or at the head of the sheet."""
        for problem in problems:
            name = problem.pointer.strip("/").partition("/")[0]
            self.add_error(name if name in QUESTIONS else None, str(problem.detail))

    def rows(self) -> Iterator[RegionRow]:
        """The regions in their order, with their scales."""
        for region in REGIONS.values():
            sides = [self._side(region, str(side)) for side in region.sides]
            yield RegionRow(PAIN_ROW.format(region=region.code), capfirst(gettext(region.label)), sides)

    def flags(self) -> list[forms.BoundField]:
        """The warning questions in their order."""
        return [self[f"flag-{code}"] for code in RED_FLAGS]

    def _side(self, region: Region, side: str) -> SideOfRegion:
        average, worst, now = (self[name.format(region=region.code, side=side)] for name in RECALL_FIELDS.values())
        label = capfirst(gettext(SIDE_LABELS[side])) if len(region.sides) > 1 else ""
        return SideOfRegion(label, average, worst, now)


def scales() -> Iterator[tuple[Recall, str, str, str]]:
    """Every scale of the sheet: recall, region, side, and the name of its field."""
    for region in REGIONS.values():
        for side in region.sides:
            for recall in ASKED_RECALLS:
                yield recall, region.code, str(side), RECALL_FIELDS[recall].format(region=region.code, side=side)


def _pain(given: Mapping[str, Any]) -> Iterator[PainAnswer]:
    rated: dict[tuple[str, str], dict[Recall, int]] = {}
    for recall, region, side, name in scales():
        if given[name] is not None:
            rated.setdefault((region, side), {})[recall] = given[name]
    for (region, side), ratings in rated.items():
        yield PainAnswer(region, side, ratings)
