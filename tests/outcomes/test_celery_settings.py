"""The settings on which the life of a report relies, as the running Celery application has them."""

import json
import os
import subprocess
import sys

import pytest
from celery import current_app
from django.conf import settings

from clinic.celery import app
from treatments.outcomes import tasks
from treatments.outcomes.worker_timer import SweepFromWorker


def test_the_product_s_application_is_the_current_one() -> None:
    assert current_app.main == app.main == "clinic"


def test_messages_are_json_and_nothing_else() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.event_serializer == "json"


def test_a_message_is_acknowledged_before_the_work_because_the_row_is_the_truth() -> None:
    assert app.conf.task_acks_late is False
    assert app.conf.task_reject_on_worker_lost is None


def test_results_are_kept_in_the_row_and_not_by_celery() -> None:
    assert app.conf.task_ignore_result is True
    assert app.conf.result_backend is None
    assert type(app.backend).__name__ == "DisabledBackend"


def test_a_worker_takes_no_more_than_it_can_do() -> None:
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_report_that_takes_too_long_is_asked_to_stop_and_then_stopped() -> None:
    assert (app.conf.task_soft_time_limit, app.conf.task_time_limit) == (60, 90)


def test_a_child_is_replaced_before_it_grows() -> None:
    assert app.conf.worker_max_tasks_per_child == 100
    assert 200_000 <= app.conf.worker_max_memory_per_child <= 1_000_000, "kilobytes"


def test_a_request_waits_for_the_broker_for_a_second_at_most() -> None:
    options = app.conf.broker_transport_options
    assert options["socket_connect_timeout"] <= 1
    assert options["socket_timeout"] <= 1
    assert options["max_retries"] == 0


def test_beat_looks_after_reports_and_audit_every_few_seconds() -> None:
    sweep, seal = (app.conf.beat_schedule[name] for name in ("sweep-reports", "seal-audit"))
    assert (sweep["task"], sweep["schedule"]) == ("outcomes.sweep_reports", settings.REPORT_LEASE_SECONDS / 6)
    assert (seal["task"], seal["schedule"]) == ("audit.seal_events", 5)


def test_every_worker_looks_after_reports_too() -> None:
    assert SweepFromWorker in app.steps["worker"]


@pytest.mark.parametrize("task", [tasks.build_report, tasks.sweep_reports])
def test_no_task_waits_repeats_or_answers(task: object) -> None:
    assert task.ignore_result  # type: ignore[attr-defined]
    assert not task.acks_late  # type: ignore[attr-defined]
    assert not getattr(task, "autoretry_for", ())


@pytest.mark.parametrize(("kind", "timeout"), [("worker", "60000"), ("beat", "5000")])
def test_a_process_started_by_hand_has_the_limits_of_its_kind(kind: str, timeout: str) -> None:
    """``celery -A clinic worker`` without any variable."""
    program = (
        "import sys; sys.argv = ['/usr/bin/celery', '-A', 'clinic', sys.argv[1]];"
        "import json, clinic; from django.conf import settings;"
        "print(json.dumps(settings.DATABASES['default']['OPTIONS']))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PLUMBLINE_PROCESS"}
    found = subprocess.run(
        [sys.executable, "-c", program, kind], env=environment, capture_output=True, text=True, check=True
    )
    assert f"statement_timeout={timeout}" in json.loads(found.stdout)["options"]
