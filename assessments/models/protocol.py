"""What a clinic measures at every assessment, and in which order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.measures import MEASURES, Side
from assessments.models.assessment import POSTURE_CHOICES
from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, same_clinic
from clinic.common.history import keep_history


class Sides(models.TextChoices):
    """The sides on which a protocol takes a measure."""

    BOTH = "both", _("Left and right")
    LEFT = "left", _("Left only")
    RIGHT = "right", _("Right only")
    NONE = "none", _("No side")


def sides_of(measure: str) -> tuple[Sides, ...]:
    """The choices of sides that the measure has, the usual one first."""
    return (Sides.NONE,) if Side.NONE in MEASURES[measure].sides else (Sides.BOTH, Sides.LEFT, Sides.RIGHT)


@keep_history
class Protocol(ClinicOwned):
    """A named list of measures. An assessment keeps the name of the one that it followed."""

    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("New assessments open with it. There is at most one.")
    )
    active = models.BooleanField(_("active"), default=True)

    objects = ClinicQuerySet["Protocol"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "name"],
                name="assessments_protocol_name",
                violation_error_message=_("The clinic already has a protocol of this name."),
            ),
            models.UniqueConstraint(
                fields=["clinic"],
                condition=Q(is_default=True),
                name="assessments_protocol_one_default",
                violation_error_message=_("Another protocol is the default already."),
            ),
            models.CheckConstraint(
                name="assessments_protocol_default_active",
                condition=Q(is_default=False) | Q(active=True),
                violation_error_message=_("A protocol that is out of use cannot be the default."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _sides_and_method() -> Q:
    """Every step has sides and a method that its measure has."""
    allowed = Q()
    for measure in MEASURES.values():
        if measure.enterable:
            methods = ["", *measure.enterable_methods]
            allowed |= Q(measure=measure.code, sides__in=sides_of(measure.code), method__in=methods)
    return allowed


class ProtocolStep(ClinicOwned):
    """One measure of a protocol. The list is replaced as a whole when the protocol changes."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="steps", verbose_name=_("protocol"))
    position = models.PositiveSmallIntegerField(_("position"))
    measure = models.CharField(
        _("measure"),
        max_length=40,
        choices=[(measure.code, _(measure.label)) for measure in MEASURES.values() if measure.enterable],
    )
    sides = models.CharField(_("sides"), max_length=5, choices=Sides.choices)
    method = models.CharField(_("method"), max_length=40, blank=True, help_text=_("Empty: as the measure usually is."))
    posture = models.CharField(
        _("posture"),
        max_length=10,
        blank=True,
        choices=POSTURE_CHOICES,
        help_text=_("Empty: the one that the method or the measure's definition prescribes."),
    )
    readings = models.PositiveSmallIntegerField(
        _("readings"), default=1, choices=[(1, "1"), (2, "2")], help_text=_("How many on each side; more are possible.")
    )

    objects = ClinicQuerySet["ProtocolStep"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("step of a protocol")
        verbose_name_plural = _("steps of a protocol")
        ordering = ["position"]
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("protocol"),
            models.UniqueConstraint(
                fields=["protocol", "position"],
                name="assessments_protocolstep_position",
                violation_error_message=_("Two measures have the same place."),
            ),
            models.UniqueConstraint(
                fields=["protocol", "measure"],
                name="assessments_protocolstep_once",
                violation_error_message=_("A measure is in the list twice."),
            ),
            models.CheckConstraint(
                name="assessments_protocolstep_sides_and_method",
                condition=_sides_and_method(),
                violation_error_message=_("This measure is not taken on these sides or not by this method."),
            ),
            models.CheckConstraint(
                name="assessments_protocolstep_readings",
                condition=Q(readings__gte=1, readings__lte=2),
                violation_error_message=_("A protocol asks for one or two readings."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_measure_display()
