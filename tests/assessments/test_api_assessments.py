"""Other software records, reads, corrects and voids assessments."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, Measurement, PainRating
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.models import IdempotentAnswer
from clinic.practice.models import ApiClient, Clinic, Membership
from patients.models import Patient
from tests.builders import (
    MORNING,
    make_assessment,
    make_client,
    make_episode,
    make_patient,
    make_token,
    measured,
    rated,
)  # fmt: skip
from tests.conftest import Api

ASSESSMENTS = "/api/v1/assessments/"
TAKEN_AT = "2026-03-02T09:30:00+08:00"


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic)


def body(patient: Patient, **fields: Any) -> dict[str, Any]:
    """The example of the contract: obliquity, both legs, one tilt, one knee, and two pains."""
    return {
        "patient": str(patient.uuid),
        "episode": None,
        "taken_at": TAKEN_AT,
        "kind": "initial",
        "timing": "before_treatment",
        "measurements": [
            {"measure": "pelvic_obliquity", "side": "none", "method": "palm", "readings": [3.0, 3.4]},
            {"measure": "leg_length_true", "side": "left", "method": "tape_supine", "readings": [871]},
            {"measure": "leg_length_true", "side": "right", "method": "tape_supine", "readings": [862]},
            {
                "measure": "pelvic_tilt_palp",
                "side": "left",
                "method": "digital_inclinometer",
                "readings": [11.5],
            },
            {
                "measure": "knee_frontal_hka",
                "side": "right",
                "method": "phone_inclinometer",
                "readings": [4.0],
                "unit": "deg",
            },
        ],
        "pain": [
            {"region": "low_back", "side": "none", "intensity": 6, "recall": "7d_average"},
            {"region": "knee", "side": "right", "intensity": 4, "recall": "7d_average"},
        ],
        **fields,
    }


def one(**fields: Any) -> dict[str, Any]:
    """A measurement that would be accepted without the given fields."""
    return {"measure": "pelvic_obliquity", "side": "none", "method": "palm", "readings": [3.0], **fields}


def pain(**fields: Any) -> dict[str, Any]:
    """A rating that would be accepted without the given fields."""
    return {"region": "low_back", "side": "none", "intensity": 6, **fields}


def problems(answer: Any) -> list[tuple[str, str]]:
    """Pointer and code of a refusal; and nothing was written."""
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [model.objects.count() for model in (Assessment, Measurement, PainRating, AuditEvent)] == [0] * 4
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_the_example_of_the_contract_is_recorded_and_answered_whole(api: Api, amy: Patient) -> None:
    answer = api.post(ASSESSMENTS, body(amy))
    given = answer.json()
    assert answer.status_code == 201, given
    assert answer.headers["Location"].endswith(f"{ASSESSMENTS}{given['id']}/")
    assert (given["patient"], given["taken_at"], given["status"], given["warnings"]) == (
        str(amy.uuid),
        TAKEN_AT,
        "final",
        [],
    )
    assert (given["episode"], given["rater"], given["footwear"], given["lift_in_place"]) == (None,) * 4
    first = given["measurements"][0]
    assert (first["readings"], first["value"], first["unit"], first["posture"]) == (
        [3.0, 3.4],
        3.2,
        "deg",
        "standing",
    )
    assert [(p["region"], p["side"], p["intensity"], p["context"], p["mode"]) for p in given["pain"]] == [
        ("low_back", "none", 6, "overall", None),
        ("knee", "right", 4, "overall", None),
    ]
    assert [(v["measure"], v["value"], v["unit"]) for v in given["derived"]["values"]] == [("lld_true", -9.0, "mm")]
    reasons = {change["reasons"][0] for change in given["derived"]["changes"]}
    assert reasons == {"no_earlier_comparable_reading", "single_leg_not_trended"}


def test_what_was_recorded_reads_back_the_same(api: Api, amy: Patient) -> None:
    made = api.post(ASSESSMENTS, body(amy))
    read = api.get(f"{ASSESSMENTS}{made.json()['id']}/")
    recorded = made.json()
    del recorded["warnings"]
    assert read.json() == recorded
    assert read.headers["ETag"] == made.headers["ETag"]


def test_centimetres_and_inches_are_shown_in_millimetres_and_kept_as_entered(api: Api, amy: Patient) -> None:
    legs = [
        one(measure="leg_length_true", side="left", method="tape_supine", readings=[87.1], unit="cm"),
        one(measure="leg_length_true", side="right", method="tape_supine", readings=[34.25], unit="[in_i]"),
    ]
    left, right = api.post(ASSESSMENTS, body(amy, measurements=legs)).json()["measurements"]
    assert (left["readings"], left["unit"]) == ([871.0], "mm")
    assert (left["entered_readings"], left["entered_unit"]) == ([87.1], "cm")
    assert (right["value"], right["entered_unit"]) == (34.25 * 25.4, "[in_i]")


@pytest.mark.parametrize("relandmarked", [True, False, None])
def test_whether_the_landmarks_were_found_anew_reads_back_as_it_was_said(
    api: Api, amy: Patient, relandmarked: bool | None
) -> None:
    said, silent = one(readings=[3.0, 3.4], relandmarked=relandmarked), one(method="radiograph")
    answer = api.post(ASSESSMENTS, body(amy, measurements=[said, silent]))
    first, second = answer.json()["measurements"]
    assert (first["relandmarked"], second["relandmarked"]) == (relandmarked, None)


def test_an_unusual_value_is_accepted_with_a_warning_and_confirmed_only_on_request(api: Api, amy: Patient) -> None:
    unconfirmed = api.post(ASSESSMENTS, body(amy, measurements=[one(readings=[6.5])]))
    assert unconfirmed.status_code == 201
    warning = unconfirmed.json()["warnings"][0]
    assert (warning["pointer"], warning["code"]) == ("/measurements/0/readings", "unusual_value")
    assert "6.5°" in warning["detail"]
    assert unconfirmed.json()["measurements"][0]["confirmed_unusual"] is False
    looked = [one(readings=[6.5], confirm_unusual=True)]
    confirmed = api.post(ASSESSMENTS, body(amy, measurements=looked)).json()
    assert confirmed["measurements"][0]["confirmed_unusual"] is True


def test_the_change_since_the_baseline_comes_with_its_verdict(api: Api, amy: Patient, theo: Membership) -> None:
    rater = str(theo.uuid)
    first = api.post(ASSESSMENTS, body(amy, rater=rater, measurements=[one(readings=[4.2])], pain=[])).json()
    later = {"taken_at": "2026-03-30T09:30:00+08:00", "kind": "re_assessment", "rater": rater, "pain": []}
    second = api.post(ASSESSMENTS, body(amy, **later, measurements=[one(readings=[1.1])])).json()
    change = second["derived"]["changes"][0]
    assert (change["measure"], change["verdict"], change["reasons"]) == ("pelvic_obliquity", "beyond_noise", [])
    assert (change["baseline"], change["baseline_assessment"], change["baseline_taken_at"]) == (
        4.2,
        first["id"],
        TAKEN_AT,
    )
    assert change["change"] == pytest.approx(-3.1)
    assert change["mdc95"] == pytest.approx(1.94, abs=0.005)


@pytest.mark.parametrize(
    ("measurement", "pointer", "code"),
    [
        (one(readings=[20.5]), "/measurements/0/readings/0", "out_of_bounds"),
        (one(readings=[3, -21]), "/measurements/0/readings/1", "out_of_bounds"),
        (one(readings=[1e308]), "/measurements/0/readings/0", "out_of_bounds"),
        (one(readings=[]), "/measurements/0/readings", "min_length"),
        (one(readings=[1, 2, 3, 4, 5, 6]), "/measurements/0/readings", "max_length"),
        (one(readings=["3"]), "/measurements/0/readings/0", "invalid"),
        (one(readings=[True]), "/measurements/0/readings/0", "invalid"),
        (one(readings=[None]), "/measurements/0/readings/0", "null"),
        (one(readings=3), "/measurements/0/readings", "not_a_list"),
        (one(side="left"), "/measurements/0/side", "side_not_allowed"),
        (one(side="up"), "/measurements/0/side", "side_not_allowed"),
        (one(method="goniometer"), "/measurements/0/method", "method_not_allowed"),
        (one(measure="pelvic_obliquty"), "/measurements/0/measure", "unknown_measure"),
        (one(measure="innominate_asymmetry"), "/measurements/0/method", "method_not_allowed"),
        (one(unit="cm"), "/measurements/0/unit", "unit_not_accepted"),
        (one(posture="hanging"), "/measurements/0/posture", "invalid_choice"),
        (one(relandmarked="often"), "/measurements/0/relandmarked", "invalid"),
        (one(colour="red"), "/measurements/0/colour", "unknown_field"),
        (one(value=3.0), "/measurements/0/value", "read_only_field"),
        ({"measure": "pelvic_obliquity", "side": "none", "method": "palm"}, "/measurements/0/readings", "required"),
        ("3.0", "/measurements/0", "invalid"),
    ],
)  # fmt: skip
def test_an_impossible_measurement_is_refused_and_nothing_is_written(
    api: Api, amy: Patient, measurement: Any, pointer: str, code: str
) -> None:
    assert (pointer, code) in problems(api.post(ASSESSMENTS, body(amy, measurements=[measurement])))


@pytest.mark.parametrize(
    ("rating", "pointer", "code"),
    [
        (pain(intensity=11), "/pain/0/intensity", "out_of_bounds"),
        (pain(intensity=-1), "/pain/0/intensity", "out_of_bounds"),
        (pain(intensity=5.5), "/pain/0/intensity", "out_of_bounds"),
        (pain(intensity="5"), "/pain/0/intensity", "invalid"),
        (pain(intensity=True), "/pain/0/intensity", "invalid"),
        (pain(intensity=None), "/pain/0/intensity", "null"),
        (pain(region="knee"), "/pain/0/side", "side_not_allowed"),
        (pain(region="elbow"), "/pain/0/region", "unknown_region"),
        (pain(recall="yesterday"), "/pain/0/recall", "invalid_choice"),
    ],
)
def test_an_impossible_rating_is_refused_and_nothing_is_written(
    api: Api, amy: Patient, rating: Any, pointer: str, code: str
) -> None:
    assert problems(api.post(ASSESSMENTS, body(amy, pain=[rating]))) == [(pointer, code)]


def test_pain_of_five_and_a_half_is_explained_in_words(api: Api, amy: Patient) -> None:
    answer = api.post(ASSESSMENTS, body(amy, pain=[pain(intensity=5.5)]))
    assert answer.json()["errors"][0]["detail"] == "Pain cannot be 5.5. Give a whole number from 0 to 10."


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"taken_at": "2999-01-01T09:00:00+08:00"}, "/taken_at", "in_the_future"),
        ({"taken_at": "2026-03-02T09:30:00"}, "/taken_at", "naive"),
        ({"taken_at": "0206-03-02T09:30:00Z"}, "/taken_at", "too_long_ago"),
        ({"taken_at": "0001-01-01T00:00:00+14:00"}, "/taken_at", "overflow"),
        ({"taken_at": "yesterday"}, "/taken_at", "invalid"),
        ({"kind": "surprise"}, "/kind", "invalid_choice"),
        ({"derived": {}}, "/derived", "read_only_field"),
        ({"reason": "because"}, "/reason", "read_only_field"),
        ({"shoe_size": 42}, "/shoe_size", "unknown_field"),
        ({"measurements": [], "pain": []}, "", "empty"),
        ({"measurements": None}, "/measurements", "null"),
        ({"patient": None}, "/patient", "null"),
        ({"patient": "amy"}, "/patient", "invalid"),
        ({"patient": "00000000-0000-4000-8000-000000000000"}, "/patient", "does_not_exist"),
    ],
)
def test_an_impossible_visit_is_refused_and_nothing_is_written(
    api: Api, amy: Patient, fields: dict[str, Any], pointer: str, code: str
) -> None:
    assert problems(api.post(ASSESSMENTS, body(amy) | fields)) == [(pointer, code)]


def test_a_half_valid_assessment_writes_nothing_and_names_every_problem(api: Api, amy: Patient) -> None:
    wrong = body(amy)
    wrong["measurements"][2]["side"] = "none"
    wrong["measurements"][4]["readings"] = [99]
    wrong["pain"][1]["intensity"] = 11
    assert set(problems(api.post(ASSESSMENTS, wrong))) == {
        ("/measurements/2/side", "side_not_allowed"),
        ("/measurements/4/readings/0", "out_of_bounds"),
        ("/pain/1/intensity", "out_of_bounds"),
    }


def test_the_same_series_twice_is_refused(api: Api, amy: Patient) -> None:
    twice = body(amy, measurements=[one(), one(readings=[4])], pain=[pain(), pain()])
    assert problems(api.post(ASSESSMENTS, twice)) == [("/measurements/1", "duplicate"), ("/pain/1", "duplicate")]


def test_the_episode_and_the_rater_are_the_clinics_and_the_patients_own(
    api: Api, amy: Patient, clinic: Clinic, other_clinic: Clinic, other_theo: Membership
) -> None:
    of_ben = make_episode(make_patient(clinic, given_name="Ben"))
    assert problems(api.post(ASSESSMENTS, body(amy, episode=str(of_ben.uuid)))) == [("/episode", "other_patient")]
    strangers = make_episode(make_patient(other_clinic))
    assert problems(api.post(ASSESSMENTS, body(amy, episode=str(strangers.uuid)))) == [("/episode", "does_not_exist")]
    assert problems(api.post(ASSESSMENTS, body(amy, rater=str(other_theo.uuid)))) == [("/rater", "does_not_exist")]


def test_a_patient_of_another_clinic_does_not_exist(api: Api, other_clinic: Clinic) -> None:
    stranger = make_patient(other_clinic)
    assert problems(api.post(ASSESSMENTS, body(stranger))) == [("/patient", "does_not_exist")]


def test_malformed_json_a_wrong_content_type_and_a_huge_body_are_refused(api: Api, amy: Patient) -> None:
    assert api.http.post(ASSESSMENTS, b"{", content_type="application/json").status_code == 400
    assert api.http.post(ASSESSMENTS, {"patient": "x"}).status_code == 415
    assert api.post(ASSESSMENTS, body(amy, note="x" * (5 * 2**20))).status_code == 413
    assert not Assessment.objects.exists()


def test_nothing_goes_without_credentials_or_without_the_scope(anonymous: Api, amy: Patient, clinic: Clinic) -> None:
    assert anonymous.post(ASSESSMENTS, body(amy)).status_code == 401
    assert anonymous.get(ASSESSMENTS).status_code == 401
    reader = Api(make_token(make_client(clinic, "reader", ["patients:read", "assessments:read"])))
    assert reader.post(ASSESSMENTS, body(amy)).status_code == 403
    assert reader.get(ASSESSMENTS).status_code == 200
    front = Api(make_token(make_client(clinic, "front", ["patients:read", "patients:write"])))
    assert front.get(ASSESSMENTS).status_code == 403
    assert not Assessment.objects.exists()


def test_an_expired_token_writes_nothing(amy: Patient, partner: ApiClient) -> None:
    late = Api(make_token(partner, valid_for=-1))
    assert late.post(ASSESSMENTS, body(amy)).status_code == 401
    assert not Assessment.objects.exists()


def test_the_same_request_sent_twice_with_a_key_records_once(api: Api, amy: Patient) -> None:
    first = api.post(ASSESSMENTS, body(amy), Idempotency_Key="visit-1")
    again = api.post(ASSESSMENTS, body(amy), Idempotency_Key="visit-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.content, again.headers["ETag"], again.headers["Location"]) == (
        first.content,
        first.headers["ETag"],
        first.headers["Location"],
    )
    other = api.post(ASSESSMENTS, body(amy, kind="discharge"), Idempotency_Key="visit-1")
    assert other.status_code == 422
    assert Assessment.objects.count() == 1


def test_what_was_sent_twice_without_a_key_is_recorded_with_a_warning(api: Api, amy: Patient) -> None:
    first = api.post(ASSESSMENTS, body(amy)).json()
    assert first["warnings"] == []
    palm, leg = body(amy)["measurements"][:2]
    again = api.post(
        ASSESSMENTS, body(amy, measurements=[one(measure="lumbar_lordosis", method="flexicurve", readings=[40]), palm])
    )
    assert again.status_code == 201
    assert again.json()["warnings"] == [
        {
            "pointer": "/measurements/1",
            "code": "possible_duplicate",
            "detail": "The patient already has this measurement of the same moment. Void one if it was sent twice.",
        }
    ]
    for uuid in (first["id"], again.json()["id"]):
        api.post(f"{ASSESSMENTS}{uuid}/entered-in-error/", {"reason": "sent twice"})
    assert api.post(ASSESSMENTS, body(amy, measurements=[palm, leg])).json()["warnings"] == []
    later = body(amy, measurements=[palm], taken_at="2026-03-02T09:31:00+08:00")
    assert api.post(ASSESSMENTS, later).json()["warnings"] == []


def test_a_correction_is_no_duplicate_of_what_it_replaces(api: Api, recorded: Assessment) -> None:
    assert api.post(path(recorded, "correct/"), correction(recorded)).json()["warnings"] == []


def test_a_refused_request_leaves_its_key_free(api: Api, amy: Patient) -> None:
    wrong = body(amy, pain=[pain(intensity=11)])
    assert api.post(ASSESSMENTS, wrong, Idempotency_Key="visit-1").status_code == 400
    assert not IdempotentAnswer.objects.exists()
    assert api.post(ASSESSMENTS, body(amy), Idempotency_Key="visit-1").status_code == 201


@pytest.fixture
def recorded(amy: Patient, as_theo: Caller) -> Assessment:
    return make_assessment(amy, measured("pelvic_obliquity", -3), rated("low_back", 6), by=as_theo)


def path(assessment: Assessment, action: str = "") -> str:
    return f"{ASSESSMENTS}{assessment.uuid}/{action}"


def correction(assessment: Assessment, **fields: Any) -> dict[str, Any]:
    """A full replacement with the sign put right."""
    return {"taken_at": TAKEN_AT, "measurements": [one()], "pain": [pain()], "reason": "Sign mistaken", **fields}


def test_a_correction_takes_the_place_of_the_assessment(api: Api, recorded: Assessment) -> None:
    answer = api.post(path(recorded, "correct/"), correction(recorded))
    new = answer.json()
    assert answer.status_code == 201, new
    assert answer.headers["Location"].endswith(f"{ASSESSMENTS}{new['id']}/")
    assert (new["replaces"], new["reason"], new["status"], new["warnings"]) == (
        str(recorded.uuid),
        "Sign mistaken",
        "final",
        [],
    )
    old = api.get(path(recorded)).json()
    assert (old["status"], old["replaced_by"], old["version"]) == ("amended", new["id"], 2)
    assert [item["id"] for item in api.get(ASSESSMENTS).json()["results"]] == [new["id"]]


def test_a_correction_says_anew_whether_the_landmarks_were_found_anew(api: Api, recorded: Assessment) -> None:
    api.post(path(recorded, "correct/"), correction(recorded, measurements=[one(readings=[3, 4], relandmarked=True)]))
    assert [m.relandmarked for m in Measurement.objects.order_by("id")] == [None, True]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"reason": ""}, "/reason", "blank"),
        ({"measurements": [one(readings=[99])]}, "/measurements/0/readings/0", "out_of_bounds"),
        ({"pain": [pain(intensity=5.5)]}, "/pain/0/intensity", "out_of_bounds"),
        ({"measurements": [], "pain": []}, "", "empty"),
    ],
)
def test_an_impossible_correction_leaves_everything_as_it_was(
    api: Api, recorded: Assessment, fields: dict[str, Any], pointer: str, code: str
) -> None:
    answer = api.post(path(recorded, "correct/"), correction(recorded, **fields))
    assert answer.status_code == 400
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert list(Assessment.objects.valid()) == [recorded]
    assert Assessment.objects.get().version == 1


def test_a_correction_keeps_the_patient(api: Api, recorded: Assessment, clinic: Clinic) -> None:
    ben = make_patient(clinic, given_name="Ben")
    answer = api.post(path(recorded, "correct/"), correction(recorded, patient=str(ben.uuid)))
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/patient", "other_patient")]


def test_a_second_correction_clashes_and_names_the_first(api: Api, recorded: Assessment) -> None:
    first = api.post(path(recorded, "correct/"), correction(recorded)).json()
    second = api.post(path(recorded, "correct/"), correction(recorded))
    assert (second.status_code, second.json()["clashes_with"]) == (409, first["id"])
    assert Assessment.objects.count() == 2


def test_a_correction_with_a_stale_etag_is_refused(api: Api, recorded: Assessment) -> None:
    read = api.get(path(recorded)).headers["ETag"]
    Assessment.objects.filter(pk=recorded.pk).update(version=2)
    answer = api.post(path(recorded, "correct/"), correction(recorded), If_Match=read)
    assert answer.status_code == 412
    assert Assessment.objects.count() == 1


def test_an_assessment_is_voided_with_a_reason_and_takes_its_pain_along(api: Api, recorded: Assessment) -> None:
    assert api.post(path(recorded, "entered-in-error/"), {}).status_code == 400
    answer = api.post(path(recorded, "entered-in-error/"), {"reason": "Wrong patient"})
    assert (answer.status_code, answer.json()["status"], answer.json()["entered_in_error_reason"]) == (
        200,
        "entered_in_error",
        "Wrong patient",
    )
    assert api.get(ASSESSMENTS).json()["results"] == []
    assert api.get("/api/v1/pain-ratings/").json()["results"] == []
    again = api.post(path(recorded, "entered-in-error/"), {"reason": "Again"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "entered_in_error")


def test_a_client_that_keeps_in_step_hears_of_voided_and_replaced_records(
    api: Api, amy: Patient, recorded: Assessment, as_theo: Caller
) -> None:
    voided = make_assessment(amy, rated("neck", 3), by=as_theo)
    api.post(path(voided, "entered-in-error/"), {"reason": "Wrong patient"})
    api.post(path(recorded, "correct/"), correction(recorded))
    listed = api.get(f"{ASSESSMENTS}?updated_since=2026-01-01T00:00:00Z").json()["results"]
    assert sorted(item["status"] for item in listed) == ["amended", "entered_in_error", "final"]
    ratings = api.get("/api/v1/pain-ratings/?updated_since=2026-01-01T00:00:00Z").json()["results"]
    assert sorted(item["status"] for item in ratings) == ["amended", "entered_in_error", "final"]


def test_another_clinic_cannot_tell_that_an_assessment_exists(other_api: Api, recorded: Assessment) -> None:
    for answer in (
        other_api.get(path(recorded)),
        other_api.post(path(recorded, "correct/"), correction(recorded)),
        other_api.post(path(recorded, "entered-in-error/"), {"reason": "Mine now"}),
    ):
        assert answer.status_code == 404
        assert str(recorded.uuid) not in answer.content.decode()
    assert other_api.get(ASSESSMENTS).json()["results"] == []
    assert list(Assessment.objects.valid()) == [recorded]


def test_an_assessment_is_neither_patched_nor_deleted(api: Api, recorded: Assessment) -> None:
    assert api.patch(path(recorded), {"kind": "discharge"}).status_code == 405
    assert api.delete(path(recorded)).status_code == 405
    assert Assessment.objects.get().kind == recorded.kind


def test_an_unchanged_assessment_is_answered_with_304(api: Api, recorded: Assessment) -> None:
    tag = api.get(path(recorded)).headers["ETag"]
    assert api.get(path(recorded), If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=discharge", 1),
        ("kind=initial", 0),
        ("taken_at__gte=2026-03-09T09:30:00%2B08:00", 1),
        ("taken_at__lt=2026-03-09T09:30:00%2B08:00", 1),
        ("timing=before_treatment", 2),
    ],
)
def test_the_list_is_filtered(
    api: Api, amy: Patient, recorded: Assessment, as_theo: Caller, query: str, found: int
) -> None:
    make_assessment(amy, by=as_theo, taken_at=MORNING + dt.timedelta(days=7), kind="discharge")
    assert len(api.get(f"{ASSESSMENTS}?{query}").json()["results"]) == found


def test_the_list_is_filtered_by_patient_episode_and_rater(
    api: Api, clinic: Clinic, recorded: Assessment, theo: Membership, as_theo: Caller
) -> None:
    ben = make_patient(clinic, given_name="Ben")
    episode = make_episode(ben)
    of_ben = make_assessment(ben, by=as_theo, episode=episode, rater=theo)
    for query in (f"patient={ben.uuid}", f"episode={episode.uuid}", f"rater={theo.uuid}"):
        listed = api.get(f"{ASSESSMENTS}?{query}").json()["results"]
        assert [item["id"] for item in listed] == [str(of_ben.uuid)]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("measure=pelvic_obliquity", "?measure"),
        ("kind=surprise", "?kind"),
        ("taken_at__gte=yesterday", "?taken_at__gte"),
        ("patient=amy", "?patient"),
        ("ordering=note", "?ordering"),
        ("cursor=nonsense", "?cursor"),
        ("page_size=0", "?page_size"),
    ],
)
def test_an_unknown_filter_or_value_is_refused_and_never_ignored(api: Api, query: str, pointer: str) -> None:
    answer = api.get(f"{ASSESSMENTS}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_pages_follow_one_another_newest_first(api: Api, amy: Patient, as_theo: Caller) -> None:
    made = [make_assessment(amy, by=as_theo, taken_at=MORNING + dt.timedelta(days=day)) for day in range(3)]
    first = api.get(f"{ASSESSMENTS}?page_size=2").json()
    second = api.get(first["next"]).json()
    listed = [item["id"] for item in (*first["results"], *second["results"])]
    assert listed == [str(assessment.uuid) for assessment in reversed(made)]
    assert second["next"] is None


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(api: Api, clinic: Clinic, as_theo: Caller) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            patient = make_patient(clinic)
            make_assessment(patient, measured("pelvic_obliquity", 3), rated("low_back", 6), by=as_theo)
        with CaptureQueriesContext(connection) as queries:
            listed = api.get(ASSESSMENTS).json()["results"]
        asked = [
            q["sql"] for q in queries if q["sql"].lstrip("(").startswith("SELECT") and "set_config" not in q["sql"]
        ]
        counts.append((len(listed), len(asked)))
    # The token; the assessments with their measurements and pain; the readings of the patients; own precisions.
    assert counts == [(4, 4), (8, 4)]


def test_reading_leaves_an_audit_row_that_names_the_patients(api: Api, amy: Patient, recorded: Assessment) -> None:
    api.get(path(recorded))
    api.get(ASSESSMENTS)
    viewed = AuditEvent.objects.get(action="assessment.viewed")
    assert (viewed.subject, viewed.patients) == (recorded.uuid, [amy.uuid])
    assert AuditEvent.objects.get(action="assessment.listed").patients == [amy.uuid]
