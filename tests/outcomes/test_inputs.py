"""Frozen inputs are the same bytes whenever they are the same inputs."""

from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from tests.outcomes.courses import inputs, measured, measurements, on_day, rated, ratings, session
from treatments.outcomes.findings.inputs import canonical, canonical_bytes, inputs_from_json, inputs_sha256
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import EventPoint, PatientInputs

FULL = inputs(
    episode="e",
    window_from=date(2026, 1, 1),
    window_until=None,
    pain=ratings([(0, 7), (20, 5), (40, 3)]),
    measurements=measurements([(0, 4.2), (20, 3.1), (40, 1.1)]),
    sessions=(session(1), session(8, "booked")),
    events=(EventPoint(key="x", at=on_day(5), kind="flare", label="陳大文 fell"),),
)


def test_frozen_inputs_come_back_exactly() -> None:
    again = inputs_from_json(canonical_bytes(FULL))
    assert again == canonical(FULL)
    assert canonical_bytes(again) == canonical_bytes(FULL)
    assert patient_findings(again) == patient_findings(FULL)


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
        replace(FULL, zone="America/Los_Angeles"),
    ],
)
def test_any_other_input_has_another_hash(other: PatientInputs) -> None:
    assert inputs_sha256(other) != inputs_sha256(FULL)


def test_names_stay_readable_and_odd_numbers_survive() -> None:
    odd = replace(FULL, measurements=(measured(0, float("inf")), measured(1, float("nan"))))
    content = canonical_bytes(odd)
    assert "陳大文" in content.decode()
    assert canonical_bytes(inputs_from_json(content)) == content


def test_another_format_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="format 7; this version reads format 1"):
        inputs_from_json('{"format": 7}')
