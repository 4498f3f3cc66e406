"""The clinic itself: its rooms, its people and the software that may act for it."""

import uuid
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet
from clinic.practice.roles import SCOPE_PERMISSIONS, Role

LANGUAGES = [("en", _("English")), ("zh-hant", _("Traditional Chinese"))]
"""The languages of the pages and of the documents."""


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a known time zone; write it like “Asia/Hong_Kong”."),
            code="unknown_time_zone",
            params={"name": name},
        )


class Paper(models.TextChoices):
    A4 = "a4", _("A4")
    US_LETTER = "us-letter", _("US Letter")


class Clinic(models.Model):  # type: ignore[django-manager-missing]
    """One location with one wall clock. Every record of a patient belongs to exactly one clinic."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    locale = models.CharField(
        _("language"), max_length=12, default="en", choices=LANGUAGES, help_text=_("In which documents are written.")
    )
    address = models.TextField(_("address"), blank=True)
    paper = models.CharField(_("paper of documents"), max_length=10, choices=Paper.choices, default=Paper.A4)
    small_cell_threshold = models.PositiveSmallIntegerField(
        _("small-cell threshold"),
        default=5,
        validators=[MinValueValidator(2)],
        help_text=_("Counts below it are suppressed in reports that leave the clinic."),
    )
    session_minutes = models.PositiveSmallIntegerField(_("default session length (minutes)"), default=45)
    reassess_every_sessions = models.PositiveSmallIntegerField(_("re-assess after so many sessions"), default=6)
    next_record_number = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person who logs in. What they may do is decided by their membership in a clinic, never here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(
        _("language of the pages"), max_length=12, blank=True, choices=LANGUAGES, help_text=_("Empty: as the clinic's.")
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")


class Membership(ClinicOwned):
    """A person's role in one clinic. Rater, therapist and "entered by" refer to it, also after they left."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    display_name = models.CharField(_("name as shown"), max_length=120)
    active = models.BooleanField(_("active"), default=True)
    supervises_parallel_sessions = models.BooleanField(
        _("may supervise sessions in parallel"),
        default=False,
        help_text=_("Overlapping bookings of this therapist are allowed."),
    )

    objects = ClinicQuerySet["Membership"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "user"],
                name="practice_membership_once",
                violation_error_message=_("This person already has a role in this clinic; change that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Room(ClinicOwned):
    """A room that sessions are booked into."""

    name = models.CharField(_("name"), max_length=80)
    active = models.BooleanField(_("active"), default=True)
    allows_overlap = models.BooleanField(
        _("allows overlapping sessions"),
        default=False,
        help_text=_("For a gym or a room with several couches."),
    )

    objects = ClinicQuerySet["Room"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "name"],
                name="practice_room_name",
                violation_error_message=_("The clinic already has a room of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiClient(AbstractApplication):
    """Other software that may act for one clinic, within its scopes, by OAuth2 client credentials."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="api_clients", verbose_name=_("clinic"))
    version = models.PositiveIntegerField(default=1, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=40, choices=[(scope, scope) for scope in SCOPE_PERMISSIONS]),
        verbose_name=_("scopes"),
    )
    active = models.BooleanField(_("active"), default=True)

    objects = ClinicQuerySet["ApiClient"].as_manager()

    class Meta(AbstractApplication.Meta):
        abstract = False
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        constraints = [
            models.CheckConstraint(
                name="practice_api_client_credentials_only",
                condition=models.Q(
                    authorization_grant_type=AbstractApplication.GRANT_CLIENT_CREDENTIALS,
                    client_type=AbstractApplication.CLIENT_CONFIDENTIAL,
                ),
                violation_error_message=_("An API client is confidential and uses client credentials."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
