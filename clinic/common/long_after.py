"""What was touched long after it happened: rare, and what reports and other software must not overlook."""

from django.db import models
from django.db.models import Func


class LongAfter(Func):
    """Whether one moment lies more than a day after another: ``LongAfter("updated_at", "taken_at")``.

    The day is written into the SQL, not handed over, so that the database knows the condition of an index again.
    """

    template = "((%(expressions)s) > interval '1 day')"
    arg_joiner = " - "
    output_field = models.BooleanField()
