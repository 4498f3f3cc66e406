"""A repeatability report from its request to its files, and the same again from what it froze."""

import json
from hashlib import sha256
from typing import Any

import pytest

from assessments.services.precision import own_figures
from assessments.services.voiding import mark_entered_in_error
from clinic.common.caller import Caller
from clinic.common.errors import PermissionMissing, Refused
from clinic.practice.models import Clinic, Membership
from tests.builders import MORNING, make_assessment, make_patient, measured
from treatments.outcomes import composing, composing_repeatability
from treatments.outcomes.adopting import adopt_precision, adoptable
from treatments.outcomes.building import build_report
from treatments.outcomes.composing import Product
from treatments.outcomes.findings.repeatability.inputs import inputs_from_json
from treatments.outcomes.freezing import InputsUnreadable
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.repeatability_building import repeatability_product
from treatments.outcomes.requesting.repeatability import request_repeatability_report
from treatments.outcomes.requesting.rerun import rerun
from treatments.outcomes.transitions import claim


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is computed and worded; what would be drawn is noted instead, which takes no time."""
    monkeypatch.setattr(composing, "render_svg", lambda spec: json.dumps(spec).encode())
    monkeypatch.setattr(composing_repeatability, "render_figure", lambda spec: json.dumps(spec).encode())
    monkeypatch.setattr(composing_repeatability, "render_pdf", lambda document, svgs: repr((document, svgs)).encode())


def measure_twice(clinic: Clinic, by: Caller, rater: Membership, people: int) -> list[Any]:
    """So many people, each measured twice in one visit with the landmarks found anew."""
    pairs = [(place % 5, place % 5 + (place % 3) / 2) for place in range(people)]
    return [
        make_assessment(
            make_patient(clinic), measured("pelvic_obliquity", *pair, relandmarked=True), by=by, rater=rater
        )
        for pair in pairs
    ]


def product_of(report: OutcomeReport) -> tuple[OutcomeReport, Product]:
    lease = claim(report.pk)
    assert lease
    heard: list[int] = []
    report = OutcomeReport.objects.select_related("clinic").get(pk=report.pk)
    product = repeatability_product(report, lease, heard.append)
    assert heard == sorted(heard)
    return OutcomeReport.objects.get(pk=report.pk), product


def test_it_is_computed_drawn_and_set(clinic: Clinic, as_theo: Caller, theo: Membership) -> None:
    measure_twice(clinic, as_theo, theo, 36)
    _report, product = product_of(request_repeatability_report(by=as_theo))
    (found,) = product.result["repeatability"]
    assert (found["measure"], found["status"], found["same_rater"]["dof"]) == ("pelvic_obliquity", "ok", 36)
    assert [one["rater"] for one in found["by_rater"]] == ["Theo"]
    files = {file.name: file.content for file in product.files}
    assert set(files) == {
        "report.pdf",
        "document.json",
        "data.csv",
        "charts.json",
        "charts/forest-deg.svg",
        "charts/forest-deg.vl.json",
        "charts/differences-pelvic-obliquity-palm.svg",
        "charts/differences-pelvic-obliquity-palm.vl.json",
    }
    assert files["report.pdf"].startswith(b"%PDF-")
    assert files["data.csv"].count(b"\r\n") == 1 + 72


def test_without_a_repeated_reading_it_says_so_and_is_a_document_all_the_same(clinic: Clinic, as_theo: Caller) -> None:
    _report, product = product_of(request_repeatability_report(by=as_theo))
    assert product.result["repeatability"] == []
    assert product.result["narrative"][0].startswith("There are no repeated readings")
    assert {file.name for file in product.files} == {"report.pdf", "document.json", "data.csv", "charts.json"}


@pytest.mark.usefixtures("undrawn")
def test_what_was_read_is_stored_with_its_hash_and_its_records(
    clinic: Clinic, as_theo: Caller, theo: Membership
) -> None:
    visits = measure_twice(clinic, as_theo, theo, 3)
    report, product = product_of(request_repeatability_report(by=as_theo))
    assert report.inputs
    assert sha256(report.inputs).hexdigest() == report.inputs_sha256 == product.result["inputs"]["sha256"]
    assert inputs_from_json(bytes(report.inputs)).cutoff == report.cutoff
    assert set(report.input_keys) == {visit.uuid for visit in visits}
    assert report.heading
    assert (report.heading["clinic"], report.heading["names"], report.heading["language"]) == (clinic.name, [], "en")


@pytest.mark.usefixtures("undrawn")
def test_a_second_attempt_and_a_rerun_on_the_same_data_give_the_same_bytes(
    clinic: Clinic, as_theo: Caller, theo: Membership
) -> None:
    visits = measure_twice(clinic, as_theo, theo, 33)
    report, first = product_of(request_repeatability_report(by=as_theo))
    mark_entered_in_error(visits[0], "another patient", by=as_theo)
    OutcomeReport.objects.filter(pk=report.pk).update(state="queued", lease_until=None)
    assert product_of(report)[1] == first
    again = rerun(report, same_data=True, by=as_theo)
    assert product_of(again)[1] == first
    fresh = product_of(rerun(report, by=as_theo))[1]
    assert fresh.result["repeatability"][0]["same_rater"]["dof"] == 32


@pytest.mark.usefixtures("undrawn")
def test_from_the_request_to_the_figure_in_force(
    clinic: Clinic, as_theo: Caller, theo: Membership, as_mira: Caller
) -> None:
    measure_twice(clinic, as_theo, theo, 33)
    report = request_repeatability_report(by=as_theo)
    build_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.progress) == ("done", 100)
    (offer,) = adoptable(report, as_mira)
    adopt_precision(report, offer.measure, offer.method, by=as_mira)
    assert own_figures(as_mira)[offer.measure, offer.method].sem_same_rater == offer.sem_same_rater
    (again,) = adoptable(report, as_mira)
    assert again.adopted


@pytest.mark.usefixtures("undrawn")
def test_a_figure_is_not_taken_from_a_report_whose_measurements_have_changed(
    clinic: Clinic, as_theo: Caller, theo: Membership, as_mira: Caller
) -> None:
    visits = measure_twice(clinic, as_theo, theo, 33)
    report = request_repeatability_report(by=as_theo)
    build_report(report.pk)
    report.refresh_from_db()
    mark_entered_in_error(visits[0], "another patient", by=as_theo)
    with pytest.raises(Refused, match="run it again and take the figure of the new report") as refusal:
        adopt_precision(report, "pelvic_obliquity", "palm", by=as_mira)
    assert [problem.code for problem in refusal.value.problems] == ["report_stale"]
    assert not own_figures(as_mira)
    new = rerun(report, by=as_theo)
    build_report(new.pk)
    new.refresh_from_db()
    assert adopt_precision(new, "pelvic_obliquity", "palm", by=as_mira).valid_from == as_mira.today()


@pytest.mark.usefixtures("undrawn")
def test_inputs_of_another_form_are_not_guessed_at(clinic: Clinic, as_theo: Caller) -> None:
    report = request_repeatability_report(by=as_theo)
    foreign = b'{"format": "repeatability 0"}'
    OutcomeReport.objects.filter(pk=report.pk).update(
        inputs=foreign, inputs_sha256=sha256(foreign).hexdigest(), cutoff=report.created_at, heading={}
    )
    with pytest.raises(InputsUnreadable):
        product_of(report)


@pytest.mark.usefixtures("undrawn")
def test_it_is_written_in_the_language_of_the_clinic(clinic: Clinic, as_theo: Caller) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(locale="zh-hant")
    report, _product = product_of(request_repeatability_report(by=as_theo))
    assert report.heading
    assert report.heading["language"] == "zh-Hant"


def test_the_request_names_its_days_and_needs_the_permission(as_theo: Caller, as_rosa: Caller) -> None:
    day = MORNING.date()
    report = request_repeatability_report(from_=day, until=day, by=as_theo)
    assert (report.kind, report.window_from, report.window_until, report.patient) == ("repeatability", day, day, None)
    with pytest.raises(Refused):
        request_repeatability_report(from_=day, until=day.replace(day=1), by=as_theo)
    with pytest.raises(PermissionMissing):
        request_repeatability_report(by=as_rosa)
