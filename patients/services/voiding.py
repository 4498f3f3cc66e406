"""Taking a consent, an episode or an event out of use."""

from clinic.audit.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from patients.models import Consent, Episode, Event


def void_consent(consent: Consent, reason: str, *, by: Caller) -> None:
    """Mark a consent as entered in error."""
    by.require("consents.change")
    mark_entered_in_error(consent, reason, patients=[consent.patient], by=by)


def void_episode(episode: Episode, reason: str, *, by: Caller) -> None:
    """Mark an episode of care as entered in error; what was measured in it stays with the patient."""
    by.require("episodes.change")
    mark_entered_in_error(episode, reason, patients=[episode.patient], by=by)


def void_event(event: Event, reason: str, *, by: Caller) -> None:
    """Mark an event as entered in error."""
    by.require("episodes.change")
    mark_entered_in_error(event, reason, patients=[event.patient], by=by)
