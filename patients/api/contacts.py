"""``/api/v1/contacts/``: the people around a patient."""

from typing import Any

import django_filters
from rest_framework import serializers

from clinic.common.api.fields import InClinic, Moment, OptionalText
from clinic.common.api.filters import ClinicFilterSet
from clinic.common.api.serializers import StrictSerializer
from clinic.common.api.viewsets import Changes, Creates, Lists, Retrieves
from patients.api.phone import Phone
from patients.models import Contact, ContactKind, Patient
from patients.services.contacts import add_contact, change_contact


class ContactSerializer(StrictSerializer):
    """Guardian, emergency contact, referrer or general practitioner."""

    id = serializers.UUIDField(source="uuid", read_only=True)
    patient = InClinic(queryset=Patient.objects.all())
    kind = serializers.ChoiceField(ContactKind.choices)
    name = serializers.CharField(max_length=160)
    relationship = OptionalText(max_length=80)
    phone = Phone()
    email = OptionalText(validators=[serializers.EmailField().validators[-1]], max_length=254)
    may_receive_reports = serializers.BooleanField(required=False)
    active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(read_only=True)
    created_at = Moment(read_only=True)
    updated_at = Moment(read_only=True)


class ContactFilters(ClinicFilterSet):
    patient = django_filters.UUIDFilter("patient__uuid")

    class Meta:
        model = Contact
        fields = {"kind": ["exact"], "active": ["exact"]}


class ContactViewSet(Lists, Retrieves, Creates, Changes):
    """Contacts of the clinic's patients."""

    permissions = {
        "list": "contacts.view",
        "retrieve": "contacts.view",
        "create": "contacts.change",
        "partial_update": "contacts.change",
    }
    queryset = Contact.objects.all()
    serializer_class = ContactSerializer
    filterset_class = ContactFilters
    orderings = {"name": "name", "updated_at": "updated_at"}
    kind = "contact"

    def created(self, values: dict[str, Any]) -> Contact:
        return add_contact(Contact(**values), by=self.caller)

    def changed(self, found: Contact, values: dict[str, Any]) -> None:
        change_contact(self.with_values(found, values), values, by=self.caller)
