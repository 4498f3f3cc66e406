"""Phone numbers in the API: any international notation in, E.164 out."""

from typing import Any

import phonenumbers
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from clinic.common.api.fields import OptionalText


class Phone(OptionalText):
    """A phone number with its country code, such as +852 2123 4567."""

    default_error_messages = {
        "phone": _("“{value}” is not a phone number with a country code, like +852 2123 4567."),
    }

    @staticmethod
    def column(path: str) -> Cast:
        """The stored text itself: parsing every number of a list again would cost more than the list."""
        return Cast(path, TextField())

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            number = phonenumbers.parse(text)
        except phonenumbers.NumberParseException:
            self.fail("phone", value=text)
        if not phonenumbers.is_valid_number(number):
            self.fail("phone", value=text)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
