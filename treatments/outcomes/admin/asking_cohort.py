"""Asking for a report about all patients together: exploring, or confirming a closed year once."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from assessments.measures import MEASURES
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.service_form import problems_of, show_problems
from clinic.common.caller import Caller
from clinic.common.errors import Clash, Refused
from clinic.practice.models import Membership
from patients.models import Sex
from patients.models.episode import Cause
from patients.models.sides import REGION_CHOICES
from treatments.models import Technique
from treatments.outcomes.admin.day_input import DayInput
from treatments.outcomes.findings.cohort.exposure import ineligible_reason
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair
from treatments.outcomes.models import OutcomeReport, PrespecifiedPair
from treatments.outcomes.requesting.cohort import request_cohort_report, request_confirmatory_report
from treatments.outcomes.selectors.settled_pairs import settled_pairs

MOST_YEARS_BACK = 10
ANYTHING = ("", gettext_lazy("All"))
AUDIENCES = [
    ("internal", gettext_lazy("Inside the clinic: all counts are shown")),
    ("sharing", gettext_lazy("For sharing: small counts, and whatever would reveal them, are left out")),
]


class CohortForm(forms.Form):
    """Who and what the report is about. Left as it is: everybody, all days, the pairs that the clinic settled."""

    pairs = forms.MultipleChoiceField(
        label=gettext_lazy("Pre-specified pairs"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("And explore: a measure"), required=False, widget=UnfoldAdminSelectWidget
    )
    region = forms.ChoiceField(
        label=gettext_lazy("beside pain in"),
        choices=[("", "–"), *REGION_CHOICES],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    until = forms.DateField(label=gettext_lazy("Until (inclusive)"), required=False, widget=DayInput)
    therapist = forms.ChoiceField(label=gettext_lazy("Therapist"), required=False, widget=UnfoldAdminSelectWidget)
    technique = forms.ChoiceField(label=gettext_lazy("Technique"), required=False, widget=UnfoldAdminSelectWidget)
    cause = forms.ChoiceField(
        label=gettext_lazy("Suspected cause"),
        choices=[ANYTHING, *Cause.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=[ANYTHING, *Sex.choices], required=False, widget=UnfoldAdminSelectWidget
    )
    age_min = forms.IntegerField(
        label=gettext_lazy("Age from"), required=False, min_value=0, widget=UnfoldAdminIntegerFieldWidget
    )
    age_max = forms.IntegerField(
        label=gettext_lazy("Age to"), required=False, min_value=0, widget=UnfoldAdminIntegerFieldWidget
    )
    referral_source = forms.CharField(
        label=gettext_lazy("Referral source"),
        required=False,
        help_text=gettext_lazy("Exactly as it stands in the patients’ records."),
        widget=UnfoldAdminTextInputWidget,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who will read it"),
        choices=AUDIENCES,
        initial="internal",
        widget=UnfoldAdminRadioSelectWidget,
    )

    def __init__(self, data: Any, by: Caller) -> None:
        super().__init__(data)
        # A word of Python, so that it cannot stand above.
        first_day = forms.DateField(label=gettext_lazy("From (inclusive)"), required=False, widget=DayInput)
        names = list(self.fields)
        before = names.index("until")
        self.fields = {
            **{name: self.fields[name] for name in names[:before]},
            "from": first_day,
            **{name: self.fields[name] for name in names[before:]},
        }
        settled = [pair_choice(pair) for pair in settled_pairs(by.clinic_id)]
        self._offer("pairs", settled)
        self.fields["pairs"].initial = [value for value, _label in settled]
        self._offer("measure", [("", "–"), *_measures_to_explore()])
        self._offer("therapist", [ANYTHING, *_therapists(by)])
        self._offer("technique", [ANYTHING, *_techniques(by)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("measure")) != bool(cleaned.get("region")):
            self.add_error("region", _("To explore a pair, choose both a measure and a pain region."))
        return cleaned

    @property
    def named_pairs(self) -> list[tuple[str, str]]:
        """The pairs that were ticked, and the one to explore, as (measure, region)."""
        ticked = [(measure, region) for measure, _at, region in (name.partition("@") for name in self._ticked())]
        explored = (self.cleaned_data["measure"], self.cleaned_data["region"])
        return [*ticked, explored] if all(explored) and explored not in ticked else ticked

    def _ticked(self) -> list[str]:
        return list(self.cleaned_data["pairs"])

    @property
    def filters(self) -> CohortFilters:
        """What was narrowed."""
        names = ("therapist", "technique", "cause", "sex", "referral_source", "age_min", "age_max")
        values = {name: self.cleaned_data[name] for name in names}
        return CohortFilters(**{name: None if value == "" else value for name, value in values.items()})


class YearForm(forms.Form):
    """Which closed year to confirm."""

    year = forms.TypedChoiceField(label=gettext_lazy("Closed year"), coerce=int, widget=UnfoldAdminSelectWidget)

    def __init__(self, data: Any, by: Caller) -> None:
        super().__init__(data)
        this_year = by.today().year
        confirmed = OutcomeReport.objects.visible_to(by).exclude(state="failed").exclude(locked_year=None)
        done = set(confirmed.values_list("locked_year", flat=True))
        years = [year for year in range(this_year - 1, this_year - 1 - MOST_YEARS_BACK, -1) if year not in done]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


def cohort_page(admin: ServiceAdmin, request: HttpRequest) -> HttpResponse:
    """Narrow the question or choose a year, and ask; then the report's own page shows how far it is."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    by = caller_of(request)
    confirming = "year" in request.POST
    data = request.POST if request.method == "POST" else None
    form, year_form = CohortForm(None if confirming else data, by), YearForm(data if confirming else None, by)
    used = year_form if confirming else form
    if used.is_valid():
        try:
            report = _ask(form, year_form, confirming, by)
        except (Refused, Clash) as refusal:
            show_problems(used, problems_of(refusal))
        else:
            return redirect(admin.url_of(report))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Request a report about all patients together"),
        "form": form,
        "year_form": year_form,
    }
    return TemplateResponse(request, "outcomes/request_cohort.html", context)


def _ask(form: CohortForm, year_form: YearForm, confirming: bool, by: Caller) -> OutcomeReport:
    if confirming:
        return request_confirmatory_report(year=year_form.cleaned_data["year"], by=by)
    asked = form.cleaned_data
    return request_cohort_report(
        pairs=form.named_pairs,
        from_=asked["from"],
        until=asked["until"],
        filters=form.filters,
        audience=asked["audience"],
        by=by,
    )


def pair_choice(pair: CohortPair) -> tuple[str, str]:
    """A pair as a choice of the form: its name, and how people call it."""
    return f"{pair.measure}@{pair.region}", str(PrespecifiedPair(measure=pair.measure, region=pair.region))


def _measures_to_explore() -> list[tuple[str, Any]]:
    """The measures whose deviation can be looked at beside some pain at all."""
    return [
        (code, _(measure.label))
        for code, measure in MEASURES.items()
        if not ineligible_reason(CohortPair(measure=code, region="low_back"))
    ]


def _therapists(by: Caller) -> list[tuple[str, str]]:
    members = Membership.objects.visible_to(by).filter(role="therapist").order_by("display_name")
    return [(str(uuid), name) for uuid, name in members.values_list("uuid", "display_name")]


def _techniques(by: Caller) -> list[tuple[str, str]]:
    return list(Technique.objects.visible_to(by).order_by("name").values_list("code", "name"))
