"""How long a request may be repeated with the same Idempotency-Key."""

import datetime as dt

from django.utils import timezone

from clinic.common.models import IdempotentAnswer

REMEMBERED = dt.timedelta(hours=48)
"""A client that was cut off repeats its request within minutes; two days also span a failed night."""


def forget_answers() -> int:
    """Delete the answers that are older than 48 hours, and say how many; they may hold a patient's data."""
    deleted, _by_model = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - REMEMBERED).delete()
    return deleted
