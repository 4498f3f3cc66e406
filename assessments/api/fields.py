"""Fields of measurements and ratings whose rules live in the catalogue: the services judge them, all at once."""

from collections.abc import Iterable

from django.db.models import Case, Q, Value, When
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.measures import MEASURES
from assessments.pain_regions import INTENSITIES
from patients.models.sides import REGION_CHOICES, SIDE_CHOICES

MEASURES_TO_ENTER = [(entry.code, entry.label) for entry in MEASURES.values() if entry.enterable]
METHODS_TO_ENTER = list(dict.fromkeys(code for entry in MEASURES.values() for code in entry.recordable_methods))
STATUS_CODES = ["final", "amended", "entered_in_error"]


@extend_schema_field(serializers.ChoiceField(MEASURES_TO_ENTER))
class MeasureCode(serializers.CharField):
    """A measure of the catalogue."""


@extend_schema_field(serializers.ChoiceField(METHODS_TO_ENTER))
class MethodCode(serializers.CharField):
    """A method of the measure."""


@extend_schema_field(serializers.ChoiceField(REGION_CHOICES))
class RegionCode(serializers.CharField):
    """A region of the body."""


@extend_schema_field(serializers.ChoiceField(SIDE_CHOICES))
class SideCode(serializers.CharField):
    """A side of the body, one that the measure or the region has."""


@extend_schema_field({"type": "integer", "minimum": min(INTENSITIES), "maximum": max(INTENSITIES)})
class Intensity(serializers.FloatField):
    """Pain from 0 to 10, a whole number; the service says what is wrong with another one."""


class Status(serializers.ChoiceField):
    """Whether a record counts: only ``final`` does. ``amended``: a correction took its place.

    ``voided`` and ``replaced`` are the paths of the columns that tell.
    """

    def __init__(self, *, voided: Iterable[str], replaced: str) -> None:
        super().__init__(STATUS_CODES, read_only=True)
        self.voided, self.replaced = tuple(voided), replaced

    def column(self, path: str) -> Case:
        """The status, worked out by the database."""
        void = Q(*((f"{name}__isnull", False) for name in self.voided), _connector=Q.OR)
        return Case(
            When(void, then=Value("entered_in_error")),
            When(**{f"{self.replaced}__isnull": False}, then=Value("amended")),
            default=Value("final"),
        )
