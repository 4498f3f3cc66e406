"""The whole product as ``make run`` starts it: every process, a killed one, Ctrl-C. Only the seeding is left out."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.embedded.run_folder import run_folder

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent

# What `python -m clinic.embedded` does, with the two logins of a demo clinic in place of a clinic full of patients.
RUN = """
import sys
from clinic.embedded import running
running.FILL = (sys.executable, "-c", '''
import json, os, pathlib
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "setup_database"])
demo = {"logins": [{"role": "therapist", "clinic": "Harbour", "username": "theo", "password": "on-two-feet"}],
        "api_clients": [{"clinic": "Harbour", "client_id": "id", "client_secret": "secret", "scopes": []}]}
pathlib.Path(os.environ["DATA_DIR"], "demo.json").write_text(json.dumps(demo))
''')
sys.exit(running.main())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Product:
    """One running copy and what it said."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
        } | {"DATA_DIR": str(data), "PORT": str(port)}
        self.output = data.with_name("output")
        with self.output.open("w") as output:
            self.process = self.start(stdout=output, stderr=subprocess.STDOUT, start_new_session=True)

    def start(self, **how: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", RUN]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, text=True, **how)

    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def processes(self) -> dict[int, str]:
        """The command line of every process of this copy, by process id."""
        mark = f"DATA_DIR={self.data}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # It ended while we looked.
                continue
        return found


def wait_until(condition: Callable[[], object], product: Product, seconds: float = 110) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert product.process.poll() is None, product.said()
        assert time.monotonic() < give_up, product.said()
        time.sleep(0.2)


@pytest.fixture
def product() -> Iterator[Product]:
    # Not pytest's own folder: root's is closed to the account that its servers run as.
    with run_folder() as folder:
        product = Product(folder / "data", free_port())
        try:
            wait_until(lambda: "Stop with Ctrl-C" in product.said(), product)
            yield product
        finally:
            if product.process.poll() is None:
                product.process.terminate()
            product.process.wait(40)


def test_it_comes_up_recovers_and_goes_down_without_a_trace(product: Product) -> None:
    ready_file = product.data / "ready.json"
    ready = json.loads(ready_file.read_text())
    assert ready_file.stat().st_mode & 0o777 == 0o600
    assert ready["admin_url"] == f"http://127.0.0.1:{product.port}/admin/"
    assert "theo" in product.said()
    assert json.loads(product.get("/health/ready/"))["status"] == "ready"
    assert "No directory at" not in (product.data / "logs" / "web.log").read_text()

    refuses_a_second_copy(product)
    passes_the_containers_health_checks(product)
    restarts_a_killed_worker(product)

    os.killpg(product.process.pid, signal.SIGINT)
    assert product.process.wait(30) == 0
    assert product.processes() == {}
    assert not ready_file.exists()
    assert not (product.data / "embedded.json").exists()


def refuses_a_second_copy(product: Product) -> None:
    second = product.start(stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, problem = second.communicate(timeout=30)
    assert second.returncode == 1
    assert "already running with the data in" in problem


def passes_the_containers_health_checks(product: Product) -> None:
    addresses = json.loads((product.data / "embedded.json").read_text())
    environment = product.environment | {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "REDIS_URL": addresses["redis_url"],
    }
    dockerfile = (PROJECT / "Dockerfile").read_text().partition("HEALTHCHECK")[2]
    of_web = json.loads(dockerfile.partition("CMD ")[2].splitlines()[0])
    services = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    # Compose writes a dollar sign twice.
    of_others = [services[name]["healthcheck"]["test"][1].replace("$$", "$") for name in ("worker", "beat")]
    checks = [
        subprocess.Popen(check, shell=True, cwd=PROJECT, env=environment)  # noqa: S602
        for check in of_others
    ]
    checks.append(subprocess.Popen(of_web, env=environment))
    assert [check.wait(60) for check in checks] == [0, 0, 0]


def restarts_a_killed_worker(product: Product) -> None:
    def workers() -> set[int]:
        found = {number for number, command in product.processes().items() if "celery -A clinic worker" in command}
        return {number for number in found if os.getpgid(number) == number}

    [killed] = workers()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(alive := workers()) == 1 and killed not in alive, product)
