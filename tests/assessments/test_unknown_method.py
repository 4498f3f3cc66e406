"""A reading of which nobody knows how it was taken: kept and shown, compared with nothing."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.derived import METHOD_UNKNOWN, Taken, changes
from assessments.measures import MEASURES, UNKNOWN_METHOD
from assessments.models import Measurement
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from tests.builders import MORNING, make_assessment, make_patient, measured


def taken(value: float, days: int) -> Taken:
    return Taken(
        assessment=uuid4(),
        taken_at=MORNING + dt.timedelta(days=days),
        patient=uuid4(),
        episode=None,
        measure="pelvic_obliquity",
        side="none",
        method="unknown",
        posture="unknown",
        footwear="",
        lift=None,
        after_treatment=False,
        rater=None,
        value=value,
    )


def test_every_measure_that_can_be_entered_can_be_of_unknown_method_and_no_other() -> None:
    for measure in MEASURES.values():
        assert (UNKNOWN_METHOD.code in measure.recordable_methods) is measure.enterable
        assert UNKNOWN_METHOD.code not in measure.methods, "it has no measurement error of its own"


def test_two_unknown_methods_are_never_compared() -> None:
    first = taken(4, 0)
    again = taken(1, 30)
    (change,) = changes([again], [first, again], {})
    assert (change.change, change.verdict, change.reasons) == (None, None, (METHOD_UNKNOWN,))


def test_the_database_knows_it_and_still_refuses_a_method_that_is_none(clinic: Clinic, as_theo: Caller) -> None:
    assessment = make_assessment(
        make_patient(clinic), measured("q_angle", 14, side="left", method="unknown"), by=as_theo
    )
    stored = assessment.measurements.get()
    assert (stored.method, stored.posture) == ("unknown", "unknown")
    with pytest.raises(IntegrityError, match="side_and_method"), transaction.atomic():
        Measurement.objects.create(
            clinic=clinic,
            assessment=assessment,
            measure="q_angle",
            side="right",
            method="guess",
            posture="unknown",
            readings=[14],
            value=14,
            entered_unit="deg",
            entered_readings=[14],
        )
