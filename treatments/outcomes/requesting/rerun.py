"""Asking the same question again."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Refused, refuse
from patients.models import Merge
from patients.services.belonging import foreign
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.queueing import queue

_QUESTION = ("kind", "patient", "episode", "window_from", "window_until", "parameters")
_FROZEN = ("cutoff", "inputs", "inputs_sha256", "input_keys", "heading")


def rerun(report: OutcomeReport, *, same_data: bool = False, by: Caller) -> OutcomeReport:
    """Queue the same question again, as a new report that supersedes this one.

    It reads what the records say now. With ``same_data`` it computes from the inputs that this report froze,
    and so shows what a newer engine makes of them. On today's data the report of a patient whose record was merged
    is about the survivor. Raises Refused: ``no_frozen_inputs`` if it froze none, ``merged_since`` if the data of many
    patients are to be read again as they stood, and two records have been merged or separated meanwhile.
    """
    by.require("reports.request")
    if problems := foreign("", report, by):
        raise Refused(problems)
    if same_data and report.inputs is None:
        sentence = _("This report has not read its data yet, so there is no same data to use. Run it on today’s data.")
        raise refuse("/same_data", "no_frozen_inputs", sentence)
    if same_data and report.patient is None and _merged_since(report):
        sentence = _(
            "Records of patients have been merged or separated since this report read its data, so that they can no "
            "longer be read as they stood. Run it on today’s data."
        )
        raise refuse("/same_data", "merged_since", sentence)
    copied = {name: getattr(report, name) for name in [*_QUESTION, *(_FROZEN if same_data else ())]}
    if not same_data:
        copied["parameters"] = _without_p_values(report.parameters)
        copied["patient"] = report.patient and report.patient.survivor()
    return queue(OutcomeReport(supersedes=report, **copied), by)


def _merged_since(report: OutcomeReport) -> bool:
    merges = Merge.objects.filter(clinic=report.clinic_id)
    return merges.filter(Q(merged_at__gt=report.cutoff) | Q(undone_at__gt=report.cutoff)).exists()


def _without_p_values(parameters: dict[str, Any]) -> dict[str, Any]:
    """Other data would be a second look at the year: it is described, but not tested again."""
    return {name: value for name, value in parameters.items() if name != "confirmatory_year"}
