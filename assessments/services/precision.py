"""A clinic's own measurement errors: giving them, and which are in force."""

from math import isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.measures import MEASURES, unknown_measure_message
from assessments.models import MethodPrecision
from assessments.precision import OwnFigure, OwnFigures
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import field_problems, insert


def set_precision(precision: MethodPrecision, *, by: Caller) -> MethodPrecision:
    """Store the clinic's own SEM of a method (mm or degrees), in force from ``valid_from`` on.

    Figures are added and never overwritten, so that a report can say which one it used. Raises Refused for
    invalid values, Clash for a second figure from the same day on.
    """
    by.require("precision.change")
    with transaction.atomic():
        precision.clinic_id = by.clinic_id
        if problems := _problems(precision):
            raise Refused(problems)
        insert(precision)
        record("method_precision.set", precision, by=by, kind="method_precision")
    return precision


def own_figures(by: Caller) -> OwnFigures:
    """The clinic's own measurement errors that are in force today; one query."""
    rows = MethodPrecision.objects.visible_to(by).in_force_on(by.today())
    columns = ("sem_same_rater", "sem_different_rater", "source", "valid_from")
    return {
        (measure, method): OwnFigure(*figure)
        for measure, method, *figure in rows.values_list("measure", "method", *columns)
    }


def _problems(precision: MethodPrecision) -> list[Problem]:
    entry = MEASURES.get(precision.measure)
    if entry is None:
        return [Problem("/measure", "unknown_measure", unknown_measure_message(precision.measure).text(_))]
    problems = field_problems(precision)
    if precision.method not in entry.methods:
        sentence = _("“%(method)s” is no method of this measure. Use one of: %(allowed)s.")
        given = {"method": precision.method, "allowed": ", ".join(entry.methods)}
        problems.append(Problem("/method", "method_not_allowed", sentence % given))
    for name in ("sem_same_rater", "sem_different_rater"):
        sem = getattr(precision, name)
        if sem is not None and not (isfinite(sem) and sem > 0):
            sentence = _("A standard error of measurement is larger than 0, not %(given)s.")
            problems.append(Problem(f"/{name}", "out_of_bounds", sentence % {"given": sem}))
    return problems
