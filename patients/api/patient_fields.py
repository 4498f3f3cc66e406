"""The shape of a patient in the API, and of those who may be the same person."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.serializers import StrictSerializer
from patients.api.phone import Phone
from patients.models import Alert, PatientStatus, Sex
from patients.services.likeness import REASONS


class IdentifierSerializer(StrictSerializer):
    """The number under which other software knows the patient."""

    system = serializers.CharField(max_length=120)
    value = serializers.CharField(max_length=120)


class PatientSerializer(StrictSerializer):
    """One patient. Null means not known."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    record_number = serializers.CharField(max_length=30, required=False)
    family_name = serializers.CharField(max_length=120)
    given_name = serializers.CharField(max_length=120)
    preferred_name = OptionalText(max_length=120)
    second_script_name = OptionalText(max_length=120)
    birth_date = serializers.DateField(required=False, allow_null=True)
    birth_year = serializers.IntegerField(required=False, allow_null=True, min_value=1880, max_value=2200)
    sex = serializers.ChoiceField(Sex.choices, required=False)
    phone = Phone()
    email = OptionalText(validators=[serializers.EmailField().validators[-1]], max_length=254)
    address = OptionalText()
    occupation = OptionalText(max_length=120)
    sitting_hours_per_day = serializers.FloatField(required=False, allow_null=True, min_value=0, max_value=24)
    sports = OptionalText(max_length=200)
    referral_source = OptionalText(max_length=200)
    status = serializers.ChoiceField(PatientStatus.choices, required=False)
    merged_into = InClinic(read_only=True, allow_null=True)
    preferred_language = OptionalText(max_length=12)
    alerts = serializers.ListField(child=serializers.ChoiceField(Alert.choices), required=False)
    identifiers = IdentifierSerializer(many=True, required=False)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)

    def validate_identifiers(self, given: list[dict[str, str]]) -> list[dict[str, str]]:
        """Refuse a number that stands there twice; as it is stored it would clash with itself."""
        for place, one in enumerate(given):
            if one in given[:place]:
                sentence = _("%(system)s|%(value)s is given twice.") % one
                raise serializers.ValidationError(sentence, "given_twice")
        return given


class DuplicateSerializer(PatientSerializer):
    """A patient who may be the same person, with points from 0 to 100 and what they are given for."""

    score = serializers.IntegerField(read_only=True)
    reasons = serializers.ListField(child=serializers.ChoiceField(sorted(REASONS)), read_only=True)


DUPLICATES = inline_serializer(
    "Duplicates",
    {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": DuplicateSerializer(many=True),
    },
)
"""A list like any other; there are never so many that it needs a second page."""
