"""Days in the forms of reports."""

from django import forms
from unfold.widgets import INPUT_CLASSES


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")
