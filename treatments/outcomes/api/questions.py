"""What each kind of report is asked: the fields of a request, and the service that takes them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from clinic.common.api.serializers import StrictSerializer
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from patients.models import Sex
from patients.models.episode import Cause
from treatments.outcomes.findings.cohort.question import CohortFilters
from treatments.outcomes.models import OutcomeReport, ReportKind
from treatments.outcomes.requesting.cohort import request_cohort_report, request_confirmatory_report
from treatments.outcomes.requesting.patient import request_patient_report
from treatments.outcomes.requesting.repeatability import request_repeatability_report

AUDIENCES = [("internal", "internal"), ("sharing", "sharing")]

FIELDS_OF: Mapping[str, frozenset[str]] = {
    ReportKind.PATIENT: frozenset({"patient", "episode", "from", "until"}),
    ReportKind.COHORT: frozenset({"pairs", "filters", "audience", "confirmatory_year", "from", "until"}),
    ReportKind.REPEATABILITY: frozenset({"from", "until"}),
}


class PairSerializer(StrictSerializer):
    """A measure and a pain region that are looked at together."""

    measure = serializers.CharField()
    region = serializers.CharField()


class AskedPairs(serializers.ListField):
    """Pairs by name; none given means those that the clinic settled."""

    child = PairSerializer()


class FiltersSerializer(StrictSerializer):
    """Who and what belongs to the cohort. Ages are full years, inclusive, at the first record inside the window."""

    therapist = serializers.UUIDField(required=False)
    technique = serializers.CharField(required=False, help_text="its code")
    cause = serializers.ChoiceField(Cause.choices, required=False)
    sex = serializers.ChoiceField(Sex.choices, required=False)
    referral_source = serializers.CharField(required=False)
    age_min = serializers.IntegerField(required=False, min_value=0, max_value=120)
    age_max = serializers.IntegerField(required=False, min_value=0, max_value=120)

    @staticmethod
    def column(path: str) -> str:
        """Read in the same query, as the JSON that it is."""
        return path


def request_report(kind: str, given: Mapping[str, Any], values: Mapping[str, Any], by: Caller) -> OutcomeReport:
    """Ask for a report of this kind. ``given`` is the body, ``values`` what it means. Raises Refused, Clash."""
    if problems := _out_of_place(kind, given):
        raise Refused(problems)
    window: dict[str, dt.date | None] = {"from_": values.get("window_from"), "until": values.get("window_until")}
    if kind == ReportKind.REPEATABILITY:
        return request_repeatability_report(**window, by=by)
    if kind == ReportKind.COHORT:
        return _request_cohort(values.get("parameters", {}), window, by)
    return request_patient_report(
        patient=values["patient"],
        episode=values.get("episode"),
        from_=window["from_"],
        until=window["until"],
        by=by,
    )


def _request_cohort(asked: Mapping[str, Any], window: dict[str, dt.date | None], by: Caller) -> OutcomeReport:
    year = asked.get("confirmatory_year")
    if year is not None:
        return request_confirmatory_report(year=year, by=by)
    filters = dict(asked.get("filters") or {})
    if "therapist" in filters:
        filters["therapist"] = str(filters["therapist"])
    pairs = asked.get("pairs")
    return request_cohort_report(
        pairs=None if pairs is None else [(pair["measure"], pair["region"]) for pair in pairs],
        filters=CohortFilters(**filters),
        audience=asked.get("audience", "internal"),
        **window,
        by=by,
    )


def _out_of_place(kind: str, given: Mapping[str, Any]) -> list[Problem]:
    """What is missing for this kind of report, and what it does not take."""
    problems = []
    if kind == ReportKind.PATIENT and given.get("patient") is None:
        problems.append(Problem("/patient", "required", _("Say which patient the report is about.")))
    allowed = FIELDS_OF[kind]
    if given.get("confirmatory_year") is not None:
        allowed = frozenset({"confirmatory_year"})
    sentence = _("“%(name)s” is not for this report; it takes: %(allowed)s.")
    problems += [
        Problem(f"/{name}", "not_for_this_report", sentence % {"name": name, "allowed": ", ".join(sorted(allowed))})
        for name, value in given.items()
        if value is not None and name not in {"kind", *allowed}
    ]
    return problems
