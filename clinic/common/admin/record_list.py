"""The list of one kind of record."""

from typing import Any

from unfold.views import ChangeList


class RecordList(ChangeList):
    """A list whose rows lead to their records by public id."""

    def url_for_result(self, result: Any) -> str:
        url: str = self.model_admin.url_of(result)
        return url
