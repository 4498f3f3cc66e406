"""``/api/v1/staff/`` and ``/api/v1/rooms/``: who treats, and where. To read."""

from rest_framework import serializers

from clinic.common.api.fields import Moment
from clinic.common.api.filters import ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Lists, Retrieves
from clinic.practice.models import Membership, Room
from clinic.practice.roles import Role

READING = {"list": "practice.view", "retrieve": "practice.view"}


class StaffSerializer(StrictSerializer):
    """A member of staff in this clinic; who has left is not active and stays as rater and therapist."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    display_name = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(Role.choices, read_only=True)
    active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class StaffFilters(ClinicFilterSet):
    class Meta:
        model = Membership
        fields = {"role": ["exact"], "active": ["exact"]}


class StaffViewSet(Lists, Retrieves):
    """The clinic's staff."""

    permissions = READING
    queryset = Membership.objects.all()
    serializer_class = StaffSerializer
    filterset_class = StaffFilters
    orderings = {"display_name": "display_name", "updated_at": "updated_at"}
    kind = "staff"
    patient_key = None


class RoomSerializer(StrictSerializer):
    """A room that sessions are booked into."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    name = serializers.CharField(read_only=True)
    active = serializers.BooleanField(read_only=True)
    allows_overlap = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class RoomFilters(ClinicFilterSet):
    class Meta:
        model = Room
        fields = {"active": ["exact"]}


class RoomViewSet(Lists, Retrieves):
    """The clinic's rooms."""

    permissions = READING
    queryset = Room.objects.all()
    serializer_class = RoomSerializer
    filterset_class = RoomFilters
    orderings = {"name": "name", "updated_at": "updated_at"}
    kind = "room"
    patient_key = None
