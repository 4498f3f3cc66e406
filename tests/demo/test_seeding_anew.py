"""Seeding an empty database: deterministic, with the passwords of before, and only where a demo may be."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import Measurement, PainRating
from clinic.demo.clinics import CLINICS
from clinic.demo.seeding import seed
from clinic.demo.visiting import SIGNED_AFTER
from clinic.practice.models import Clinic
from patients.models import Patient
from treatments.models import SessionAddendum, TreatmentSession

A_SATURDAY = dt.datetime(2026, 6, 20, 8, tzinfo=dt.UTC)
"""In both clinics. So few patients leave no note of the last days on every weekday."""
PEOPLE = ("record_number", "family_name", "given_name", "birth_date", "birth_year", "phone", "occupation")


def content(data_dir: Path, number: int) -> list[Any]:
    """What seeding one patient in each clinic writes, without what is random by design; then it is undone."""
    with transaction.atomic():
        seed(data_dir, number, lambda line: None, patients=1)
        found = [
            list(Patient.objects.order_by("id").values_list(*PEOPLE)),
            list(TreatmentSession.objects.order_by("id").values_list("starts_at", "status", "therapist__display_name")),
            list(Measurement.objects.order_by("id").values_list("assessment__taken_at", "measure", "value")),
            list(PainRating.objects.order_by("id").values_list("taken_at", "region", "intensity")),
            (data_dir / "demo-truth.json").read_text(),
        ]
        transaction.set_rollback(True)
    return found


def test_on_one_day_the_same_seed_gives_the_same_demo_and_another_seed_another(db: None, tmp_path: Path) -> None:
    first = content(tmp_path, 1)
    assert all(first)
    assert content(tmp_path, 1) == first
    assert content(tmp_path, 2) != first


def test_older_notes_are_signed_and_those_of_the_last_days_wait(db: None, tmp_path: Path) -> None:
    with time_machine.travel(A_SATURDAY):
        seed(tmp_path, 10, lambda line: None, patients=8)
    for clinic in Clinic.objects.all():
        since = A_SATURDAY.astimezone(clinic.zone).date() - SIGNED_AFTER
        completed = TreatmentSession.objects.filter(clinic=clinic, status="completed")
        waiting = {session.pk for session in completed if session.starts_at.astimezone(clinic.zone).date() >= since}
        assert 0 < len(waiting) < completed.count() / 2
        assert set(completed.unsigned().values_list("pk", flat=True)) == waiting
        assert SessionAddendum.objects.filter(clinic=clinic).exists()


def test_passwords_are_kept_when_the_database_is_made_anew(db: None, tmp_path: Path) -> None:
    login = {"role": "front_desk", "clinic": "x", "username": "dana", "password": "kept-from-before"}
    (tmp_path / "demo.json").write_text(json.dumps({"logins": [login], "api_clients": []}))
    seed(tmp_path, 1, lambda line: None, patients=0)
    held = json.loads((tmp_path / "demo.json").read_text())
    assert held["logins"][0]["password"] == "kept-from-before"


def test_the_demo_is_refused_outside_demo_settings(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("seed_demo")
    assert not Clinic.objects.filter(name=CLINICS[0].name).exists()


def test_the_command_takes_a_seed(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "clinic.demo.management.commands.seed_demo.seed", lambda data_dir, number, say: say(f"seed {number}")
    )
    printed = StringIO()
    call_command("seed_demo", "--seed", "42", stdout=printed)
    assert printed.getvalue() == "seed 42\n"
