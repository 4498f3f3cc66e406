"""Who treated the patient in what a report is about."""

from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.scope import Scope


def who_treated(report: OutcomeReport) -> tuple[str, ...]:
    """The names of those who completed its sessions, each once, in the order of their first one. Needs ``clinic``."""
    sessions = Scope.of_report(report).completed_sessions().valid().in_time_order()
    return tuple(dict.fromkeys(sessions.values_list("therapist__display_name", flat=True)))
