"""Seconds from asking for a patient's report to its end, on an idle worker: a warm one, and one that just started."""

import json
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.starting import started

ROUNDS = 10


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database's own account must be able to enter
        data = Path(folder) / "data"
        with started(data):
            taken = measured(data, ROUNDS)
        print(f"warm worker: median {statistics.median(taken):.2f} s, longest {max(taken):.2f} s, {ROUNDS} reports")
        with started(data):
            print(f"first report after a start: {measured(data, 1)[0]:.2f} s")


def measured(data: Path, count: int) -> list[float]:
    """The seconds of so many reports, one after another, once the demo's own reports are done."""
    ready = json.loads((data / "ready.json").read_text())
    clinics = [(ready["api_url"].rstrip("/"), headers_of(ready["api_url"], one)) for one in ready["api_clients"]]
    for api, headers in clinics:
        wait_until_idle(f"{api}/reports/", headers)
    api, headers = clinics[0]
    patients = _send(f"{api}/patients/?page_size={count}", None, headers)["results"]
    return [seconds(f"{api}/reports/", patient["id"], headers) for patient in patients]


def headers_of(api: str, client: dict[str, str]) -> dict[str, str]:
    """What a request of this API client carries."""
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(api))
    form = {name: client[name] for name in ("client_id", "client_secret")} | {"grant_type": "client_credentials"}
    token = _send(f"{origin}/oauth/token/", urllib.parse.urlencode(form).encode(), {})["access_token"]
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def wait_until_idle(reports: str, headers: dict[str, str]) -> None:
    """Wait until the clinic has no report that is queued or running."""
    while any(_send(f"{reports}?state={state}", None, headers)["results"] for state in ("queued", "running")):
        time.sleep(0.5)


def seconds(reports: str, patient: str, headers: dict[str, str]) -> float:
    """Ask for one report and follow it to its end."""
    began = time.monotonic()
    body = json.dumps({"kind": "patient", "patient": patient}).encode()
    report = _send(reports, body, headers)
    while report["state"] not in ("done", "failed"):
        time.sleep(0.05)
        report = _send(f"{reports}{report['id']}/", None, headers)
    if report["state"] == "failed":
        raise SystemExit(f"the report failed: {report['failure_reason']}")
    return time.monotonic() - began


def _send(url: str, body: bytes | None, headers: dict[str, str]) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
