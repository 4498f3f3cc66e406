"""The list of one kind of record."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from clinic.common.admin.filters import Validity


@display(description=_("validity"))
def why_invalid(record: Any) -> str:
    """Why the record counts no longer; the mark strikes its row through."""
    because = record.invalid_because
    return format_html('<span class="invalid-because">{}</span>', because) if because else str(_("Valid"))


class RecordList(ChangeList):
    """A list whose rows lead to their records by public id.

    Where records are shown that count no longer, one more column says so.
    """

    def __init__(self, request: HttpRequest, model: Any, list_display: Sequence[Any], *rest: Any, **named: Any) -> None:
        asked = request.GET.get(Validity.parameter_name)
        super().__init__(request, model, [*list_display, why_invalid] if asked else list_display, *rest, **named)

    def url_for_result(self, result: Any) -> str:
        url: str = self.model_admin.url_of(result)
        return url
