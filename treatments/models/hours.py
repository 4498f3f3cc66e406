"""When therapists work and when the clinic is closed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.common.clinic_owned import ClinicOwned, ClinicQuerySet, same_clinic


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Availability(ClinicOwned):
    """Weekly working hours of one therapist, in minutes since midnight on the clinic's clock."""

    therapist = models.ForeignKey(
        "practice.Membership", models.PROTECT, related_name="availability", verbose_name=_("therapist")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    minutes = IntegerRangeField(_("minutes since midnight"), help_text=_("From, up to but not including."))

    objects = ClinicQuerySet["Availability"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            *ClinicOwned.Meta.constraints,
            *same_clinic("therapist"),
            models.CheckConstraint(
                name="treatments_availability_in_a_day",
                condition=Q(minutes__startswith__gte=0, minutes__endswith__lte=1440, minutes__isempty=False),
                violation_error_message=_("Working hours lie between 0:00 and 24:00 and end after they begin."),
            ),
            ExclusionConstraint(
                name="treatments_availability_apart",
                expressions=[
                    ("therapist", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("These hours overlap other working hours of this therapist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.minutes.lower // 60}:{self.minutes.lower % 60:02}"

    @property
    def from_until(self) -> str:
        """The hours as a clock shows them, such as 09:00–12:30; a day ends at 24:00."""
        begins, until = (f"{end // 60:02}:{end % 60:02}" for end in (self.minutes.lower, self.minutes.upper))
        return f"{begins}–{until}"

    def clean(self) -> None:
        """The database cannot even take a range whose ends are in the wrong order."""
        if self.minutes and not (self.minutes.lower or 0) < (self.minutes.upper or 0):
            raise ValidationError({"minutes": _("Working hours end after they begin.")}, code="ends_before_start")


class Closure(ClinicOwned):
    """Days on which the clinic is closed, both inclusive."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    name = models.CharField(_("name"), max_length=120)

    objects = ClinicQuerySet["Closure"].as_manager()

    class Meta(ClinicOwned.Meta):
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                name="treatments_closure_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
