"""Reading a report's inputs once: from then on nothing is read again."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from treatments.outcomes.document.content import Identity
from treatments.outcomes.findings.cohort.question import (
    CohortFilters,
    CohortPair,
    CohortQuestion,
    question_bytes,
    question_from_json,
)
from treatments.outcomes.findings.inputs import canonical_bytes, inputs_from_json
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.identity import identity_from_json, identity_of
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.selectors.patient import keys_of, own_precisions, patient_inputs
from treatments.outcomes.selectors.snapshot import one_moment
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
    with one_moment() as cutoff:
        inputs, identity = patient_inputs(report, cutoff), identity_of(report)
    content = canonical_bytes(inputs)
    lease.write(
        cutoff=cutoff,
        inputs=content,
        inputs_sha256=sha256(content).hexdigest(),
        input_keys=keys_of(inputs),
        heading=asdict(identity),
    )


def freeze_question(report: OutcomeReport, lease: Lease) -> CohortQuestion:
    """The question that the report already carries, or else what it asks, with the cut-off of this moment.

    The records themselves are not copied: they are read as of the cut-off, so that a second attempt reads the same.
    Needs ``clinic`` joined. Raises LeaseLost, InputsUnreadable.
    """
    if report.inputs is None:
        _store_question(report, lease)
        report.refresh_from_db(fields=["inputs"])
    assert report.inputs is not None
    try:
        return question_from_json(bytes(report.inputs))
    except (ValueError, TypeError, KeyError) as error:
        raise InputsUnreadable from error


def _store_question(report: OutcomeReport, lease: Lease) -> None:
    clinic, asked = report.clinic, report.parameters
    with one_moment() as cutoff:
        question = CohortQuestion(
            clinic=str(clinic.uuid),
            zone=clinic.time_zone,
            cutoff=cutoff,
            pairs=_pairs(asked),
            window_from=report.window_from,
            window_until=report.window_until,
            filters=CohortFilters(**asked["filters"]),
            audience=asked["audience"],
            small_cell_threshold=clinic.small_cell_threshold,
            confirmatory_year=asked.get("confirmatory_year"),
            precisions=frozen_precisions(own_precisions(report.clinic_id, clinic.zone, cutoff)),
        )
    content = question_bytes(question)
    lease.write(cutoff=cutoff, inputs=content, inputs_sha256=sha256(content).hexdigest())


def _pairs(asked: dict[str, Any]) -> tuple[CohortPair, ...]:
    primary = [(pair["measure"], pair["region"]) for pair in asked["primary_pairs"]]
    named = [(pair["measure"], pair["region"]) for pair in asked["pairs"]]
    return tuple(CohortPair(measure=one[0], region=one[1], primary=one in primary) for one in named)
