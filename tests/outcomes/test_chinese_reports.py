"""Reports in Traditional Chinese, and the lint of rendered sentences in both languages."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from tests.outcomes import cohort_examples
from tests.outcomes.courses import inputs, measured, measurements, on_day, ratings, session
from tests.outcomes.test_cohort_narrative import ENDINGS, seen
from tests.outcomes.test_narrative import OBLIQUITY, PAIN
from treatments.outcomes.charts.cohort.cohort_charts import cohort_charts
from treatments.outcomes.charts.document_charts import document_charts
from treatments.outcomes.charts.page_charts import patient_charts
from treatments.outcomes.document.cohort_content import cohort_document
from treatments.outcomes.document.content import Identity, patient_document
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.patient import patient_findings
from treatments.outcomes.findings.points import EventPoint, PatientInputs
from treatments.outcomes.narrative.cohort import cohort_limitations, cohort_narrative
from treatments.outcomes.narrative.days import full_day, full_moment, short_day
from treatments.outcomes.narrative.forbidden_words import forbidden_words
from treatments.outcomes.narrative.patient import limitations, narrative
from treatments.outcomes.rendering import render_figure
from treatments.outcomes.typesetting import render_pdf

LATIN_ALLOWED = re.compile(r"MDC95|MDC|PALM|mm|[OX]型|X光|Q角|(?<![A-Za-z])[nrpt](?= ?[=<])")
"""Units, codes, names of instruments, signs of statistics, and the letters that Chinese itself writes."""
COURSE = inputs(
    pain=(*ratings([(0, 8), (7, 7), (14, 6), (21, 5), (28, 4), (35, 3)]), *ratings([(0, 5), (35, 5)], region="neck")),
    measurements=(*measurements([(0, 4.2), (14, 3.1), (28, 1.4)]), measured(35, 0.9, rater="ines")),
    sessions=(session(1), session(8)),
    events=(EventPoint(key="e", at=on_day(20), kind="flare"),),
)
TAI_MAN = Identity(
    clinic="海港手法治療中心",
    names=("陳大文",),
    facts=(("病歷號碼", "R-000123"),),
    asked=(("期間", "全部"),),
    language="zh-Hant",
)

Told = Callable[[str], tuple[str, ...]]


def chinese(message: str) -> str:
    with translation.override("zh-hant"):
        return translation.gettext(message)


TRANSLATIONS: dict[str, Callable[[str], str]] = {"en": lambda message: message, "zh-hant": chinese}


def patients() -> Iterator[PatientInputs]:
    """A patient for every response and classification, in a region with and without sides, and odd ones."""
    for (pain, alignment), region in product(product(PAIN, OBLIQUITY), ("low_back", "neck")):
        yield inputs(pain=ratings(PAIN[pain], region=region), measurements=OBLIQUITY[alignment])
    knee = measurements([(0, 8.0), (40, 1.0)], measure="knee_frontal_hka", side="left", method="phone_inclinometer")
    yield inputs(pain=ratings(PAIN["improved"], region="knee", side="left"), measurements=knee, birth_date=None)
    yield inputs(measurements=measurements([(0, 4), (40, 2)], method="radiograph"), sessions=(session(-1),))
    yield inputs(measurements=OBLIQUITY["toward_reference"], birth_date=None, birth_year=2015)
    legs = [
        measured(day, value, side=side, measure="leg_length_true", method="tape_supine")
        for day, left, right in ((0, 850, 871), (40, 855, 862))
        for side, value in (("left", left), ("right", right))
    ]
    yield inputs(pain=ratings([(0, 8), (3, 8), (10, 3)], recall="now", context="movement"), measurements=tuple(legs))
    yield inputs()
    yield COURSE


def cohorts() -> Iterator[CohortFindings]:
    """A cohort for every ending of a pair, and those in which much is missing."""
    yield cohort_examples.cohort()
    yield cohort_examples.all_insufficient()
    yield cohort_examples.all_suppressed()
    yield cohort_examples.for_sharing()
    year: dict[str, Any] = {"question": cohort_examples.question(confirmatory_year=2026)}
    yield cohort_examples.cohort(**year)
    for found, exposure, mdc in product(ENDINGS, ("deviation", "this_leg_minus_other"), (1.9, None)):
        status = "inconsistent" if found.startswith("inconsistent") else "ok"
        pair = seen(*ENDINGS[found], status=status, exposure=exposure, mdc95=mdc, reliability=0.8, primary=False)
        yield cohort_examples.cohort(pairs=(pair,), comparisons=1)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_sentence_about_any_patient_claims_a_cause(language: str) -> None:
    translate = TRANSLATIONS[language]
    for given in patients():
        for sentence in (*narrative(patient_findings(given), translate), *limitations(translate)):
            assert forbidden_words(sentence, language) == ()
            assert "%" not in sentence.replace("95 %", "").replace("95%", "")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_sentence_about_any_cohort_claims_a_cause(language: str) -> None:
    translate = TRANSLATIONS[language]
    for findings in cohorts():
        for sentence in (*cohort_narrative(findings, translate), *cohort_limitations(findings, translate)):
            assert forbidden_words(sentence, language) == ()
            assert "%(" not in sentence


def test_no_english_is_left_in_a_chinese_narrative_of_a_patient() -> None:
    for given in patients():
        for sentence in (*narrative(patient_findings(given), chinese), *limitations(chinese)):
            assert re.findall(r"[A-Za-z]+", LATIN_ALLOWED.sub("", sentence)) == [], sentence


def test_a_chinese_headline_of_a_patient() -> None:
    given = inputs(pain=ratings(PAIN["improved"]), measurements=OBLIQUITY["toward_reference"])
    headline = narrative(patient_findings(given), chinese)[0]
    assert headline == (
        "下背：疼痛下降3分，由7降至4，屬重要的下降。骨盆側傾移向族群參考範圍（並非健康目標），"
        "由4.2°（右側較高）至1.1°（右側較高），超出測量誤差（1.9°）。兩者都有變化；這不能顯示其原因。"
    )


def test_a_chinese_headline_of_a_pair() -> None:
    headline = cohort_narrative(cohort_examples.cohort(), chinese)[0]
    assert headline == (
        "骨盆側傾與疼痛（下背）：在同一病人內並校正時間後，偏差多1個MDC（1.9°）的就診，疼痛多0.6分"
        "（95%信賴區間0.25至0.95）；偏差有變化的病人41名；41個序列共372對資料。這是一種關聯；它不能顯示排列會改變疼痛。"
    )


def test_days_are_written_in_the_order_of_the_language() -> None:
    assert full_day(date(2026, 3, 2), chinese) == "2026年3月2日"
    assert short_day(date(2026, 12, 31), chinese) == "12月31日"
    assert full_moment(datetime(2026, 3, 2, 9, 30), chinese) == "2026年3月2日 09:30"  # noqa: DTZ001 a clock on a wall
    assert full_day(date(2026, 3, 2), TRANSLATIONS["en"]) == "2 Mar 2026"


def test_numbers_keep_their_true_minus_sign() -> None:
    told = " ".join(narrative(patient_findings(COURSE), chinese))
    assert re.search(r"−\d", told)
    assert not re.search(r"(?<!\d)-\d", told)


def test_a_chinese_document_has_chinese_headings_charts_and_days() -> None:
    findings = patient_findings(COURSE)
    charts = document_charts(findings, COURSE, chinese)
    words = narrative(findings, chinese), limitations(chinese)
    document = patient_document(findings, COURSE, charts, TAI_MAN, *words, chinese)
    pdf = PdfReader(BytesIO(render_pdf(document, {chart.name: render_figure(chart.spec) for chart in charts})))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    for printed in (
        "成效報告",
        "摘要",
        "身體排列",
        "陳大文",
        "2026年1月25日",
        "急性加劇",
        "本報告不能顯示的事",
        "頁1/",
    ):
        assert printed in text
    assert "〓" not in text
    assert pdf.root_object["/Lang"] == "zh"


def test_whatever_a_report_asks_to_be_translated_is_translated() -> None:
    asked: set[str] = set()

    def listening(message: str) -> str:
        asked.add(message)
        return message

    for given in patients():
        findings = patient_findings(given)
        words = narrative(findings, listening), limitations(listening)
        patient_charts(findings, given, listening)
        charts = document_charts(findings, given, listening)
        patient_document(findings, given, charts, TAI_MAN, *words, listening)
    for found in cohorts():
        cohort_narrative(found, listening)
        cohort_document(found, cohort_charts(found, listening), TAI_MAN, listening)
    words_in = {message: re.findall("[a-z]{3,}", re.sub(r"%\(\w+\)s", "", message)) for message in asked}
    assert {message for message in asked if words_in[message] and chinese(message) == message} == set()


def test_a_chinese_chart_describes_itself_in_chinese() -> None:
    overview = patient_charts(patient_findings(COURSE), COURSE, chinese)[0]
    assert overview.title == "疼痛與身體排列的時間變化"
    assert overview.description.startswith("疼痛（0至10）折線圖，2026年1月5日至2026年2月9日。下背（過去7天平均）：n")
    assert "。骨盆側傾（PALM觸診測量器，站立，赤足）折線圖，" in overview.description
    assert overview.table.header == ("日期", "測量項目", "讀數", "單位", "方法", "備註")
