"""The letter at the end of a treatment: it says the side that hurt, and of the patient's answer only what was asked."""

import datetime as dt

import pytest

from tests.outcomes.courses import inputs, ratings
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.letter import Letter, LetterData, letter_document
from treatments.outcomes.findings.patient import patient_findings

COURSE = inputs(pain=ratings([(0, 8), (14, 6), (28, 4), (35, 3)]))


def written(*, side: str = "none", pgic: int | None = None) -> LetterData:
    letter = Letter(
        recipient="Dr Ho", address="1 Harbour Road", author="Theo", region="knee", side=side,
        opened_on=dt.date(2026, 1, 5), closed_on=dt.date(2026, 3, 2), reason="goal_met", pgic=pgic,
    )  # fmt: skip
    identity = Identity(clinic="Harbour Manual Therapy", names=("Amy",))
    return letter_document(patient_findings(COURSE), COURSE, identity, letter, ())


@pytest.mark.parametrize(("side", "where"), [("left", "left knee"), ("none", "knee")])
def test_the_complaint_has_its_side_where_it_has_one(side: str, where: str) -> None:
    assert written(side=side).opening[0].endswith(f"The complaint was pain: {where}.")


def test_an_impression_that_was_not_asked_for_is_not_told() -> None:
    assert written().ending == ("The treatment ended on 2 Mar 2026; its goal was met.",)
    assert "the patient said" in written(pgic=2).ending[1]
