"""Changing what the clinic says about itself."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import StaleRecord
from clinic.common.records import check_fields
from clinic.practice.models import Clinic


def change_clinic(clinic: Clinic, fields: Iterable[str], *, by: Caller) -> Clinic:
    """Store the named fields of the caller's clinic; raises Refused (unknown time zone), StaleRecord."""
    by.require("practice.change")
    names = list(fields)
    with transaction.atomic():
        check_fields(clinic)
        values = {name: getattr(clinic, name) for name in names}
        rows = Clinic.objects.filter(pk=by.clinic_id, version=clinic.version)
        if not rows.update(**values, version=F("version") + 1):
            raise StaleRecord
        record("clinic.changed", clinic, by=by, detail={"fields": names})
    return clinic
