"""Filling an empty database with the demo, once; afterwards only its passwords are looked after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from clinic.demo import credentials as credential_file
from clinic.demo import manifest
from clinic.demo.clinics import CLINICS
from clinic.demo.cohorts import COHORTS, cohort_of
from clinic.demo.courses import live_through
from clinic.demo.credentials import Credentials
from clinic.demo.diary import Diary
from clinic.demo.ending import letter_about
from clinic.demo.establishing import Practice, establish
from clinic.demo.filed_twice import file_twice
from clinic.demo.intakes import ask_before_the_next_visit
from clinic.practice.models import ApiClient, Clinic, User
from patients.models import Patient
from treatments.outcomes.requesting.patient import request_patient_report

REPORTS_IN_EACH_CLINIC = 2
Truths = dict[str, list[dict[str, Any]]]


def seed(data_dir: Path, number: int, say: Callable[[str], object], *, patients: int | None = None) -> None:
    """Create both clinics with all their patients in one transaction, or find them there and change nothing.

    ``number`` chooses the random courses, ``patients`` limits them in each clinic (for tests). Passwords and
    secrets are those of the credentials file; when that is lost, they are set anew.
    """
    known = credential_file.read(data_dir)
    if Clinic.objects.filter(name=CLINICS[0].name).exists():
        _look_after(known, data_dir, say)
        return
    truths: Truths = {cohort.name: [] for cohort in COHORTS}
    with transaction.atomic():
        for plan in CLINICS:
            _fill(establish(plan, known), number, patients, truths, say)
        manifest.write(number, truths, data_dir)
        credential_file.write(known, data_dir)
    say("The demo is there. Everything in it is synthetic.")


def _fill(practice: Practice, number: int, patients: int | None, truths: Truths, say: Callable[[str], object]) -> None:
    diary = Diary(practice.plan, practice.closed)
    positions = range(len(practice.plan.patients))[:patients]
    come: list[tuple[Patient, dict[str, Any]]] = []
    for position in positions:
        cohort = cohort_of(practice.plan, position)
        come.append(live_through(cohort, position, practice, diary, number))
        truths[cohort.name].append(come[-1][1])
        if len(come) % 10 == 0 or len(come) == len(positions):
            say(f"{practice.plan.name}: {len(come)} of {len(positions)} patients")
    ask_before_the_next_visit(practice)
    file_twice([patient for patient, _truth in come], practice)
    best_recovery_first = sorted(come, key=lambda one: (one[1]["stopped_early"], -one[1]["recovery"]))
    for patient, _truth in best_recovery_first[:REPORTS_IN_EACH_CLINIC]:
        letter = letter_about(patient.episodes.get(), practice, practice.plan.therapists[0].name)
        request_patient_report(patient=patient, letter=letter, by=practice.manager)


def _look_after(known: Credentials, data_dir: Path, say: Callable[[str], object]) -> None:
    ids = [client.client_id for client in known.clients.values()]
    if ids and ApiClient.objects.filter(client_id__in=ids).count() == len(CLINICS):
        say("The demo is there already; nothing was changed.")
        return
    _reset(known)
    credential_file.write(known, data_dir)
    say("The demo's passwords and secrets were lost, so new ones were set.")


def _reset(known: Credentials) -> None:
    """Give every demo login and API client the password or secret of the file, or a new one."""
    with transaction.atomic():
        for username in {worker.username for plan in CLINICS for worker in plan.staff}:
            user = User.objects.get(username=username)
            user.set_password(known.password(username))
            user.save(update_fields=["password"])
        for plan in CLINICS:
            client = ApiClient.objects.get(clinic__name=plan.name, name="Demo software")
            identity = known.client(plan.name)
            client.client_id, client.client_secret = identity.client_id, identity.client_secret
            client.save(update_fields=["client_id", "client_secret"])
