"""A PostgreSQL and a Valkey for one test run: fast, in a temporary folder, gone afterwards."""

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clinic.embedded import postgres, valkey
from clinic.embedded.run_folder import run_folder
from clinic.embedded.servers import Server, embedded_postgres, embedded_valkey, given, wait_for

SECONDS_TO_STOP = 10


@contextmanager
def throwaway_servers() -> Iterator[Mapping[str, str]]:
    """Start what the environment does not name; yield the variables to add to it.

    DATABASE_URL is the superuser's, because tests create and drop databases.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(run_folder())
        data = stack.enter_context(run_folder())
        variables: dict[str, str] = {}
        started: list[Server] = []
        if not given("DATABASE_URL"):
            database = embedded_postgres(data, folder, postgres.THROWAWAY)
            variables["DATABASE_URL"] = database.url(postgres.OWNER, "postgres")
            started.append(database)
        if not given("REDIS_URL"):
            broker = embedded_valkey(data, folder, valkey.THROWAWAY)
            variables["REDIS_URL"] = broker.addresses()["redis_url"]
            started.append(broker)
        for server in started:
            stack.enter_context(_running(server, folder))
        wait_for(started)
        yield variables


@contextmanager
def _running(server: Server, folder: Path) -> Iterator[None]:
    server.prepare()
    with (folder / f"{server.name}.log").open("w") as log:
        # A session of its own: Ctrl-C is for the test runner, which then stops the server in order.
        process = subprocess.Popen(  # noqa: S603
            server.command(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.send_signal(getattr(signal, f"SIG{server.stop_signal}"))
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
