"""Which session is in the way of another."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.common.caller import Caller
from clinic.common.errors import Clash
from treatments.models import TreatmentSession


def place(session: TreatmentSession, write: Callable[[], object], by: Caller) -> None:
    """Run ``write``; raises Clash with the id of the session that already takes up patient, therapist or room."""
    try:
        write()
    except Clash as clash:
        raise _naming_the_other(session, clash, by) from clash


def _naming_the_other(session: TreatmentSession, clash: Clash, by: Caller) -> Clash:
    """The same clash with the id and the time of the session that is in the way."""
    who = clash.code.removesuffix("_overlap")  # patient, therapist or room: see the constraints of the session
    others = TreatmentSession.objects.visible_to(by).live().exclude(pk=session.pk)
    taken = others.filter(**{who: getattr(session, who)}, during__overlap=session.during)
    other = taken.in_time_order().first()
    if other is None:
        return clash
    starts, ends = (moment.astimezone(by.zone) for moment in (other.starts_at, other.ends_at))
    detail = _("%(clash)s It lasts from %(start)s to %(end)s.") % {
        "clash": clash.detail,
        "start": date_format(starts, "DATETIME_FORMAT"),
        "end": date_format(ends, "TIME_FORMAT"),
    }
    return Clash(clash.code, detail, with_uuid=str(other.uuid))
