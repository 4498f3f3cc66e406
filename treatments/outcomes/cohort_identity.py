"""What a report about all patients was asked, as its document says it."""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.practice.models import Membership
from patients.models import Sex
from patients.models.episode import Cause
from treatments.models import Technique
from treatments.outcomes.document.content import Identity, Pairs
from treatments.outcomes.identity import bcp47
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.narrative.days import full_day


def cohort_identity(report: OutcomeReport) -> Identity:
    """Whose report it is and what it was asked, in the active language. Needs ``clinic`` joined."""
    return Identity(
        clinic=report.clinic.name,
        names=(),
        asked=_asked(report),
        language=bcp47(report.parameters["language"]),
        paper=report.clinic.paper,  # type: ignore[arg-type]
    )


def filter_names(report: OutcomeReport) -> dict[str, str]:
    """What a person reads for the filters whose value is a code or an id."""
    filters = report.parameters["filters"]
    named = {
        "therapist": _therapist(report, filters.get("therapist")),
        "technique": _technique(report, filters.get("technique")),
        "cause": str(dict(Cause.choices).get(filters.get("cause"), "")),
        "sex": str(dict(Sex.choices).get(filters.get("sex"), "")),
    }
    return {name: text for name, text in named.items() if text}


def _asked(report: OutcomeReport) -> Pairs:
    first = _day(report.window_from) if report.window_from else _("the first record")
    last = _day(report.window_until) if report.window_until else _("the data cut-off")
    year = report.parameters.get("confirmatory_year")
    reason = _("to confirm %(year)s, once") % {"year": year} if year else None
    if report.scheduled_for:
        reason = _("every week, for the week of %(day)s") % {"day": _day(report.scheduled_for)}
    asked = ((_("Period"), _("%(first)s to %(last)s") % {"first": first, "last": last}), (_("Made"), reason))
    return tuple((label, text) for label, text in asked if text)


def _therapist(report: OutcomeReport, uuid: str | None) -> str:
    if uuid is None:
        return ""
    members = Membership.objects.filter(clinic=report.clinic_id, uuid=UUID(uuid))
    return members.values_list("display_name", flat=True).first() or ""


def _technique(report: OutcomeReport, code: str | None) -> str:
    if code is None:
        return ""
    techniques = Technique.objects.filter(clinic=report.clinic_id, code=code)
    return techniques.values_list("name", flat=True).first() or ""


def _day(day: dt.date) -> str:
    return full_day(day, _)
