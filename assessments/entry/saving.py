"""From the sheet to the service, and its answer back onto the sheet."""

from collections.abc import Callable

from django.db import transaction

from assessments.entry.sheet import Sheet
from assessments.services.recording import Recorded
from clinic.common.admin.service_form import problems_of
from clinic.common.errors import Clash, Refused, StaleRecord


def save(sheet: Sheet, store: Callable[[], Recorded]) -> bool:
    """Store the sheet by its service; False if something is wrong or not yet looked at twice.

    Then the sheet shows what, and nothing was written: an unusual value is known only to the whole service, so
    it runs and is rolled back.
    """
    try:
        with transaction.atomic():
            recorded = store()
            if sheet.ask_again(recorded.warnings) or sheet.visit.errors:
                transaction.set_rollback(True)
                return False
    except (Refused, Clash, StaleRecord) as refusal:
        sheet.show(problems_of(refusal))
        return False
    return True
