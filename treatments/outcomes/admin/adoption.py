"""Putting the clinic's own measurement error in force, from the page of the report that computed it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.measures import MEASURES, Unit
from clinic.common.admin import ServiceAdmin, caller_of
from clinic.common.admin.service_form import problems_of
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from treatments.outcomes.adopting import Offer, adopt_precision, adoptable
from treatments.outcomes.models import OutcomeReport


@dataclass(frozen=True, slots=True)
class OfferedFigure:
    """What one click would put in force, in words. ``value`` is what the button sends."""

    name: str
    offered: str
    in_force: str
    value: str
    adopted: bool


def offered_figures(report: OutcomeReport, by: Caller) -> list[OfferedFigure]:
    """The figures that the report offers to this person; none to who may not put one in force."""
    return [_in_words(offer) for offer in adoptable(report, by)]


def adopt_page(admin: ServiceAdmin, request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put one figure in force (POST), and go back to the report."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    report, by = admin.find(request, uuid), caller_of(request)
    measure, _at, method = request.POST.get("figure", "").partition("@")
    try:
        adopt_precision(report, measure, method, by=by)
    except PermissionMissing as missing:
        raise PermissionDenied from missing
    except (Refused, Clash) as refusal:
        admin.message_user(request, str(problems_of(refusal)[0].detail), messages.ERROR)
    else:
        admin.message_user(request, _("In force from today on. Reports made from now on use it."), messages.SUCCESS)
    return redirect(admin.url_of(report))


def _in_words(offer: Offer) -> OfferedFigure:
    entry = MEASURES[offer.measure]
    given = {"measure": _(entry.label), "method": _(entry.methods[offer.method].label)}
    present = offer.in_force
    return OfferedFigure(
        name=_("%(measure)s, %(method)s") % given,
        offered=_both(offer.sem_same_rater, offer.sem_different_rater, entry.unit),
        in_force=_both(present.sem_same_rater, present.sem_different_rater, entry.unit),
        value=f"{offer.measure}@{offer.method}",
        adopted=offer.adopted,
    )


def _both(same: float | None, different: float | None, unit: Unit) -> str:
    """The SEM for one rater and for two."""
    if same is None or different is None:
        return _("not known")
    return _("%(same)s, different raters %(different)s") % {
        "same": unit.amount(round(same, 2)),
        "different": unit.amount(round(different, 2)),
    }
