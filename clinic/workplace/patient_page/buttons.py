"""What can be begun from a patient's page. A page of the workplace that belongs here adds a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.caller import Caller
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Button:
    """``posts``: pressing it begins the work at once, with nothing to fill in."""

    title: str | Promise
    permission: str
    name: str
    """The name of the page's address."""
    named_in_path: bool = False
    """The address holds the patient's id; else it is given as ``?patient=``."""
    panel: str = ""
    """The panel of the day in which the work is done."""
    posts: bool = False
    primary: bool = False

    def url(self, patient: Patient) -> str:
        if self.named_in_path:
            return reverse(self.name, args=[patient.uuid])
        panel = {"panel": self.panel} if self.panel else {}
        return f"{reverse(self.name)}?{urlencode({**panel, 'patient': patient.uuid})}"


BUTTONS = (
    Button(_("New assessment"), "assessments.change", "admin:assessments_assessment_add", primary=True),
    Button(_("Book a session"), "sessions.book", "admin:index", panel="book"),
    Button(_("Intake on the tablet"), "patients.change", "workplace:intake", named_in_path=True),
    Button(_("Request report"), "reports.request", "admin:outcomes_outcomereport_add", posts=True),
)


def buttons_of(patient: Patient, by: Caller) -> Sequence[dict[str, Any]]:
    """The buttons that this person may press; none for a record that was merged, which takes nothing new."""
    return [
        {"title": one.title, "url": one.url(patient), "posts": one.posts, "primary": one.primary}
        for one in BUTTONS
        if by.may(one.permission) and not patient.merged_into_id
    ]
