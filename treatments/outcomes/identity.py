"""Whose report it is and what it was asked to cover, as the document says it; frozen together with the inputs."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from treatments.outcomes.document.content import Identity, Pairs
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.narrative.days import full_day


def identity_of(report: OutcomeReport) -> Identity:
    """In the active language. Needs ``clinic``, ``patient`` and ``episode`` joined."""
    patient = report.patient
    assert patient
    names = (f"{patient.family_name}, {patient.given_name}", patient.second_script_name)
    facts = (
        (_("Record number"), patient.record_number),
        (_("Born"), _day(patient.birth_date) if patient.birth_date else str(patient.birth_year or "")),
    )
    return Identity(
        clinic=report.clinic.name,
        names=tuple(filter(None, names)),
        facts=tuple(fact for fact in facts if fact[1]),
        asked=_asked(report),
        language=bcp47(report.parameters["language"]),
        paper=report.clinic.paper,  # type: ignore[arg-type]
    )


def identity_from_json(heading: dict[str, Any]) -> Identity:
    """The identity as it was frozen."""
    pairs = {name: tuple((label, text) for label, text in heading[name]) for name in ("facts", "asked")}
    return Identity(**{**heading, **pairs, "names": tuple(heading["names"])})


def _asked(report: OutcomeReport) -> Pairs:
    first = _day(report.window_from) if report.window_from else _("the first record")
    last = _day(report.window_until) if report.window_until else _("the data cut-off")
    return (
        (_("Episode of care"), str(report.episode) if report.episode else _("all")),
        (_("Period"), _("%(first)s to %(last)s") % {"first": first, "last": last}),
    )


def _day(day: dt.date) -> str:
    return full_day(day, _)


def bcp47(language: str) -> str:
    """``zh-hant`` as documents write it: ``zh-Hant``."""
    code, *subtags = language.split("-")
    return "-".join([code, *(tag.title() if len(tag) == 4 else tag.upper() for tag in subtags)])
