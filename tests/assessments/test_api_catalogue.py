"""The catalogue over REST: what can be measured, how exactly, and where it can hurt."""

import datetime as dt

import pytest

from assessments.measures import MEASURES
from assessments.models import MethodPrecision
from assessments.pain_regions import REGIONS
from assessments.services.precision import set_precision
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.practice.models import Clinic
from tests.builders import make_client, make_token
from tests.conftest import Api

MEASURE_LIST = "/api/v1/measures/"
REGION_LIST = "/api/v1/pain-regions/"


def test_every_measure_is_listed_with_unit_signs_bounds_and_methods(api: Api) -> None:
    page = api.get(MEASURE_LIST).json()
    assert [entry["code"] for entry in page["results"]] == list(MEASURES)
    assert (page["next"], page["previous"]) == (None, None)
    obliquity = next(entry for entry in page["results"] if entry["code"] == "pelvic_obliquity")
    assert (obliquity["unit"], obliquity["sides"], obliquity["accepted_units"]) == ("deg", ["none"], ["deg"])
    assert (obliquity["hard"], obliquity["soft"], obliquity["reference"], obliquity["neutral"]) == (
        {"low": -20, "high": 20},
        {"low": -6, "high": 6},
        {"low": -1.5, "high": 1.5},
        0,
    )
    assert "Positive: the right side is higher." in obliquity["sign"]
    palm = obliquity["methods"][0]
    assert (palm["code"], palm["sem_same_rater"], palm["sem_different_rater"]) == ("palm", 0.7, 1.1)
    assert palm["mdc95_same_rater"] == pytest.approx(1.94, abs=0.005)
    assert palm["mdc95_different_rater"] == pytest.approx(3.05, abs=0.005)
    assert (palm["evidence"], palm["clinic_own"], palm["usual_posture"]) == ("derived", False, "standing")


def test_an_error_that_is_not_known_is_null_and_never_zero(api: Api) -> None:
    method = api.get(f"{MEASURE_LIST}pelvic_tilt_rad_pt/").json()["methods"][0]
    assert (method["sem_same_rater"], method["mdc95_same_rater"], method["evidence"]) == (None, None, "unknown")


def test_what_is_computed_cannot_be_entered(api: Api) -> None:
    asymmetry = api.get(f"{MEASURE_LIST}innominate_asymmetry/").json()
    assert (asymmetry["enterable"], asymmetry["derived_from"]) == (False, "pelvic_tilt_palp")
    assert not any(method["enterable"] for method in asymmetry["methods"])


def test_the_clinics_own_precision_is_shown_to_its_software_only(api: Api, other_api: Api, as_mira: Caller) -> None:
    own = MethodPrecision(
        measure="pelvic_obliquity", method="palm", sem_same_rater=0.5, sem_different_rater=0.9,
        source="Repeated readings of March", valid_from=dt.date(2026, 3, 31),
    )  # fmt: skip
    before = api.get(MEASURE_LIST).headers["ETag"]
    set_precision(own, by=as_mira)
    palm = api.get(f"{MEASURE_LIST}pelvic_obliquity/").json()["methods"][0]
    assert (palm["sem_same_rater"], palm["source"], palm["valid_from"], palm["clinic_own"]) == (
        0.5,
        "Repeated readings of March",
        "2026-03-31",
        True,
    )
    assert other_api.get(f"{MEASURE_LIST}pelvic_obliquity/").json()["methods"][0]["sem_same_rater"] == 0.7
    assert api.get(MEASURE_LIST, If_None_Match=before).status_code == 200


def test_regions_are_listed_with_sides_and_the_change_that_matters(api: Api) -> None:
    results = api.get(REGION_LIST).json()["results"]
    assert [entry["code"] for entry in results] == list(REGIONS)
    knee = api.get(f"{REGION_LIST}knee/").json()
    assert knee["sides"] == ["left", "right"]
    assert (knee["important_change"]["points"], knee["important_change"]["fraction"]) == (2.0, 0.3)


@pytest.mark.parametrize("path", [MEASURE_LIST, REGION_LIST, f"{MEASURE_LIST}lld_true/"])
def test_the_catalogue_can_be_cached(api: Api, path: str) -> None:
    first = api.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=300"
    again = api.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_catalogue_has_pages(api: Api) -> None:
    codes, url = [], f"{MEASURE_LIST}?page_size=5"
    while url:
        page = api.get(url).json()
        assert len(page["results"]) <= 5
        codes += [entry["code"] for entry in page["results"]]
        last, url = page, page["next"]
    assert codes == list(MEASURES)
    before = api.get(last["previous"]).json()["results"]
    assert [entry["code"] for entry in before] == codes[-5 - len(last["results"]) : -len(last["results"])]


@pytest.mark.parametrize("query", ["unit=mm", "cursor=nonsense", "page_size=0", "page_size=many"])
def test_an_unknown_parameter_of_the_catalogue_is_refused(api: Api, query: str) -> None:
    assert api.get(f"{MEASURE_LIST}?{query}").status_code == 400


def test_an_unknown_entry_is_not_found_and_none_can_be_added(api: Api) -> None:
    assert api.get(f"{MEASURE_LIST}aura/").status_code == 404
    assert api.post(MEASURE_LIST, {"code": "aura"}).status_code == 405


def test_every_caller_with_credentials_may_read_the_catalogue(anonymous: Api, clinic: Clinic) -> None:
    reports = Api(make_token(make_client(clinic, "reports", ["reports:read"])))
    assert reports.get(MEASURE_LIST).status_code == 200
    assert anonymous.get(MEASURE_LIST).status_code == 401
    assert not AuditEvent.objects.exists()
