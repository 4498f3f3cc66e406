"""The ways in which a change can be refused. Services raise them; forms and the API show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    ``pointer`` is a JSON pointer into the input ("/measurements/0/readings"), "" for the whole of it.
    ``code`` is machine-readable, ``detail`` says what was wrong, with which value, and what would be right.
    """

    pointer: str
    code: str
    detail: str | Promise

    def below(self, prefix: str) -> "Problem":
        """The same problem, seen from the aggregate that holds the input at ``prefix``."""
        return Problem(prefix + self.pointer, self.code, self.detail)


class Refused(Exception):
    """The input breaks one rule or several; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.detail}" for p in self.problems))


class Clash(Exception):
    """The change is valid by itself but collides with another record of the same clinic."""

    def __init__(self, code: str, detail: str | Promise, *, with_uuid: str | None = None) -> None:
        self.code, self.detail, self.with_uuid = code, detail, with_uuid
        super().__init__(str(detail))


class StaleRecord(Exception):
    """Somebody changed the record since it was read."""

    detail = _("The record was changed by someone else since you read it. Read it again, then change it.")


class PermissionMissing(Exception):
    """The caller's role or scopes do not allow this."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(permission)


def refuse(pointer: str, code: str, detail: str | Promise) -> Refused:
    """A refusal with a single problem, ready to raise."""
    return Refused([Problem(pointer, code, detail)])
