"""The page of a patient, read as a person reads it."""

import re
from typing import Any

from django.urls import reverse

from patients.models import Patient


def page_of(patient: Patient) -> str:
    return reverse("workplace:patient", args=[patient.uuid])


def rows_of(answer: Any) -> dict[str, list[str]]:
    """The cells of each row of the table of results, by the row's name."""
    rows = re.findall(r'<th scope="row">([^<]*)</th>(.*?)</tr>', answer.content.decode(), re.DOTALL)
    return {name: [_text(cell) for cell in re.findall("<td[^>]*>(.*?)</td>", row, re.DOTALL)] for name, row in rows}


def _text(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())
