"""The whole demo in the database: complete, stamped, and of three truths.

A cohort report finds the real link, not the absent one, and doubts the confounded one.
"""

import datetime as dt
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from assessments.models import Assessment, Intake, Measurement, PainRating, QuestionnaireScore
from clinic.audit.models import AuditEvent
from clinic.demo.biography import MINORS
from clinic.demo.clinics import CLINICS
from clinic.demo.cohorts import COHORTS
from clinic.demo.filed_twice import AGAIN
from clinic.demo.management.commands.seed_demo import DEFAULT_SEED
from clinic.demo.seeding import seed
from clinic.practice.callers import caller_of_member
from clinic.practice.models import ApiClient, Clinic, Membership, User
from clinic.practice.roles import SCOPE_PERMISSIONS
from patients.models import Consent, Contact, DismissedPair, Episode, Event, Merge, Patient
from patients.services.likeness import open_pairs
from treatments.models import FollowUp, Plan, TreatmentSession
from treatments.outcomes.cohort_building import cohort_findings
from treatments.outcomes.findings.cohort.finding import CohortPairFinding
from treatments.outcomes.findings.cohort.question import CohortFilters, CohortPair, CohortQuestion
from treatments.outcomes.findings.precision import frozen_precisions
from treatments.outcomes.models import OutcomeReport

PATIENTS = len(CLINICS[0].patients)
"""As many in each clinic."""
Found = dict[str, CohortPairFinding]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def said(committed_never: None, data_dir: Path) -> list[str]:
    """Both clinics, seeded once for this file; what was printed meanwhile."""
    lines: list[str] = []
    seed(data_dir, DEFAULT_SEED, lines.append)
    return lines


@pytest.fixture
def demo(said: list[str], db: None, data_dir: Path) -> Path:
    return data_dir


@pytest.fixture(scope="module")
def found(said: list[str]) -> Found:
    """Obliquity beside low back pain in each of the demo's cohorts, as its report would say it."""
    return {cohort.name: _of_cohort(cohort.clinic.name, cohort.cause) for cohort in COHORTS}


def _of_cohort(clinic_name: str, cause: str) -> CohortPairFinding:
    clinic = Clinic.objects.get(name=clinic_name)
    question = CohortQuestion(
        clinic=str(clinic.uuid),
        zone=clinic.time_zone,
        cutoff=timezone.now() + dt.timedelta(days=1),
        pairs=(CohortPair(measure="pelvic_obliquity", region="low_back", primary=True),),
        filters=CohortFilters(cause=cause),
        precisions=frozen_precisions(),
    )
    return cohort_findings(clinic.pk, question).pairs[0]


