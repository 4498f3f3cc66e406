"""Several changes that belong together: tried for real and taken back, then all of them made or none."""

from collections.abc import Callable, Sequence

from django.db import transaction

from clinic.common.errors import Clash, Problem, Refused, StaleRecord

Change = Callable[[], object]


def tried(changes: Sequence[Change]) -> list[list[Problem]]:
    """What would refuse each change, in order, if all before it that are possible were made. Writes nothing.

    It runs the very services that make the changes, so that what is told here holds then.
    """
    with transaction.atomic():
        told = [_refusal_of(change) for change in changes]
        transaction.set_rollback(True)
    return told


def made(changes: Sequence[Change]) -> None:
    """Make all changes in one transaction; raises Refused with what refused each of them, below ``/0``, ``/1``, …"""
    with transaction.atomic():
        told = [_refusal_of(change) for change in changes]
        if any(told):
            raise Refused(
                problem.below(f"/{position}") for position, problems in enumerate(told) for problem in problems
            )


def _refusal_of(change: Change) -> list[Problem]:
    try:
        with transaction.atomic():
            change()
    except Refused as refused:
        return refused.problems
    except Clash as clash:
        return [Problem("", clash.code, clash.detail)]
    except StaleRecord as stale:
        return [Problem("", "stale", stale.detail)]
    return []
