"""A sheet is answered once, through a link that does not last, and its answers go where a therapist takes them."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.models import Intake, PainRating
from assessments.services.answering import answer_intake, intake_of
from assessments.services.inviting import invite
from assessments.services.taking_over import discard, ratings_of, take_over
from clinic.audit.models import AuditEvent
from clinic.common.caller import Caller
from clinic.common.errors import Clash, PermissionMissing, Refused
from clinic.common.history import versions_of
from clinic.practice.models import Clinic
from patients.models import Episode, Patient
from patients.services.merging import merge
from tests.assessments.intakes import BACK, KNEE, answered, invited, told
from tests.builders import make_episode, make_patient


@pytest.fixture
def amy(clinic: Clinic) -> Patient:
    return make_patient(clinic, preferred_language="zh-HK")


def test_the_token_is_stored_nowhere(amy: Patient, as_rosa: Caller) -> None:
    intake, token = invited(amy, as_rosa)
    assert len(token) == 26
    row = Intake.objects.filter(pk=intake.pk).values().get()
    events = str(list(AuditEvent.objects.values()))
    assert token not in str(row)
    assert token not in events
    assert intake_of(token) == intake
    assert intake_of(token[:-1]) is None


def test_the_link_lasts_two_hours_and_speaks_the_patients_language(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    assert intake.language == "zh-hant"
    assert dt.timedelta(minutes=119) < intake.expires_at - timezone.now() <= dt.timedelta(hours=2)


def test_a_language_that_the_product_lacks_is_asked_in_the_clinics(clinic: Clinic, as_rosa: Caller) -> None:
    intake, _token = invited(make_patient(clinic, preferred_language="fr"), as_rosa)
    assert intake.language == clinic.locale


def test_a_new_link_ends_the_earlier_one(amy: Patient, as_rosa: Caller) -> None:
    first, _token = invited(amy, as_rosa)
    second, _token = invited(amy, as_rosa)
    first.refresh_from_db()
    assert (first.is_open, second.is_open) == (False, True)


def test_nobody_invites_another_clinics_patient(other_clinic: Clinic, as_rosa: Caller) -> None:
    with pytest.raises(Refused):
        invite(make_patient(other_clinic), by=as_rosa)


def test_a_merged_record_is_not_invited(amy: Patient, clinic: Clinic, as_rosa: Caller) -> None:
    merge(amy, make_patient(clinic, given_name="Amie"), reason="one person", by=as_rosa)
    with pytest.raises(Refused):
        invite(Patient.objects.get(pk=amy.pk), by=as_rosa)


def test_a_sheet_is_answered_once(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    assert answer_intake(intake, told())
    assert not answer_intake(intake, told(complaint="No, the other knee"))
    intake.refresh_from_db()
    assert intake.told == told()
    event = AuditEvent.objects.get(action="intake.answered")
    assert event.patients == [amy.uuid]
    assert event.detail == {}


def test_the_same_answers_sent_again_are_stored_already(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    stale = Intake.objects.select_related("patient", "clinic").get(pk=intake.pk)
    assert answer_intake(intake, told())
    assert answer_intake(stale, told()), "two requests that read the sheet before either wrote"
    assert AuditEvent.objects.filter(action="intake.answered").count() == 1


def test_nobody_finds_out_by_trying_what_was_answered_long_ago(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    assert answer_intake(intake, told())
    intake.expires_at = timezone.now()
    assert not answer_intake(intake, told())


def test_a_link_that_has_ended_takes_no_answer(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    intake.expires_at = timezone.now()
    assert not answer_intake(intake, told())
    intake.refresh_from_db()
    assert intake.answers is None


def test_the_database_lets_no_answer_be_changed(amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    rows = Intake.objects.filter(pk=intake.pk)
    for change in ({"answers": told(complaint="").as_json()}, {"answered_at": timezone.now()}, {"state": "invited"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="discarded", decided_at=timezone.now(), decided_by=intake.invited_by)


def test_earlier_versions_are_kept(amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    assert [kept.state for kept in versions_of(Intake).filter(pgh_obj=intake)] == ["invited"]


def test_what_cannot_be_is_refused_all_at_once(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    tomorrow = timezone.now().date() + dt.timedelta(days=2)
    with pytest.raises(Refused) as refused:
        answer_intake(intake, told(onset_date=tomorrow, sitting_hours=25, red_flags={"fever": "perhaps"}))
    assert {problem.pointer for problem in refused.value.problems} == {"/onset_date", "/sitting_hours", "/red_flags"}


def test_an_empty_sheet_is_refused(amy: Patient, as_rosa: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    with pytest.raises(Refused):
        answer_intake(intake, told(complaint="", pain=()))


def test_theo_takes_over_the_pain_as_the_patient_rated_it_then(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    intake = answered(amy, as_rosa)
    keys = [key for key, _rating in ratings_of(intake)]
    take_over(intake, keys, None, [], by=as_theo)
    stored = PainRating.objects.filter(patient=amy).order_by("id").values_list("region", "side", "recall", "intensity")
    assert list(stored) == [
        ("low_back", "none", "7d_average", 3),
        ("knee", "left", "7d_average", 6),
        ("knee", "left", "now", 4),
    ]
    assert {(rating.mode, rating.taken_at) for rating in PainRating.objects.all()} == {
        ("patient_app", intake.answered_at)
    }
    assert (intake.state, intake.decided_by_id) == ("taken_over", as_theo.membership_id)


def test_only_what_is_chosen_is_taken_over_and_only_once(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    intake = answered(amy, as_rosa)
    take_over(intake, ["knee/left/7d_average"], None, [], by=as_theo)
    assert [rating.region for rating in PainRating.objects.all()] == ["knee"]
    with pytest.raises(Clash):
        take_over(intake, ["low_back/none/7d_average"], None, [], by=as_theo)


def test_a_new_episode_takes_the_ratings_and_the_red_flags(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    intake = answered(amy, as_rosa)
    episode = Episode(patient=amy, region="knee", side="left", opened_at=as_theo.today())
    take_over(intake, ["knee/left/7d_average"], episode, ["night pain"], by=as_theo)
    stored = Episode.objects.get(patient=amy)
    assert stored.red_flags == ["night pain"]
    assert PainRating.objects.get().episode == stored


def test_an_open_episode_keeps_its_flags_and_gets_the_new_ones(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    episode = make_episode(amy, red_flags=["fever"])
    take_over(answered(amy, as_rosa), [], episode, ["fever", "night pain"], by=as_theo)
    episode.refresh_from_db()
    assert episode.red_flags == ["fever", "night pain"]


def test_nothing_is_taken_over_when_the_episode_is_refused(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    make_episode(amy, region="knee", side="left")
    intake = answered(amy, as_rosa)
    second = Episode(patient=amy, region="knee", side="left", opened_at=as_theo.today())
    with pytest.raises(Clash):
        take_over(intake, ["knee/left/7d_average"], second, [], by=as_theo)
    intake.refresh_from_db()
    assert (intake.state, PainRating.objects.count()) == ("answered", 0)


def test_a_discarded_sheet_stays_on_file_with_the_reason(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    intake = answered(amy, as_rosa)
    with pytest.raises(Refused):
        discard(intake, " ", by=as_theo)
    discard(intake, "filled in by the sister", by=as_theo)
    intake.refresh_from_db()
    assert (intake.state, intake.reason, intake.told) == ("discarded", "filled in by the sister", told())


def test_what_was_never_answered_is_not_discarded(amy: Patient, as_rosa: Caller, as_theo: Caller) -> None:
    intake, _token = invited(amy, as_rosa)
    with pytest.raises(Clash):
        discard(intake, "not needed", by=as_theo)


def test_rosa_takes_nothing_over_and_discards_nothing(amy: Patient, as_rosa: Caller) -> None:
    intake = answered(amy, as_rosa)
    with pytest.raises(PermissionMissing):
        take_over(intake, [], None, [], by=as_rosa)
    with pytest.raises(PermissionMissing):
        discard(intake, "no", by=as_rosa)


def test_the_region_that_hurts_most_is_the_main_one() -> None:
    assert told().main_pain == KNEE
    assert told(pain=(BACK,)).main_pain == BACK
    assert told(pain=()).main_pain is None
