"""Where a manager sets things up, with what each place is for."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WAYS: list[tuple[Any, list[tuple[str, Any, Any]]]] = [
    (
        _("People"),
        [
            ("admin:practice_membership_changelist", _("Staff"), _("Who works here, in which role; new passwords.")),
            ("workplace:roles", _("Roles"), _("What each role may see and do.")),
            ("admin:treatments_availability_changelist", _("Working hours"), _("When each therapist can be booked.")),
        ],
    ),
    (
        _("Place"),
        [
            ("admin:treatments_closure_changelist", _("Closures"), _("Holidays, and days when nobody is treated.")),
            ("admin:practice_room_changelist", _("Rooms"), _("What can be booked, and where sessions may overlap.")),
            ("admin:treatments_appointmenttype_changelist", _("Appointment types"), _("Usual length and buffer.")),
            (
                "admin:practice_clinic_changelist",
                _("Clinic settings"),
                _("Language, time zone, and after how many sessions to re-assess."),
            ),
        ],
    ),
    (
        _("Measuring and treating"),
        [
            ("admin:assessments_protocol_changelist", _("Protocols"), _("What is measured, and in which order.")),
            ("admin:treatments_exercise_changelist", _("Exercises"), _("The library for home programmes.")),
            ("admin:treatments_technique_changelist", _("Techniques"), _("What can be written down as done.")),
            (
                "admin:outcomes_prespecifiedpair_changelist",
                _("Pre-specified pairs"),
                _("Which measure is set beside which pain, settled before anybody looks."),
            ),
            (
                "admin:assessments_methodprecision_changelist",
                _("Precision of methods"),
                _("The measurement error with which changes are judged."),
            ),
        ],
    ),
    (
        _("Other software, and who saw what"),
        [
            ("admin:practice_apiclient_changelist", _("API clients"), _("Which software may read or write what.")),
            ("admin:audit_auditevent_changelist", _("Who did what"), _("Every reading and every change, by name.")),
        ],
    ),
]
"""Groups of (page, title, what it is for); all of them open to whoever holds ``practice.change``."""


def ways() -> list[dict[str, Any]]:
    return [{"title": title, "places": [_place(*one) for one in group]} for title, group in WAYS]


def _place(page: str, title: Any, about: Any) -> dict[str, Any]:
    return {"url": reverse(page), "title": title, "about": about}
