"""The choices and the rule that every record with a region and a side shares."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.body_regions import REGION_LABELS, REGION_SIDES, SIDE_LABELS

REGION_CHOICES = [(code, _(label)) for code, label in REGION_LABELS.items()]
SIDE_CHOICES = [(code, _(label)) for code, label in SIDE_LABELS.items()]


def side_allowed(name: str) -> models.CheckConstraint:
    """The side is one that the region has: a knee is left or right, the low back is neither."""
    allowed = Q()
    for region, sides in REGION_SIDES.items():
        allowed |= Q(region=region, side__in=sides)
    return models.CheckConstraint(
        name=name,
        condition=allowed,
        violation_error_message=_("This region does not have this side."),
        violation_error_code="side_not_allowed",
    )
