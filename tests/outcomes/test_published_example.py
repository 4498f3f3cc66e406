"""A published data set goes the whole way: estimators, findings, charts, and the page that a person reads.

Bland and Altman 1995 (BMJ 310:446): pH and PaCO2 of eight people, several times each. The example has no times, so
the order of its readings stands in for them; it is no data of a clinic and only borrows the names of a pair.
"""

import csv
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from tests.outcomes.cohort_examples import question
from treatments.outcomes.composing_cohort import compose_cohort
from treatments.outcomes.document.content import Identity
from treatments.outcomes.estimators import series_sums, within_patient_fit
from treatments.outcomes.findings.cohort.cases import CASES
from treatments.outcomes.findings.cohort.cohort import assemble
from treatments.outcomes.findings.cohort.finding import CohortFindings
from treatments.outcomes.findings.cohort.flow_finding import Flow
from treatments.outcomes.findings.cohort.pair_finding import pair_finding
from treatments.outcomes.findings.cohort.question import CohortPair

BLAND = Path(__file__).parent / "estimators" / "data" / "bland1995.csv"
PAIR = CohortPair(measure="pelvic_obliquity", region="low_back", primary=True)


@pytest.fixture(scope="module")
def published() -> CohortFindings:
    with BLAND.open() as file:
        rows = [(int(row["Subject"]), float(row["PaCO2"]), float(row["pH"])) for row in csv.DictReader(file)]
    subject, exposure, outcome = (np.array(column) for column in zip(*rows, strict=True))
    order = np.concatenate([np.arange((subject == one).sum()) for one in np.unique(subject)])
    sums = series_sums(subject, subject, order, exposure, outcome)
    asked = question(pairs=(PAIR,))
    found = pair_finding(asked, PAIR, sums, np.zeros(0, CASES), within_patient_fit(sums), (), p_wanted=False)
    flow = Flow(enrolled=8, with_baseline=8, baseline_after_start=0, with_3_pairs=8, analysed=8, attendance=())
    return assemble(asked, [found], [], [], flow, "0" * 64, {"patients": 8})


def test_its_correlation_and_interval_are_those_that_were_published(published: CohortFindings) -> None:
    (pair,) = published.pairs
    assert (pair.n_patients, pair.n_pairs) == (8, 47)
    assert pair.raw_rmcorr
    assert (pair.raw_rmcorr.r, pair.raw_rmcorr.dof) == (pytest.approx(-0.5067697, abs=1e-7), 38)
    assert pair.raw_rmcorr.ci95 == pytest.approx((-0.7067146, -0.2318631), abs=1e-7)
    assert pair.raw_rmcorr.slope == pytest.approx(-0.1083230, abs=1e-7)


def test_it_stands_on_the_page_labelled_as_not_adjusted_for_time(published: CohortFindings) -> None:
    product = compose_cohort(published, Identity(clinic="Bland and Altman 1995", names=()), lambda text: text)
    files = {file.name: file.content for file in product.files}
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(files["report.pdf"])).pages).split())
    assert "r = −0.51 (−0.71 to −0.23)" in text
    assert "Not adjusted for time" in text
    assert b"<svg" in files["charts/forest.svg"]