def held(data_dir: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((data_dir / "demo.json").read_text())
    return content


def rows() -> dict[str, int]:
    kinds = (AuditEvent, Patient, TreatmentSession, Assessment, PainRating, User, ApiClient, OutcomeReport)
    return {kind.__name__: kind._base_manager.count() for kind in kinds}


def test_progress_is_printed_while_seeding(demo: Path, said: list[str]) -> None:
    shown = [f"{clinic.name}: {come} of {PATIENTS} patients" for clinic in CLINICS for come in (10, 20, 30)]
    assert said[:-1] == shown


def test_two_clinics_in_their_own_time_zones_say_that_they_are_synthetic(demo: Path) -> None:
    zones = dict(Clinic.objects.values_list("name", "time_zone"))
    assert set(zones.values()) == {"America/Los_Angeles", "Asia/Hong_Kong"}
    assert all("SYNTHETIC" in name for name in zones)


def test_every_name_of_a_patient_and_of_a_contact_is_stamped(demo: Path) -> None:
    assert Patient.objects.count() == 2 * (PATIENTS + AGAIN)
    assert all("SYNTHETIC" in str(patient) for patient in Patient.objects.all())
    assert all("SYNTHETIC" in contact.name for contact in Contact.objects.all())
    assert Patient.objects.filter(second_script_name="陳大文").exists()


def test_every_demo_login_works_and_the_file_is_private(demo: Path) -> None:
    assert stat.S_IMODE((demo / "demo.json").stat().st_mode) == 0o600
    request = RequestFactory().post("/admin/login/")
    for login in held(demo)["logins"]:
        user = authenticate(request, username=login["username"], password=login["password"])
        assert Membership.objects.filter(user=user, clinic__name=login["clinic"], role=login["role"]).exists()


def test_each_clinic_has_a_client_with_every_scope_that_gets_a_token(demo: Path, client: Any) -> None:
    clients = held(demo)["api_clients"]
    assert [one["clinic"] for one in clients] == [clinic.name for clinic in CLINICS]
    for one in clients:
        answer = client.post(
            "/oauth/token/",
            {
                "grant_type": "client_credentials",
                "client_id": one["client_id"],
                "client_secret": one["client_secret"],
            },
        )
        assert answer.status_code == 200
        assert set(answer.json()["scope"].split()) == set(one["scopes"]) == set(SCOPE_PERMISSIONS)


def test_what_lies_behind_took_place_and_the_rest_is_booked(demo: Path) -> None:
    for clinic in Clinic.objects.all():
        today = caller_of_member(Membership.objects.filter(clinic=clinic).select_related("clinic")[0]).today()
        sessions = TreatmentSession.objects.filter(clinic=clinic)
        for session in sessions:
            past = session.starts_at.astimezone(clinic.zone).date() < today
            assert session.status in ({"completed", "cancelled", "no_show"} if past else {"booked"})
        assert sessions.filter(status="booked").exists()
        assert sessions.filter(status="completed").count() > 30


def test_courses_have_measurements_by_both_raters_pain_and_everything_beside(demo: Path) -> None:
    for clinic in Clinic.objects.all():
        assert Assessment.objects.filter(clinic=clinic).values("rater").distinct().count() == 2
        assert PainRating.objects.filter(clinic=clinic, assessment__isnull=False).exists()
        assert PainRating.objects.filter(clinic=clinic, timing="after_treatment").exists()
    measures = set(Measurement.objects.values_list("measure", flat=True))
    assert measures >= {"pelvic_obliquity", "pelvic_tilt_palp", "leg_length_true", "knee_frontal_hka"}
    methods = set(Measurement.objects.filter(measure="pelvic_tilt_palp").values_list("method", flat=True))
    assert methods >= {"palm", "digital_inclinometer"}
    for kind in (Episode, Plan, Event, QuestionnaireScore):
        assert kind._base_manager.count() >= 5, kind


def test_some_consents_were_forgotten(demo: Path) -> None:
    assert 0 < Consent.objects.filter(kind="treatment").count() <= 2 * PATIENTS
    assert Consent.objects.count() < 4 * 2 * PATIENTS


def test_minors_have_a_guardian_who_gave_the_consent(demo: Path) -> None:
    minors = Patient.objects.filter(contacts__kind="guardian")
    assert minors.count() == len(MINORS) * len(CLINICS)
    assert not Consent.objects.filter(patient__in=minors, given_by="").exists()


def test_who_stopped_coming_has_a_closed_episode_that_says_so(demo: Path) -> None:
    stopped = Episode.objects.filter(close_reason="stopped_coming")
    assert stopped.exists()
    assert not TreatmentSession.objects.filter(plan__episode__in=stopped, status="booked").exists()


def test_closed_episodes_have_follow_ups_some_done_and_some_due(demo: Path) -> None:
    due = 0
    for clinic in Clinic.objects.all():
        today = caller_of_member(Membership.objects.filter(clinic=clinic).select_related("clinic")[0]).today()
        assert FollowUp.objects.filter(clinic=clinic, outcome="reached").exists()
        due += FollowUp.objects.filter(clinic=clinic).due(today).count()
    assert due
    assert QuestionnaireScore.objects.filter(instrument="pgic").exists()


def test_each_register_has_pairs_to_work_off_twins_and_a_merged_record(demo: Path) -> None:
    for clinic in Clinic.objects.all():
        desk = Membership.objects.select_related("clinic").get(clinic=clinic, role="front_desk")
        by = caller_of_member(desk)
        pairs = {(pair.one, pair.other) for pair in open_pairs(by)}
        assert len(pairs) >= 2
        twins = DismissedPair.objects.get(clinic=clinic)
        assert (twins.first_id, twins.second_id) not in pairs
        merge = Merge.objects.get(clinic=clinic)
        assert merge.source.merged_into == merge.survivor
        assert merge.survivor.contacts.filter(name__startswith="A neighbour").exists()


def test_two_reports_are_on_their_way_in_each_clinic(demo: Path) -> None:
    assert OutcomeReport.objects.count() == 2 * len(CLINICS)


def test_the_manifest_tells_the_truth_of_every_cohort_and_patient(demo: Path) -> None:
    manifest = json.loads((demo / "demo-truth.json").read_text())
    assert manifest["seed"] == DEFAULT_SEED
    truths = {cohort["name"]: cohort["truth"] for cohort in manifest["cohorts"]}
    assert {name: truth["association"] for name, truth in truths.items()} == {
        "real": "real",
        "null": "null",
        "confounded": "confounded",
    }
    assert truths["real"]["beta"] == 0.6
    for cohort in manifest["cohorts"]:
        for truth in cohort["patients"]:
            patient = Patient.objects.get(clinic__name=cohort["clinic"], record_number=truth["record_number"])
            episode = Episode.objects.get(patient=patient)
            assert (episode.region, episode.cause) == (truth["pain_region"], cohort["cause"])


def test_a_second_start_changes_nothing(demo: Path) -> None:
    before, files = rows(), {file.name: file.read_bytes() for file in demo.iterdir()}
    lines: list[str] = []
    seed(demo, DEFAULT_SEED + 1, lines.append)
    assert rows() == before
    assert {file.name: file.read_bytes() for file in demo.iterdir()} == files
    assert lines == ["The demo is there already; nothing was changed."]


def test_lost_passwords_are_set_anew(demo: Path, tmp_path: Path) -> None:
    before = rows()
    lines: list[str] = []
    seed(tmp_path, DEFAULT_SEED, lines.append)
    assert rows() == before
    assert "new ones were set" in lines[0]
    login = held(tmp_path)["logins"][0]
    request = RequestFactory().post("/admin/login/")
    assert authenticate(request, username=login["username"], password=login["password"])
    assert not authenticate(request, username=login["username"], password=held(demo)["logins"][0]["password"])
    seed(tmp_path, DEFAULT_SEED, lines.append)
    assert "nothing was changed" in lines[1]


def test_one_patient_of_each_clinic_has_answered_before_the_visit_and_one_is_asked(demo: Path) -> None:
    for clinic in Clinic.objects.all():
        sheets = Intake.objects.filter(clinic=clinic).order_by("state")
        assert [sheet.state for sheet in sheets] == ["answered", "invited"]
        assert sheets[0].told.flags == ["night_pain"]


def test_the_real_link_is_found(demo: Path, found: Found) -> None:
    pair = found["real"]
    assert pair.within_patient
    assert pair.status == "ok"
    assert pair.within_patient.ci95[0] > 0


def test_where_there_is_none_none_is_found(demo: Path, found: Found) -> None:
    pair = found["null"]
    assert pair.within_patient
    low, high = pair.within_patient.ci95
    assert pair.status == "ok"
    assert low < 0 < high


def test_the_confounded_one_excludes_zero_and_is_called_inconsistent(demo: Path, found: Found) -> None:
    pair = found["confounded"]
    assert pair.within_patient
    assert pair.within_patient.ci95[0] > 0
    assert (pair.status, pair.reasons) == ("inconsistent", ("own_time_slopes_disagree",))
