"""The form of an episode: lists are written one entry to a line."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from clinic.common.admin import ServiceForm

_CODED = re.compile(r"(?P<text>.*?)\s*\[(?P<system>[^\]\s]+)\s+(?P<code>[^\]]+)\]")


class LinesField(forms.CharField):
    """A list of texts, one to a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 3}), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class DiagnosesField(LinesField):
    """Diagnoses in free words, with a code in brackets where there is one: “Stenosis [ICD-10 M48.0]”."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value([_written(one) for one in value] if isinstance(value, list) else value)

    def to_python(self, value: Any) -> Any:
        return [_read(line) for line in super().to_python(value)]


def _written(diagnosis: dict[str, str]) -> str:
    if not diagnosis.get("code"):
        return diagnosis.get("text", "")
    return f"{diagnosis.get('text', '')} [{diagnosis.get('system', '')} {diagnosis['code']}]".strip()


def _read(line: str) -> dict[str, str]:
    coded = _CODED.fullmatch(line)
    return coded.groupdict() if coded else {"system": "", "code": "", "text": line}


class EpisodeForm(ServiceForm):
    diagnoses = DiagnosesField(
        label=_("Known diagnoses"), help_text=_("One to a line; a code in brackets: Spinal stenosis [ICD-10 M48.0].")
    )
    earlier_treatments = LinesField(label=_("Earlier treatments"), help_text=_("One to a line."))
    red_flags = LinesField(
        label=_("Red flags"), help_text=_("One to a line: fever, weight loss, night pain, numbness, ...")
    )
