"""The sentences of a repeatability report: every branch, no cause, no ranking."""

from collections.abc import Callable

import pytest

from tests.outcomes.courses import own_precision
from tests.outcomes.replicates import MIRA, THEO, group, repeated
from tests.outcomes.test_repeatability import people
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.findings.repeatability.methods import repeatability_findings
from treatments.outcomes.findings.repeatability.points import RepeatabilityInputs
from treatments.outcomes.narrative import repeatability
from treatments.outcomes.narrative.forbidden_words import forbidden_words
from treatments.outcomes.narrative.repeatability import repeatability_limitations, repeatability_narrative

HANDS = (THEO, MIRA)


def told(inputs: RepeatabilityInputs) -> tuple[str, ...]:
    return repeatability_narrative(repeatability_findings(inputs))


def said(inputs: RepeatabilityInputs) -> tuple[str, ...]:
    """The paragraphs after the summary."""
    return told(inputs)[1:]


def templates() -> list[str]:
    """Every sentence of the module."""
    single = [value for name, value in vars(repeatability).items() if name.isupper() and isinstance(value, str)]
    return [*single, *repeatability.COMPARED.values(), *repeatability.LIMITATIONS]


def test_it_begins_with_the_number_of_figures_and_that_nothing_changes_by_itself() -> None:
    some = told(repeated(*people(0.7, 40), *people(1, 3, method="radiograph")))[0]
    assert some.startswith("Methods with repeated readings: 2. Of these, with enough for a figure of our own: 1.")
    assert "Nothing changes by itself" in some
    assert "Nothing changes" not in told(repeated(*people(0.7, 12)))[0]


def test_a_figure_of_one_s_own_comes_with_interval_limit_and_numbers() -> None:
    figure = repeatability_findings(repeated(*people(0.7, 40))).methods[0].same_rater
    assert figure.sem
    assert figure.sem_ci95
    assert figure.mdc95
    (paragraph,) = said(repeated(*people(0.7, 40)))
    assert paragraph.startswith(
        "Pelvic obliquity, Palpation meter (PALM): readings of one rater differ with a standard error of "
        f"{figure.sem:.2f}° (95 % interval {figure.sem_ci95[0]:.2f}° to {figure.sem_ci95[1]:.2f}°). "
        f"A change between two visits is more than this error from {figure.mdc95:.2f}° on. "
        "Repeated readings: 40, of 40 people."
    )


@pytest.mark.parametrize(
    ("sem", "beside"),
    [
        (0.3, "The figure in force, 0.7°, lies above this interval"),
        (0.7, "The figure in force, 0.7°, lies inside this interval."),
        (1.4, "The figure in force, 0.7°, lies below this interval"),
    ],
)
def test_it_is_told_beside_the_figure_in_force(sem: float, beside: str) -> None:
    assert beside in said(repeated(*people(sem, 60)))[0]


def test_where_none_is_in_force_this_is_said() -> None:
    caliper = people(3, 40, measure="icd_imd", method="caliper")
    assert "No figure is in force" in said(repeated(*caliper))[0]
    own = own_precision("icd_imd", "caliper", 3.0, 4.0)
    assert "The figure in force, 3 mm" in said(repeated(*caliper, precisions=frozen_precisions([own])))[0]


def test_too_few_or_only_equal_readings_are_said_instead_of_a_figure() -> None:
    assert said(repeated(*people(0.7, 12))) == (
        "Pelvic obliquity, Palpation meter (PALM): no figure of our own yet "
        "(12 of the 30 repeated readings that are needed).",
    )
    copied = [group(3.0, 3.0, patient=str(place)) for place in range(40)]
    assert "no figure of our own yet (all repeated readings are equal)" in said(repeated(*copied))[0]


def test_readings_that_are_often_equal_are_remarked_upon() -> None:
    copied = [group(3.0, 3.0, patient=f"copied {place}") for place in range(30)]
    (paragraph,) = said(repeated(*people(0.7, 30), *copied))
    assert "Please note: 50 % of all pairs of repeated readings are equal." in paragraph
    assert "Please note: 50" not in said(repeated(*people(0.7, 60)))[0]


def test_readings_of_single_visits_are_told_from_those_of_different_days() -> None:
    assert "most of these readings are of single visits" in said(repeated(*people(0.7, 60)))[0]
    days = people(0.7, 30, apart="days")
    assert "single visits" not in said(repeated(*days, *people(0.7, 30, seed=2)))[0]


def test_different_raters_have_their_own_sentence() -> None:
    one, both = people(0.7, 40), people(1.2, 40, seed=2, raters=HANDS)
    assert "Between different raters the standard error is 1." in said(repeated(*one, *both))[0]
    lacking = "Between different raters there is no figure of our own yet (0 of the 30 repeated readings"
    assert lacking in said(repeated(*one))[0]
    only_few = said(repeated(*both[:3]))[0]
    assert "no figure of our own yet (0 of the 30" in only_few
    assert "Between different raters there is no figure of our own yet (3 of the 30" in only_few


def test_what_could_not_be_counted_is_said_with_its_number() -> None:
    assert told(repeated(not_relandmarked=212, rater_unknown=3)) == (
        "There are no repeated readings in this period from which an error could be told.",
        "212 measurements have several readings that were not counted: nobody recorded that the person got up and "
        "the landmarks were found anew in between.",
        "3 measurements were not counted, as it is not known who measured.",
    )


def test_millimetres_and_degrees_are_written_with_two_decimals_at_most() -> None:
    assert repeatability.error_amount(3.5, "mm").text() == "3.5 mm"
    assert repeatability.error_amount(0.74321, "deg").text() == "0.74°"
    assert repeatability.error_amount(2.0, "deg").text() == "2°"


@pytest.mark.parametrize("template", templates())
def test_no_sentence_claims_a_cause(template: str) -> None:
    assert forbidden_words(template) == ()


def test_every_sentence_goes_through_the_translation() -> None:
    heard: list[str] = []

    def listen(message: str) -> str:
        heard.append(message)
        return message

    translate: Callable[[str], str] = listen
    copied = [group(3.0, 3.0, patient=f"copied {place}") for place in range(30)]
    findings = repeatability_findings(
        repeated(*people(0.7, 40), *copied, *people(1.2, 40, seed=2, raters=HANDS), not_relandmarked=1)
    )
    repeatability_narrative(findings, translate)
    assert {repeatability.OWN_FIGURE, repeatability.DIFFERENT_RATERS, repeatability.NOT_RELANDMARKED} <= set(heard)
    assert repeatability_limitations(translate) == repeatability.LIMITATIONS
    assert set(repeatability.LIMITATIONS) <= set(heard)
