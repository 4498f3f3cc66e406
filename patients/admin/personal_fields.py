"""Fields for what identifies a person, as people write it."""

import datetime as dt
from typing import Any

import phonenumbers
from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from clinic.common.caller import Caller
from clinic.common.regions import region_of
from patients.birth_dates import typed_dates

FIRST_LANGUAGES = ("en", "zh-hant", "zh-hans")
"""Those that are chosen most often stand before the others."""


class BirthDateField(forms.DateField):
    """A day as people write it: 1980-05-17, 17.5.1980, 17/05/1980, 17 May 1980, 1980年5月17日.

    Of 5/6/1980 nobody can tell the month, so it is asked for once more.
    """

    widget = UnfoldAdminTextInputWidget(attrs={"placeholder": "1980-05-17", "autocomplete": "off"})

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and (dates := typed_dates(value).dates):
            if len(dates) > 1:
                first, second = sorted(date.isoformat() for date in dates)
                question = gettext("“%(typed)s” may be %(first)s or %(second)s; write the one that is meant.")
                raise ValidationError(question % {"typed": value, "first": first, "second": second}, code="ambiguous")
            return next(iter(dates))
        return super().to_python(value)


def local_phone(field: forms.Field, by: Caller) -> None:
    """Let a phone field take numbers of the clinic's own country without the country code."""
    region = region_of(by.zone)
    if region and isinstance(field, PhoneNumberField):
        field.region = region
        field.help_text = ""
        field.widget.attrs["placeholder"] = _example(region)
        field.error_messages["invalid"] = _("This is no phone number. One from another country begins with +.")


def _example(region: str) -> str:
    """A number as it is written in the country."""
    number = phonenumbers.example_number(region)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else ""


def phone_field(label: Any) -> PhoneNumberField:
    """One more phone number of a form."""
    return PhoneNumberField(label=label, required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "tel"}))


def language_field(present: str) -> forms.ChoiceField:
    """Languages by their own names; a tag that is there already can stay."""
    languages = _languages()
    if present not in dict(languages):
        languages.append((present, present))
    widget = UnfoldAdminSelectWidget()
    return forms.ChoiceField(label=_("Preferred language"), required=False, choices=languages, widget=widget)


def _languages() -> list[tuple[str, str]]:
    names = {tag: str(info["name_local"]) for tag, info in LANG_INFO.items() if "name_local" in info}
    others = sorted(set(names) - set(FIRST_LANGUAGES), key=lambda tag: names[tag].casefold())
    return [("", "–"), *((tag, names[tag]) for tag in (*FIRST_LANGUAGES, *others))]
