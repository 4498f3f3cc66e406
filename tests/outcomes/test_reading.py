"""A stored result is worded on a page exactly as in the document."""

import json

from tests.outcomes.courses import inputs, measurements, ratings
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.tables import alignment_results, pain_results
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.result import to_result
from treatments.outcomes.narrative.patient import limitations, narrative, sentences_in_short
from treatments.outcomes.reading import alignment_in, headlines_in, pain_in

FINDINGS = patient_findings(
    inputs(pain=ratings([(0, 8), (14, 6), (50, 4)]), measurements=measurements([(0, 4.2), (14, 3.1), (50, 1.4)]))
)
SENTENCES = narrative(FINDINGS, in_english)
RESULT = to_result(FINDINGS, SENTENCES, limitations(in_english), in_short=sentences_in_short(FINDINGS))
STORED = json.loads(json.dumps(RESULT))


def test_the_tables_of_page_and_document_are_the_same() -> None:
    assert pain_results(pain_in(STORED), in_english) == pain_results(FINDINGS.pain, in_english)
    assert alignment_results(alignment_in(STORED), in_english) == alignment_results(FINDINGS.alignment, in_english)


def test_days_and_intervals_are_themselves_again() -> None:
    read, found = pain_in(STORED)[0], FINDINGS.pain[0]
    assert (read.baseline_on, read.latest_on, read.slope_ci95) == (found.baseline_on, found.latest_on, found.slope_ci95)
    assert alignment_in(STORED)[0].reference_high == FINDINGS.alignment[0].reference_high


def test_the_answer_in_short_stands_first() -> None:
    first, others = headlines_in(STORED)
    assert [*first, *others] == list(SENTENCES)
    assert first[1].startswith("The 1 comparable alignment series changed by more than measurement error")
    assert len(first) == 3


def test_a_result_of_before_begins_with_one_sentence_for_each_place_that_hurts() -> None:
    before = {key: value for key, value in STORED.items() if key != "in_short"}
    first, others = headlines_in(before)
    assert [*first, *others] == list(SENTENCES)
    assert len(first) == 1


def test_a_result_of_before_says_the_means_without_the_last_visit() -> None:
    found = patient_findings(inputs(pain=ratings([(0, 8), (21, 4), (28, 8)])))
    stored = json.loads(json.dumps(to_result(found, (), ())))
    assert pain_results(pain_in(stored), in_english).rows[0][3] == "6\nmean of 2\nlast 8"
    before = {**stored, "pain": [{key: row[key] for key in row if key != "last"} for row in stored["pain"]]}
    assert pain_results(pain_in(before), in_english).rows[0][3] == "6\nmean of 2"


def test_a_key_that_a_later_version_adds_does_no_harm() -> None:
    later = {**STORED, "pain": [{**row, "certainty": "high"} for row in STORED["pain"]]}
    assert pain_in(later) == pain_in(STORED)
