"""Who stopped coming: the definition, in one place."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from clinic.common.caller import Caller
from patients.models import Episode, Patient, PatientStatus
from patients.querysets import PatientQuerySet
from treatments.services.in_care import HALF_A_YEAR, booked_ahead, last_seen, own_among, seen_since

WEEKS_AWAY = 4
"""After so many weeks without a visit nobody can say any more that the next one was only not booked yet."""


def stopped_coming(by: Caller, *, long_ago: bool = False, mine: bool = False) -> PatientQuerySet[Patient]:
    """Patients with an open episode who were last here more than four weeks ago and have no booking ahead.

    ``last_seen`` is that day; whoever was here last stands first. ``long_ago`` gives those who were not here for
    half a year instead, by name: a call hardly brings them back, and their episodes were left open. ``mine`` gives
    the caller's own. Closing the episode takes a patient off. Patients who are archived, dead or merged into another
    are left out.
    """
    half_a_year = _within_half_a_year(by)
    away = _away(by).exclude(half_a_year) if long_ago else _away(by).filter(half_a_year)
    if mine:
        # Whose they are is asked of these few; within one statement it would be asked of every patient.
        own = own_among(list(away.values_list("pk", flat=True)), by)
        away = Patient.objects.visible_to(by).filter(pk__in=own)
    order = ("family_name", "uuid") if long_ago else ("-last_seen", "pk")
    return away.annotate(last_seen=last_seen(by)).order_by(*order)


def how_many_stopped(by: Caller) -> tuple[int, int]:
    """How many are on the list of ``stopped_coming``, and on that of long ago; one query."""
    counted = _away(by).aggregate(every=Count("pk"), lately=Count("pk", filter=_within_half_a_year(by)))
    return counted["lately"], counted["every"] - counted["lately"]


def _away(by: Caller) -> PatientQuerySet[Patient]:
    """Patients in treatment who were not here for weeks and have no booking ahead."""
    lately = seen_since(by.today() - dt.timedelta(weeks=WEEKS_AWAY), by)
    return in_treatment(by).exclude(pk__in=lately).exclude(pk__in=booked_ahead(by))


def _within_half_a_year(by: Caller) -> Q:
    return Q(pk__in=seen_since(by.today() - HALF_A_YEAR, by))


def in_treatment(by: Caller) -> PatientQuerySet[Patient]:
    """Patients with an open episode, by the records."""
    running = Episode.objects.visible_to(by).valid().filter(patient=OuterRef("pk"), closed_at__isnull=True)
    patients = Patient.objects.visible_to(by).filter(status=PatientStatus.ACTIVE, merged_into__isnull=True)
    return patients.filter(Exists(running))
