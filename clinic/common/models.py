"""The one table of the common ground: answers that a repeated request gets again."""

from django.db import models
from django.db.models.functions import Now


class IdempotentAnswer(models.Model):
    """The answer to one Idempotency-Key of one actor, written in the transaction that created the record."""

    actor = models.UUIDField()
    key = models.CharField(max_length=255)
    request_sha256 = models.BinaryField(max_length=32, help_text="Of method, path and body.")
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=255, blank=True)
    etag = models.CharField(max_length=80, blank=True)
    body = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="common_idempotent_answer_once")]

    def __str__(self) -> str:
        return self.key
