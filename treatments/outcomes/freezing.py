"""Reading a report's inputs once: from then on nothing is read again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256

from django.db import connection, transaction

from treatments.outcomes.document.content import Identity
from treatments.outcomes.findings.inputs import canonical_bytes, inputs_from_json
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.identity import identity_from_json, identity_of
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.selectors.patient import keys_of, patient_inputs
from treatments.outcomes.transitions import Lease


class InputsUnreadable(Exception):
    """The report carries inputs in a form that this version no longer reads."""


def freeze(report: OutcomeReport, lease: Lease) -> tuple[PatientInputs, Identity]:
    """The inputs that the report already carries, or else what its records say now.

    They are stored before anything is computed, so that a second attempt, after a crash, computes the same.
    Raises LeaseLost, InputsUnreadable.
    """
    if report.inputs is None:
        _store(report, lease)
        report.refresh_from_db(fields=["inputs", "heading"])
    assert report.inputs is not None
    assert report.heading is not None
    try:
        # Computed from what was stored, never from the rows, so that nothing can slip past the hash.
        return inputs_from_json(bytes(report.inputs)), identity_from_json(report.heading)
    except (ValueError, TypeError, KeyError) as error:
        raise InputsUnreadable from error


def _store(report: OutcomeReport, lease: Lease) -> None:
    with _one_moment() as cutoff:
        inputs, identity = patient_inputs(report, cutoff), identity_of(report)
    content = canonical_bytes(inputs)
    lease.write(
        cutoff=cutoff,
        inputs=content,
        inputs_sha256=sha256(content).hexdigest(),
        input_keys=keys_of(inputs),
        heading=asdict(identity),
    )


@contextmanager
def _one_moment() -> Iterator[dt.datetime]:
    """Let several queries see the database as it is at one moment, which is given by its own clock."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT statement_timestamp()")
        yield cursor.fetchone()[0]
