"""CPU of a list of 50 patients through the product, against the same SQL and JSON by hand under the same server."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.cpu import children, seconds
from clinic.embedded.throwaway import throwaway_servers

ROUNDS, REQUESTS, PATIENTS = 7, 300, 2_000
PATH = "/api/v1/patients/"


def main() -> None:
    with throwaway_servers() as addresses:
        os.environ.update(addresses, DJANGO_SETTINGS_MODULE="clinic.settings.test", PYTHONPATH=os.getcwd())
        prepared = subprocess.run(
            [sys.executable, "-m", "benchmarks.many_patients", str(PATIENTS)],
            check=True,
            capture_output=True,
            text=True,
        )
        token, floor_database, cluster = prepared.stdout.split("\n")[-4:-1]
        os.environ["FLOOR_DATABASE"] = floor_database
        with served("clinic.wsgi") as product, served("benchmarks.floor") as floor:
            ratios = [compare(product, floor, token, int(cluster)) for _ in range(ROUNDS + 1)][1:]
    for name, index in (("product", 0), ("floor", 1)):
        print(f"{name:8} {statistics.median(r[index] for r in ratios) * 1000:.2f} ms CPU a request (median)")
    each = sorted(r[0] / r[1] for r in ratios)
    print(f"ratio    {statistics.median(each):.2f} (from {each[0]:.2f} to {each[-1]:.2f} in {ROUNDS} rounds)")


def compare(product: tuple[int, int], floor: tuple[int, int], token: str, cluster: int) -> tuple[float, float]:
    """CPU seconds a request of the product and of the floor, taken in turn."""
    return measured(*product, token, cluster), measured(*floor, token, cluster)


def measured(port: int, pid: int, token: str, cluster: int) -> float:

    connection = http.client.HTTPConnection("127.0.0.1", port)
    ask(connection, token)  # the database process of this server exists from here on
    before = seconds(children(pid)), seconds(children(cluster))
    for _ in range(REQUESTS):
        ask(connection, token)
    after = seconds(children(pid)), seconds(children(cluster))
    return (sum(after) - sum(before)) / REQUESTS


def ask(connection: http.client.HTTPConnection, token: str) -> None:
    connection.request("GET", PATH, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {body[:300]!r}")


@contextmanager
def served(application: str) -> Iterator[tuple[int, int]]:
    """A gunicorn with the product's settings and one worker: its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:clinic.serving",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
        "--log-level",
        "error",
        application,
    ]
    process = subprocess.Popen(command)
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
