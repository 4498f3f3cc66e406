"""A cohort's report as PDF, page by page as an owner reads it, and as a hostile reviewer does."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from tests.outcomes import cohort_examples as examples
from tests.outcomes.test_rendering import catalog_of, structure, text_of
from treatments.outcomes.charts.cohort.cohort_charts import cohort_charts
from treatments.outcomes.charts.words import in_english
from treatments.outcomes.document.cohort_content import CohortDocumentData, cohort_document, config_sha256
from treatments.outcomes.document.content import Identity
from treatments.outcomes.document.parameters import REPORT_WORDS, rules_in_words
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.question import CohortFilters
from treatments.outcomes.findings.cohort.rules import cohort_parameters
from treatments.outcomes.narrative.forbidden_words import forbidden_words
from treatments.outcomes.rendering import render_figure
from treatments.outcomes.rules import ENGINE_VERSION
from treatments.outcomes.typesetting import render_pdf

HARBOUR = Identity(
    clinic="Harbour Manual Therapy",
    names=(),
    asked=(("Period", "1 Jan 2026 to 31 Dec 2026"), ("Suspected cause", "posture")),
)


def document(findings: CohortFindings, identity: Identity = HARBOUR, **options: Any) -> CohortDocumentData:
    return cohort_document(findings, cohort_charts(findings), identity, **options)


def printed(findings: CohortFindings, identity: Identity = HARBOUR) -> bytes:
    charts = cohort_charts(findings)
    content = cohort_document(findings, charts, identity)
    return render_pdf(content, {chart.name: render_figure(chart.spec) for chart in charts})


@pytest.fixture(scope="module")
def findings() -> CohortFindings:
    return examples.cohort()


@pytest.fixture(scope="module")
def report(findings: CohortFindings) -> bytes:
    return printed(findings)


@pytest.fixture(scope="module")
def pages(report: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(report)).pages]


@pytest.fixture(scope="module")
def text(pages: list[str]) -> str:
    return " ".join(pages)


@pytest.fixture(scope="module")
def shared() -> bytes:
    return printed(examples.for_sharing())


def test_what_a_reviewer_demands_is_on_the_page(text: str, findings: CohortFindings) -> None:
    demanded = {
        "data cut-off": "9 Feb 2027, 09:00 (Asia/Hong_Kong)",
        "software version": f"Method version {ENGINE_VERSION}",
        "config": config_sha256(findings),
        "inputs": findings.sha256,
        "population": "the clinic’s ratings and measurements from 1 Jan 2026 to 31 Dec 2026",
        "filters": "Only patients aged 18 or more",
        "exclusions with n": "Patients left out: 5 without such a visit, 11 with fewer than 3",
        "pre-specified pairs": "Settled beforehand. Estimated.",
        "estimand": "by how many points (0 to 10) pain differs between two visits of the same patient",
        "n patients, pairs": "Patients whose deviation varies: 41; in all, series: 41, pairs: 372, median visits: ",
        "estimate and interval": "0.13 to 0.49",
        "estimate per MDC": "0.25 to 0.95",
        "raw beside adjusted": "Not adjusted for time",
        "raw correlation": "r = 0.35 (0.25 to 0.44)",
        "method mix": "Digital inclinometer: 60, Palpation meter (PALM) on the skin: 281",
        "rater mix": "Raters One known person took baseline and latest of 31 of the 39 patients who were measured",
        "MDC": "1.94°: Palpation meter (PALM), two single visits, one rater.",
        "MDC source": "Hagins 1998",
        "flow": "60 enrolled; 55 with a visit",
        "attendance": "Patients with at least 8 visits: 41",
        "number of comparisons": "6 pairs were tested",
        "sensitivity": "Check: own course for each series",
        "change scores": "Check: changes from baseline to latest",
        "between patients": "Across patients, one point each",
        "standard errors": "0.089 by leaving out one patient at a time, 40 degrees of freedom (used)",
        "reliability": "0.62 within patients",
        "drop-out": "14 days or more after the baseline 6.1, of those without one 6.8",
        "responders with drop-outs": "but no rating of pain 14 days or more after the baseline, the difference is +19",
        "regression to the mean": "(1 − 0.61) × (6.3 − 5.4)",
        "limitations": "There is no untreated comparison group",
        "parameters": "8 patients at least whose deviation varies, for an estimate",
        "literature": "Levangie 1999",
        "seed": "Random seed none: no figure rests on chance",
    }
    assert {what: words for what, words in demanded.items() if words not in text} == {}


def test_no_p_value_is_printed_but_in_the_confirmatory_report(text: str) -> None:
    assert "after Holm" not in text
    first, second, *_ = examples.six_pairs()
    confirmed = replace(first, within_patient=replace(first.within_patient, p=0.012, p_holm=0.06))
    question = examples.question(confirmatory_year=2026)
    told = text_of(printed(examples.cohort(pairs=(confirmed, second), pain=(), question=question)))
    assert "r = 0.21; p = 0.012; after Holm p = 0.060" in told


def test_no_sentence_claims_a_cause(text: str) -> None:
    assert forbidden_words(text) == ()


def test_every_page_says_whose_it_is_for_whom_until_when_and_by_which_method(
    pages: list[str], findings: CohortFindings
) -> None:
    for number, page in enumerate(pages, start=1):
        for words in (
            "Harbour Manual Therapy",
            "Internal: do not pass on",
            "data until 9 Feb 2027",
            f"method {ENGINE_VERSION}",
            f"question {config_sha256(findings)[:12]}",
            f"Page {number} of {len(pages)}",
        ):
            assert words in page


def test_the_first_page_answers_the_owner(pages: list[str]) -> None:
    assert "Period: 1 Jan 2026 to 31 Dec 2026" in pages[0]
    assert "Only records of episodes with this suspected cause: posture. Only patients aged 18 or more" in pages[0]
    for region in ("low back", "knee", "neck"):
        assert f"and pain ({region}):" in pages[0]
    assert "This is an association; it cannot show that alignment changes pain." in pages[0]


def test_the_document_is_tagged_and_declares_pdf_ua(report: bytes) -> None:
    catalog = catalog_of(report)
    assert catalog["/MarkInfo"]["/Marked"].value
    assert catalog["/Lang"].startswith("en")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_object().get_data()
    assert PdfReader(BytesIO(report)).metadata.title == "Cohort report – Harbour Manual Therapy"


def test_every_figure_has_its_alternative_text(report: bytes, findings: CohortFindings) -> None:
    tags = structure(catalog_of(report)["/StructTreeRoot"])
    told = [str(tag["/Alt"]) for tag in tags if tag.get("/S") == "/Figure"]
    too_few = "lines-lld-true-knee"
    assert sorted(told) == sorted(one.description for one in cohort_charts(findings) if one.name != too_few)


def test_headings_descend_without_a_gap(report: bytes) -> None:
    tags = structure(catalog_of(report)["/StructTreeRoot"])
    levels = [int(str(tag["/S"])[2]) for tag in tags if str(tag.get("/S")) in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_header_cells(report: bytes) -> None:
    tags = structure(catalog_of(report)["/StructTreeRoot"])
    assert sum(tag.get("/S") == "/TH" for tag in tags) == 2 * 7 + 5 * 5


def test_the_same_findings_give_the_same_bytes(report: bytes) -> None:
    assert printed(examples.cohort()) == report


def test_the_fingerprint_of_the_question_changes_with_the_question(findings: CohortFindings) -> None:
    other = examples.cohort(question=examples.question(filters=CohortFilters()))
    assert config_sha256(other) != config_sha256(findings)


@pytest.mark.parametrize(
    ("case", "most"), [(examples.one_pair, 5), (examples.all_insufficient, 9), (examples.all_suppressed, 9)]
)
def test_the_document_keeps_its_shape_with_little_and_nothing(case: Callable[[], CohortFindings], most: int) -> None:
    assert len(PdfReader(BytesIO(printed(case()))).pages) <= most


def test_an_empty_report_is_still_a_report() -> None:
    empty = examples.cohort(pairs=(), pain=(), alignment=(), parameters={}, comparisons=0)
    text = text_of(printed(empty, replace(HARBOUR, paper="us-letter", asked=())))
    assert "No pair of alignment and pain was tested" in text
    assert "What studies of others say" not in text


def test_a_report_for_sharing_says_so_and_draws_no_single_patient(shared: bytes) -> None:
    text = text_of(shared)
    assert "For sharing" in text
    assert "The courses of single patients are not drawn in a report for sharing" in text
    assert "A dash: not shown, as a count is too small." in text
    assert "do not pass on" not in text


def test_a_pair_without_an_estimate_says_why_in_one_line_instead_of_a_table_of_dashes(text: str) -> None:
    few = examples.six_pairs()[4]
    (block,) = document(examples.cohort(pairs=(few,))).pairs
    why = "Not enough data: 5 of the 8 patients that are needed; 12 of the 20 degrees of freedom that are needed."
    assert block.kind == f"Settled beforehand. {why}"
    assert (block.estimates.rows, block.figure) == ((), None)
    assert dict(block.facts)["Data"].startswith("Patients whose deviation varies: 5;")
    assert text.count(f"Settled beforehand. {why} Data Patients whose") == 1


def test_without_a_comparison_of_responders_there_is_no_chart_of_them(findings: CohortFindings) -> None:
    hidden = examples.cohort(pairs=tuple(map(examples.suppressed, examples.six_pairs())))
    assert "responders" in [figure.name for figure in document(findings).opening]
    assert [figure.name for figure in document(hidden).opening] == ["forest", "quadrants"]


def test_a_pair_that_is_hidden_says_so_in_one_line_and_lists_no_dashes() -> None:
    (block,) = document(examples.cohort(pairs=(examples.suppressed(examples.six_pairs()[0]),))).pairs
    why = "Not shown: a count is too small to be shown without pointing to persons."
    assert block.kind == f"Settled beforehand. {why}"
    assert (block.estimates.rows, block.figure) == ((), None)
    assert [name for name, _ in block.facts] == ["1 MDC"]


def test_a_check_that_stands_by_itself_keeps_the_table_of_a_pair_without_an_estimate() -> None:
    still = examples.refused(
        "lld_true", "knee", "tape_supine", "no_within_variance", status="not_estimable",
        between_patients=examples.across(0.3, -0.2, 0.8, 26),
    )  # fmt: skip
    (block,) = document(examples.cohort(pairs=(still,))).pairs
    assert block.kind == (
        "Settled beforehand. Cannot be estimated: deviation did not vary within patients, or not beyond what time or a "
        "single patient accounts for."
    )
    assert [row[1] for row in block.estimates.rows] == ["–", "–", "–", "–", "0.300\n−0.200 to 0.800"]
    assert block.estimates.rows[0][-1] == "–"
    assert block.figure is None


def test_a_pair_says_what_is_not_known_of_its_method() -> None:
    (block,) = document(examples.cohort(pairs=(examples.exploratory_pair(),))).pairs
    facts = dict(block.facts)
    assert facts["1 MDC"] == "the measurement error of this method is not known"
    assert "Reliability" not in facts
    assert block.estimates.rows[0][1:3] == ("0.40\n−0.30 to 1.10", "–")
    assert block.kind == "Exploratory, not adjusted. Estimated."


def test_a_pair_without_pairs_says_so_and_not_that_an_error_is_not_known() -> None:
    (block,) = document(examples.cohort(pairs=(examples.without_pairs("pelvic_obliquity", "neck"),))).pairs
    assert dict(block.facts)["1 MDC"] == "no pairs, so no method"


def test_every_rule_is_printed_in_words_with_its_unit() -> None:
    rules = rules_in_words(cohort_parameters(examples.question()), REPORT_WORDS, in_english)
    assert not [words for rule in rules for words in rule if "_" in words]
    assert {
        ("28 days", "from a baseline visit to the first session at most"),
        ("72 hours", "between rating and measurement of a pair at most"),
        ("2 points", "rise of pain at least to be worse"),
        ("5 %", "of unchanged measures exceed their error by chance"),
        ("20", "degrees of freedom at least for an estimate"),
    } < set(rules)


def test_a_rule_without_words_keeps_its_name() -> None:
    assert rules_in_words({"new_rule": 4, "told": "so"}, {}, in_english) == (("4", "new_rule"), ("so", "told"))


def test_an_error_without_a_source_and_a_fit_without_a_correlation_are_dashes() -> None:
    fit = replace(examples.within(0.3, 0.1, 0.5, 1.94), partial_r=None)
    (block,) = document(examples.cohort(pairs=(examples.pair(mdc_source=None, within_patient=fit),))).pairs
    assert dict(block.facts)["1 MDC"].endswith("one rater. –")
    assert block.estimates.rows[0][-1] == "–"


def test_the_raw_slope_is_the_grey_row() -> None:
    (block,) = document(examples.one_pair()).pairs
    assert block.estimates.rows[block.greyed][0].startswith("Not adjusted for time")


def test_a_mean_change_stands_beside_what_is_expected_without_any_effect(findings: CohortFindings) -> None:
    content = document(findings)
    assert [row[5] for row in content.pain.rows] == ["−0.35", "–", "−0.35", "−0.35"]
    assert all("no untreated comparison group" in sentence for sentence in content.pain_sentences)
    assert "no untreated comparison group" in content.alignment_sentences[0]
    assert "patients under 18 count in the mean change, but have no verdict" in content.alignment_sentences[1]


def test_a_rise_that_is_expected_anyway_stands_in_the_table_with_its_sign() -> None:
    found = examples.pain()
    assert found.regression_to_the_mean is not None
    regression = replace(found.regression_to_the_mean, expected=-0.2)
    content = document(examples.cohort(pain=(replace(found, regression_to_the_mean=regression),)))
    assert content.pain.rows[0][5] == "+0.20"


def test_a_group_of_nobody_is_left_out_and_a_hidden_one_is_a_dash() -> None:
    responses = {"improved": 9, "worse": 0, "no_important_change": None}
    given = examples.pain(responses=responses, completer_baseline=None, regression_to_the_mean=None)
    content = document(examples.cohort(pain=(given,), alignment=(examples.alignment(classes={}),)))
    assert content.pain.rows[0][-1] == "Important decrease: 9; no important change: –"
    assert content.pain.rows[0][5] == "–"
    assert content.alignment.rows[0][-1] == "–"


def test_the_value_of_a_filter_is_told_by_its_name() -> None:
    asked = examples.question(filters=CohortFilters(therapist="k-17"))
    content = document(examples.cohort(question=asked), filter_names={"therapist": "Mira Lam"})
    assert any("Mira Lam" in sentence for part in content.method for sentence in part.sentences)
    assert content.filters == ("Only patients with a completed session by this therapist: Mira Lam.",)
