"""What of a report is drawn, and the stable name of each chart."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.finding import AlignmentFinding, PainFinding, PatientFindings
from treatments.outcomes.findings.points import EventPoint, PatientInputs, SessionPoint

_SINGLE_LEG = "single_leg_not_trended"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def main_pain(findings: PatientFindings) -> list[PainFinding]:
    """List the series that stand for their region."""
    return [found for found in findings.pain if found.main]


def drawn_alignment(findings: PatientFindings) -> list[AlignmentFinding]:
    """List the series that have a chart: all but single legs, which are too coarse to follow."""
    return [found for found in findings.alignment if _SINGLE_LEG not in found.reasons]


def sessions_shown(inputs: PatientInputs) -> list[SessionPoint]:
    """List the completed sessions inside the report's window, in time order."""
    done = (session for session in inputs.sessions if session.status == "completed")
    return sorted((s for s in done if _in_window(s.starts_at, inputs)), key=lambda s: (s.starts_at, s.key))


def events_shown(inputs: PatientInputs) -> list[EventPoint]:
    """List the events inside the report's window, in time order."""
    return sorted((e for e in inputs.events if _in_window(e.at, inputs)), key=lambda e: (e.at, e.key))


def moments_shown(findings: PatientFindings, inputs: PatientInputs) -> Iterator[datetime]:
    """Give the time of everything that is drawn; of a report with nothing to draw, its cut-off."""
    series: tuple[PainFinding | AlignmentFinding, ...] = (*findings.pain, *drawn_alignment(findings))
    moments = [point.at for found in series for point in found.points]
    moments += [session.starts_at for session in sessions_shown(inputs)]
    moments += [event.at for event in events_shown(inputs)]
    yield from moments or [findings.cutoff]


def pain_slug(found: PainFinding) -> str:
    """Name the chart of a pain series: `pain-knee-right-now`. Safe in a path, never a person's name."""
    side = None if found.side == "none" else found.side
    context = None if found.context == "overall" else found.context
    return _slug("pain", found.region, side, found.recall, context, _timing(found))


def alignment_slug(found: AlignmentFinding) -> str:
    """Name the chart of an alignment series: `pelvic-obliquity-palm-standing`."""
    side = None if found.side == "none" else found.side
    lift = None if found.lift is None else ("with-lift" if found.lift else "without-lift")
    return _slug(found.measure, side, found.method, found.posture, found.footwear, lift, _timing(found))


def _in_window(moment: datetime, inputs: PatientInputs) -> bool:
    day = moment.astimezone(ZoneInfo(inputs.zone)).date()
    after_from = inputs.window_from is None or day >= inputs.window_from
    return after_from and (inputs.window_until is None or day <= inputs.window_until)


def _timing(found: PainFinding | AlignmentFinding) -> str | None:
    return "after-treatment" if found.after_treatment else None


def _slug(*parts: str | None) -> str:
    return _NOT_IN_A_NAME.sub("-", "-".join(part for part in parts if part).lower()).strip("-")
