"""The form of one record: it knows which version was read and shows what the service refused."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _

from clinic.common.admin.record_choice import RecordChoiceField
from clinic.common.errors import Clash, Problem, Refused, StaleRecord

STALE = _(
    "Somebody else changed this record after you opened it, so nothing was saved. "
    "Open the page again to see the new values, then make your change."
)


def problems_of(refusal: Refused | Clash | StaleRecord) -> list[Problem]:
    """What a service refused, as problems with pointers into its input."""
    if isinstance(refusal, Refused):
        return refusal.problems
    if isinstance(refusal, Clash):
        return [Problem("", refusal.code, refusal.detail)]
    return [Problem("", "stale", STALE)]


def show_problems(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Add each problem to the field its pointer names, or to the form as a whole.

    A form whose fields have other names than the record's says so in ``shown_at``.
    """
    shown_at: Mapping[str, str] = getattr(form, "shown_at", {})
    for problem in problems:
        field = problem.pointer.strip("/").partition("/")[0]
        field = shown_at.get(field, field)
        error = forms.ValidationError(str(problem.detail), code=problem.code)
        form.add_error(field if field in form.fields else None, error)


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checks what is typed; every rule of the clinic is checked by the service that stores the record.

    ``refused`` holds what the service said about this very input; the page is then shown again with it.
    """

    refused: ClassVar[Sequence[Problem]] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", getattr(self.instance, "version", None))
        if self.instance.pk is None or self.initial["version"] is None:
            del self.fields["version"]
        for name, field in self.fields.items():
            if self.instance.pk and isinstance(field, RecordChoiceField) and name in self.initial:
                self.initial[name] = getattr(self.instance, name)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Set the values on the record and check them one by one.

        Django would check the constraints too, against the rows of every clinic. They are left to the service,
        which says what is in the way, and to the database.
        """
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except forms.ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]
        # The version that was read, not the one of now: of two people who read the same one only the first writes.
        if "version" in self.fields:
            self.instance.version = self.cleaned_data.get("version", 0)
        show_problems(self, self.refused)

    @property
    def changed_fields(self) -> list[str]:
        """The record's fields that the person changed."""
        own = {field.name for field in self.instance._meta.fields if field.editable}
        return [name for name in self.changed_data if name in own]
