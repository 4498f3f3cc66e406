"""Frozen inputs are the same bytes whenever they are the same inputs."""

from dataclasses import replace
from datetime import date, timedelta, timezone
from typing import Any

import pytest

from tests.outcomes.courses import inputs, measured, measurements, on_day, rated, ratings, session
from treatments.outcomes.findings.inputs import (
    canonical,
    canonical_bytes,
    inputs_from_json,
    inputs_sha256,
    question_sha256,
)
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import EventPoint, Pair, PatientInputs
from treatments.outcomes.findings.prespecified import DEFAULT_PAIRS

FULL = inputs(
    episode="e",
    window_from=date(2026, 1, 1),
    window_until=None,
    pain=ratings([(0, 7), (20, 5), (40, 3)]),
    measurements=measurements([(0, 4.2), (20, 3.1), (40, 1.1)]),
    sessions=(session(1), session(8, "booked")),
    events=(EventPoint(key="x", at=on_day(5), kind="flare", label="陳大文 fell"),),
    pairs=DEFAULT_PAIRS,
)


OF_BEFORE = replace(FULL, pairs=None)
Q_ANGLE = Pair(measure="q_angle", measure_side="left", region="knee", side="left", exposure="deviation")


@pytest.mark.parametrize("frozen", [FULL, OF_BEFORE, replace(FULL, pairs=())], ids=["pairs", "of before", "no pairs"])
def test_frozen_inputs_come_back_exactly(frozen: PatientInputs) -> None:
    again = inputs_from_json(canonical_bytes(frozen))
    assert again == canonical(frozen)
    assert canonical_bytes(again) == canonical_bytes(frozen)
    assert patient_findings(again) == patient_findings(frozen)


def test_inputs_from_before_pairs_were_frozen_keep_their_bytes_and_the_pairs_of_then() -> None:
    assert b'"pairs"' not in canonical_bytes(OF_BEFORE)
    assert inputs_sha256(OF_BEFORE) == "21083008bc14c10498b8dafe0b25527eb64d7e978447a2fd4c201feed113d528"
    assert patient_findings(OF_BEFORE).prespecified == DEFAULT_PAIRS
    assert patient_findings(OF_BEFORE).pairs == patient_findings(FULL).pairs != ()


def test_pairs_keep_their_order_because_the_first_heads_the_report() -> None:
    there, back = (DEFAULT_PAIRS[0], Q_ANGLE), (Q_ANGLE, DEFAULT_PAIRS[0])
    assert canonical(replace(FULL, pairs=back)).pairs == back
    assert inputs_sha256(replace(FULL, pairs=there)) != inputs_sha256(replace(FULL, pairs=back))


def test_order_and_repetition_of_rows_do_not_change_the_hash() -> None:
    shuffled = replace(
        FULL,
        pain=(*reversed(FULL.pain), FULL.pain[1]),
        measurements=tuple(reversed(FULL.measurements)),
        sessions=tuple(reversed(FULL.sessions)),
        precisions=tuple(reversed(FULL.precisions)),
    )
    assert inputs_sha256(shuffled) == inputs_sha256(FULL)


def test_the_hash_does_not_depend_on_how_a_moment_is_written() -> None:
    hong_kong = timezone(timedelta(hours=8))
    moved = replace(FULL, cutoff=FULL.cutoff.astimezone(hong_kong))
    assert inputs_sha256(moved) == inputs_sha256(FULL)
    assert inputs_sha256(replace(FULL, measurements=(measured(0, 4),))) == inputs_sha256(
        replace(FULL, measurements=(measured(0, 4.0),))
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, cutoff=FULL.cutoff + timedelta(seconds=1)),
        replace(FULL, pain=FULL.pain[1:]),
        replace(FULL, pain=(rated(0, 8), *FULL.pain[1:])),
        replace(FULL, measurements=(measured(0, 4.2000000001), *FULL.measurements[1:])),
        replace(FULL, precisions=FULL.precisions[1:]),
        replace(FULL, pairs=FULL.pairs and FULL.pairs[1:]),
        replace(FULL, zone="America/Los_Angeles"),
    ],
)
def test_any_other_input_has_another_hash(other: PatientInputs) -> None:
    assert inputs_sha256(other) != inputs_sha256(FULL)


def test_the_fingerprint_of_the_question_is_that_of_all_but_the_records() -> None:
    others_records = replace(FULL, pain=(), measurements=FULL.measurements[1:], sessions=(), birth_date=None)
    assert question_sha256(others_records) == question_sha256(FULL) != inputs_sha256(FULL)
    asked_otherwise: list[dict[str, Any]] = [
        {"cutoff": FULL.cutoff + timedelta(seconds=1)},
        {"episode": None},
        {"window_until": date(2026, 2, 1)},
        {"precisions": FULL.precisions[1:]},
        {"pairs": ()},
        {"patient": "q"},
    ]
    assert question_sha256(FULL) not in {question_sha256(replace(FULL, **other)) for other in asked_otherwise}


def test_names_stay_readable_and_odd_numbers_survive() -> None:
    odd = replace(FULL, measurements=(measured(0, float("inf")), measured(1, float("nan"))))
    content = canonical_bytes(odd)
    assert "陳大文" in content.decode()
    assert canonical_bytes(inputs_from_json(content)) == content


def test_another_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="format 7; this version reads format 1"):
        inputs_from_json('{"format": 7}')
