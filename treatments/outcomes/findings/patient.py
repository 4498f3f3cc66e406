"""The findings of one patient, from frozen inputs: the way through the pure core."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from treatments.outcomes.findings.alignment import alignment_findings
from treatments.outcomes.findings.baseline import start_of_treatment
from treatments.outcomes.findings.finding import PatientFindings
from treatments.outcomes.findings.index import index_finding
from treatments.outcomes.findings.inputs import canonical, inputs_sha256
from treatments.outcomes.findings.pain import pain_findings
from treatments.outcomes.findings.pairs import pair_findings
from treatments.outcomes.findings.points import PatientInputs
from treatments.outcomes.findings.prespecified import DEFAULT_PAIRS
from treatments.outcomes.rules import RULES


def patient_findings(inputs: PatientInputs) -> PatientFindings:
    """Compute everything a patient outcome report says. The same inputs give the same findings, bit by bit.

    Odd inputs (one reading, equal readings, duplicates, impossible values) end in a status with reasons,
    never in an exception and never in NaN.
    """
    sorted_inputs = canonical(inputs)
    zone = ZoneInfo(inputs.zone)
    start = start_of_treatment(sorted_inputs.sessions, zone)
    pain = pain_findings(sorted_inputs.pain, start, zone)
    alignment = alignment_findings(sorted_inputs, start, zone)
    prespecified = DEFAULT_PAIRS if inputs.pairs is None else inputs.pairs
    return PatientFindings(
        cutoff=inputs.cutoff,
        zone=inputs.zone,
        sha256=inputs_sha256(sorted_inputs),
        counts=_counts(sorted_inputs),
        parameters=RULES.as_parameters(),
        pain=pain,
        alignment=alignment,
        prespecified=prespecified,
        pairs=pair_findings(prespecified, pain, alignment, zone),
        index=index_finding(alignment),
    )


def _counts(inputs: PatientInputs) -> dict[str, int]:
    rows: Mapping[str, tuple[Any, ...]] = {
        "pain": inputs.pain,
        "measurements": inputs.measurements,
        "sessions": inputs.sessions,
        "events": inputs.events,
    }
    return {name: len(points) for name, points in rows.items()}
