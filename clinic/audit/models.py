"""Who did or saw what: rows that can be added and never changed."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'The audit can be added to and never emptied.';",
    ),
]


class AuditEvent(models.Model):
    """One act of one actor. It stores uuids and names, no keys, so that every app can write to it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    clinic = models.UUIDField(_("clinic"))
    actor = models.UUIDField(_("actor's id"), help_text=_("The membership or the API client."))
    actor_name = models.CharField(_("who"), max_length=200)
    action = models.CharField(_("action"), max_length=60, help_text=_("For example patient.viewed."))
    subject_kind = models.CharField(_("kind of record"), max_length=60)
    subject = models.UUIDField(_("record"), null=True)
    patients = ArrayField(models.UUIDField(), default=list, verbose_name=_("patients"))
    outcome = models.CharField(_("outcome"), max_length=20, default="done")
    detail = models.JSONField(_("detail"), default=dict)
    request_id = models.CharField(_("request"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            GinIndex(fields=["patients"], name="audit_event_patients"),
            models.Index(fields=["clinic", "-id"], name="audit_event_clinic"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


class AuditSeal(models.Model):
    """The link of one event in its clinic's hash chain, added by the sealer a few seconds after the event.

    It is a row of its own so that the event itself is never updated, and so that writers of events
    never wait for one another.
    """

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal")
    clinic = models.UUIDField()
    sequence = models.PositiveBigIntegerField(help_text=_("1, 2, 3, ... within the clinic."))
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "sequence"], name="audit_seal_sequence")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.clinic} {self.sequence}"
