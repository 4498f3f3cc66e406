"""Clinical time lies in the past: the database's own clock says so."""

from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _


class NowOnTheSlowestClock(Func):
    """The database's time plus five minutes, because a measuring device's clock may run ahead a little."""

    template = "(STATEMENT_TIMESTAMP() + interval '5 minutes')"
    output_field = models.DateTimeField()


def not_in_the_future(field: str, *, name: str) -> models.CheckConstraint:
    """The moment in ``field`` has already come (or is null)."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": NowOnTheSlowestClock()}),
        violation_error_message=_("The time lies in the future; only what has happened can be recorded."),
        violation_error_code="in_the_future",
    )
