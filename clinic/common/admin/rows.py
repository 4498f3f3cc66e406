"""A short list inside a form: a table with one line per entry and a few empty lines to add more.

It needs no script, so it works with a keyboard alone, and the list reaches the service in one call with the rest.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class BlankableRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Every line may be left or made empty; an empty line is no entry."""

    def initial_form_count(self) -> int:
        return 0


class RowsWidget(forms.Widget):
    template_name = "admin/rows.html"

    def __init__(self, columns: Mapping[str, forms.Field], blank: int) -> None:
        super().__init__()
        self.row: type[forms.Form] = type("Row", (forms.Form,), dict(columns))
        self.blank = blank

    def formset(self, data: Any = None, *, prefix: str, initial: Any = None) -> Any:
        lines = len(initial or ()) + self.blank
        rows = forms.formset_factory(self.row, formset=BlankableRows, extra=lines, max_num=60, absolute_max=60)
        return rows(data, prefix=prefix, initial=initial)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.formset(data, prefix=name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-TOTAL_FORMS" not in data

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The label belongs to the table, not to one of its inputs."""
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        formset = value if isinstance(value, BlankableRows) else self.formset(prefix=name, initial=value)
        for number, form in enumerate(formset, start=1):
            for column, field in form.fields.items():
                field.widget.attrs["aria-label"] = f"{field.label}, {number}"
                if formset.is_bound and form.errors.get(column):
                    field.widget.attrs["aria-invalid"] = "true"
        context["formset"] = formset
        context["headers"] = [field.label for field in self.row.base_fields.values()]
        return context


class RowsField(forms.Field):
    """The entries as a list of dictionaries with the values of the columns, in their order."""

    widget: RowsWidget

    def __init__(self, columns: Mapping[str, forms.Field], *, blank: int = 3, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs, "widget": RowsWidget(columns, blank)})

    def set_choices(self, column: str, queryset: Any) -> None:
        """Limit a column to the records that the caller may choose. Read once, however many the lines."""
        field: Any = self.widget.row.base_fields[column]
        field.queryset = queryset
        field.choices = list(field.choices)

    def __deepcopy__(self, memo: Any) -> "RowsField":
        """Each form has rows of its own, since their choices depend on the caller."""
        copied: RowsField = super().__deepcopy__(memo)
        fields = {name: field.__deepcopy__(memo) for name, field in self.widget.row.base_fields.items()}
        copied.widget = RowsWidget(fields, self.widget.blank)
        return copied

    def clean(self, value: Any) -> list[dict[str, Any]]:
        if not value.is_valid():
            raise ValidationError(list(_errors(value)))
        return [form.cleaned_data for form in value if form.has_changed()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not data.is_valid() or [form.cleaned_data for form in data if form.has_changed()] != list(initial or ())


def _errors(formset: Any) -> Any:
    yield from formset.non_form_errors()
    for number, form in enumerate(formset, start=1):
        for column, messages in form.errors.items():
            label = form.fields[column].label if column in form.fields else ""
            for message in messages:
                yield gettext("Line %(number)s, %(column)s: %(message)s") % {
                    "number": number,
                    "column": label,
                    "message": message,
                }
