"""The examples of docs/api.md do what they say."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from clinic.practice.models import ApiClient, Clinic, Membership
from clinic.practice.roles import SCOPE_PERMISSIONS
from patients.models import Patient
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_blocks_run_from_registration_to_report(
    transactional_db: None, clinic: Clinic, theo: Membership, live_server: Any, tmp_path: Path
) -> None:
    client = ApiClient(
        clinic=clinic,
        name="curl",
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        scopes=list(SCOPE_PERMISSIONS),
    )
    secret = client.client_secret
    client.save()
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL))
    environment = {"API": live_server.url, "CLIENT_ID": client.client_id, "CLIENT_SECRET": secret}
    with a_worker():
        done = subprocess.run(
            ["bash", "-c", script],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "report done" in done.stdout
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "<svg" in (tmp_path / "overview.svg").read_text()[:300]
    assert "cohort report done" in done.stdout
    assert "<svg" in (tmp_path / "forest.svg").read_text()[:300]
    (candidate,) = json.loads((tmp_path / "duplicates.json").read_text())["results"]
    assert candidate["reasons"] == ["like_name", "same_birth_date"]
    survivor = json.loads((tmp_path / "survivor.json").read_text())
    assert (survivor["id"], survivor["phone"]) == (candidate["id"], "+85221234567")
    assert len(json.loads((tmp_path / "merged.json").read_text())["results"]) == 1
    assert not Patient.objects.filter(merged_into__isnull=False).exists(), "and separated again"
    result = OutcomeReport.objects.get(kind="patient").result
    assert result["pain"][0]["response"] == "improved"
    obliquity = next(one for one in result["alignment"] if one["measure"] == "pelvic_obliquity")
    assert obliquity["classification"] == "toward_reference"


@contextmanager
def a_worker() -> Iterator[None]:
    """Build what is queued, as a Celery worker does when the doorbell rings."""
    over = threading.Event()

    def work() -> None:
        try:
            while not over.wait(0.2):
                for key in OutcomeReport.objects.queued().values_list("pk", flat=True):
                    build_report(key)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
