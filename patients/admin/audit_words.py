"""What the audit notes as codes, such as ``patient.viewed``, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, Any] = {
    "api_client": _("API client"),
    "appointmenttype": _("appointment type"),
    "assessment": _("assessment"),
    "assessments": _("assessments"),
    "audit": _("audit"),
    "availability": _("working hours"),
    "clinic": _("clinic settings"),
    "closure": _("closure"),
    "consent": _("consent"),
    "contact": _("contact"),
    "episode": _("episode of care"),
    "event": _("event"),
    "exercise": _("exercise"),
    "follow_up": _("follow-up"),
    "followup": _("follow-up"),
    "identifier": _("number in other software"),
    "method_precision": _("precision of a method"),
    "intake": _("patient’s sheet"),
    "pain_rating": _("pain rating"),
    "pair": _("possible duplicate"),
    "patient": _("patient"),
    "plan": _("plan"),
    "prespecified_pair": _("settled pair"),
    "protocol": _("protocol"),
    "questionnaire_score": _("questionnaire score"),
    "report": _("report"),
    "room": _("room"),
    "session": _("session"),
    "staff": _("member of staff"),
    "technique": _("technique"),
    "timeline": _("timeline"),
    "treatmentsession": _("session"),
}
ACTS: Mapping[str, Any] = {
    "added": _("added"),
    "addendum": _("added to after signing"),
    "answered": _("answered"),
    "arrived": _("marked as arrived"),
    "booked": _("booked"),
    "cancelled": _("cancelled"),
    "changed": _("changed"),
    "completed": _("completed"),
    "corrected": _("corrected"),
    "discarded": _("discarded"),
    "discharged": _("closed, with everything that belongs to it"),
    "dismissed": _("said to be two people"),
    "documented": _("written up"),
    "done": _("done"),
    "downloaded": _("downloaded"),
    "employed": _("added"),
    "entered_in_error": _("marked as entered in error"),
    "failed": _("failed"),
    "finished": _("done"),
    "imported": _("imported"),
    "in_progress": _("started"),
    "invited": _("invited"),
    "listed": _("seen in a list"),
    "made": _("made"),
    "merged": _("merged with another record"),
    "moved": _("moved"),
    "no_show": _("marked as missed"),
    "noted": _("noted"),
    "opened": _("opened"),
    "password_renewed": _("given a new password"),
    "planned": _("planned"),
    "precision_adopted": _("precision taken over from it"),
    "recorded": _("recorded"),
    "registered": _("registered"),
    "removed": _("removed"),
    "requested": _("requested"),
    "retired": _("retired"),
    "secret_renewed": _("given a new secret"),
    "set": _("set"),
    "settled": _("settled"),
    "sheet_printed": _("exercise sheet printed"),
    "signed": _("signed"),
    "taken_over": _("taken over"),
    "undone": _("step taken back"),
    "unmerged": _("separated again"),
    "viewed": _("looked at"),
    "written_down": _("written down"),
}


def act_in_words(action: str) -> str:
    """``session.no_show`` as “Session: marked as missed”; a code without words is shown as it is."""
    kind, _dot, act = action.partition(".")
    if kind not in KINDS or act not in ACTS:
        return action
    return gettext("%(kind)s: %(act)s") % {"kind": capfirst(KINDS[kind]), "act": ACTS[act]}
