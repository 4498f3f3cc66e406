"""Seconds from asking for a patient's report to done, on the running product's idle worker, over REST.

Start the product first (``make run``); this reads where it is from ``DATA_DIR/ready.json``.
"""

import json
import os
import statistics
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ROUNDS = 10
READY = Path(os.environ.get("DATA_DIR", ".data")) / "ready.json"


def main() -> None:
    ready = json.loads(READY.read_text())
    api, client = ready["api_url"].rstrip("/"), ready["api_clients"][0]
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(api))
    form = {name: client[name] for name in ("client_id", "client_secret")} | {"grant_type": "client_credentials"}
    token = _send(f"{origin}/oauth/token/", urllib.parse.urlencode(form).encode(), {})["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    patients = _send(f"{origin}/api/v1/patients/?page_size={ROUNDS}", None, headers)["results"]
    taken = [seconds(f"{origin}/api/v1/reports/", patient["id"], headers) for patient in patients]
    print(f"request to done: median {statistics.median(taken):.2f} s, longest {max(taken):.2f} s, {len(taken)} reports")


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
