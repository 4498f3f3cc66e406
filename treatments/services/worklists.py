"""What waits for somebody: the selectors behind the worklists."""

from clinic.common.caller import Caller
from treatments.models import FollowUp, TreatmentSession
from treatments.querysets import FollowUpQuerySet, SessionQuerySet


def unsigned_notes(by: Caller) -> SessionQuerySet[TreatmentSession]:
    """Completed sessions whose note is not signed, the oldest first, with patient and therapist.

    A therapist sees their own, for nobody else can sign them; whoever manages the clinic sees everybody's. Nothing
    for a caller who does not see treatments.
    """
    sessions = TreatmentSession.objects.visible_to(by).unsigned().select_related("patient", "therapist")
    if not by.may("treatments.view"):
        return sessions.none()
    if not by.may("practice.change"):
        sessions = sessions.filter(therapist=by.membership_id)
    return sessions.in_time_order()


def follow_ups_due(by: Caller) -> FollowUpQuerySet[FollowUp]:
    """Follow-ups of the clinic whose day has come, the longest waiting first, with patient and episode.

    Whoever has time calls, so everybody who treats sees all of them. The call asks for pain, so the front desk sees
    none: nothing for a caller who does not see treatments.
    """
    due = FollowUp.objects.visible_to(by).due(by.today()).select_related("patient", "episode")
    return due if by.may("treatments.view") else due.none()
