"""The few courses that are kept for a drawing."""

import numpy as np

from tests.outcomes.cohort.questions import question
from treatments.outcomes.findings.cohort.drawing import Drawing, Drawn


def test_a_drawn_course_does_not_keep_the_batch_that_it_came_in() -> None:
    weeks, pain, exposure = (np.arange(1000.0) for _ in range(3))
    drawing = Drawing(question())
    drawing.add([Drawn(seed=1, patient=7, weeks=weeks[3:6], pain=pain[3:6], exposure=exposure[3:6])])
    (kept,) = drawing.shown(patients=10)
    assert (kept.weeks.tolist(), kept.pain.tolist(), kept.exposure.tolist()) == ([3, 4, 5],) * 3
    assert all(column.base is None for column in (kept.weeks, kept.pain, kept.exposure))
