"""Asking the same question again."""

from typing import Any

from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Refused, refuse
from patients.services.belonging import foreign
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.queueing import queue

_QUESTION = ("kind", "patient", "episode", "window_from", "window_until", "parameters")
_FROZEN = ("cutoff", "inputs", "inputs_sha256", "input_keys", "heading")


def rerun(report: OutcomeReport, *, same_data: bool = False, by: Caller) -> OutcomeReport:
    """Queue the same question again, as a new report that supersedes this one.

    It reads what the records say now. With ``same_data`` it computes from the inputs that this report froze,
    and so shows what a newer engine makes of them. Raises Refused (``no_frozen_inputs`` if it froze none).
    """
    by.require("reports.request")
    if problems := foreign("", report, by):
        raise Refused(problems)
    if same_data and report.inputs is None:
        sentence = _("This report has not read its data yet, so there is no same data to use. Run it on today’s data.")
        raise refuse("/same_data", "no_frozen_inputs", sentence)
    copied = {name: getattr(report, name) for name in [*_QUESTION, *(_FROZEN if same_data else ())]}
    if not same_data:
        copied["parameters"] = _without_p_values(report.parameters)
    return queue(OutcomeReport(supersedes=report, **copied), by)


def _without_p_values(parameters: dict[str, Any]) -> dict[str, Any]:
    """Other data would be a second look at the year: it is described, but not tested again."""
    return {name: value for name, value in parameters.items() if name != "confirmatory_year"}
