"""Of whom the reliability of one rating is: enough patients, of whom no one outweighs the others."""

import pytest

from tests.outcomes.cohort.batches import batch_of
from tests.outcomes.cohort.questions import question
from tests.outcomes.cohort.test_pain_cohort import courses
from treatments.outcomes.findings.cohort.pain import PainAccumulator


def clinic_of(often: int, ratings_each: int, first: int | None = None) -> PainAccumulator:
    """60 patients whose ratings differ, two each but for those who rated often, taken in batch by batch."""
    accumulator = PainAccumulator(question(), "low_back")
    lengths = [first or ratings_each, *[ratings_each] * (often - 1), *[2] * (60 - often)]
    members = courses(*([(7 * week, 3 + (n + week) % 5) for week in range(k)] for n, k in enumerate(lengths)))
    for batch in (members[:6], members[6:]):
        accumulator.add(batch_of(batch, "pelvic_obliquity", "low_back"))
    return accumulator


def test_one_patient_who_rates_every_week_does_not_stand_for_the_clinic() -> None:
    """36 ratings have 34 degrees of freedom; SD and reliability together would tell how far this one wavers."""
    (told,) = clinic_of(often=1, ratings_each=36).findings()
    found = told.regression_to_the_mean
    assert found is not None
    assert (found.expected, found.sd, found.reliability, found.rated_often) == (None, None, None, None)
    assert found.reasons == ("too_few_rated_often:1<10",)


@pytest.mark.parametrize(("often", "reasons"), [(9, ("too_few_rated_often:9<10",)), (10, ())])
def test_the_reliability_needs_10_patients_with_4_ratings_or_more(often: int, reasons: tuple[str, ...]) -> None:
    (told,) = clinic_of(often, ratings_each=6).findings()
    found = told.regression_to_the_mean
    assert found is not None
    assert (found.reasons, found.rated_often) == (reasons, None if reasons else often)


@pytest.mark.parametrize(("ratings", "reasons"), [(20, ()), (21, ("one_patient_outweighs",))])
def test_no_patient_has_more_than_half_of_what_the_reliability_rests_on(ratings: int, reasons: tuple[str, ...]) -> None:
    # The nine others have 2 degrees of freedom each; together with this one's 18 that is twice as many.
    (told,) = clinic_of(10, ratings_each=4, first=ratings).findings()
    assert told.regression_to_the_mean is not None
    assert told.regression_to_the_mean.reasons == reasons
