"""A moment in a form: day and time to the minute, by the clock on the clinic's wall."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSplitDateTimeWidget


class MomentWidget(UnfoldAdminSplitDateTimeWidget):
    """Two inputs, the time without seconds."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets[1].format = "%H:%M"


class MomentField(forms.SplitDateTimeField):
    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        day, time = self.widget.widgets
        day.attrs["aria-label"] = format_lazy(_("{label}: date"), label=self.label or "")
        time.attrs["aria-label"] = format_lazy(_("{label}: time"), label=self.label or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Seconds are not shown, so leaving them out changes nothing."""
        if isinstance(initial, dt.datetime):
            initial = timezone.localtime(initial).replace(second=0, microsecond=0, tzinfo=None)
        return super().has_changed(initial, data)
