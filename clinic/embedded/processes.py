"""The product's own processes: the one place that says which commands run it.

The supervisor starts these commands, docker-compose.yml repeats them, and a test keeps the two equal.
"""

from collections.abc import Mapping

WEB = ("gunicorn", "--config", "python:clinic.serving", "clinic.wsgi")
WORKER = (
    *("celery", "-A", "clinic", "worker", "--loglevel", "INFO"),
    *("--concurrency", "2", "--without-gossip", "--without-mingle"),
)
BEAT = ("celery", "-A", "clinic", "beat", "--loglevel", "WARNING", "--enable-remote-control")

COMMANDS: Mapping[str, tuple[str, ...]] = {"web": WEB, "worker": WORKER, "beat": BEAT}
"""Each finds its own name in PLUMBLINE_PROCESS, and the web server its address in LISTEN or PORT."""

SETUP = ("python", "manage.py", "setup_database")
"""Migrate and grant, as the owner of the tables: before every start, in one process."""
FILL = ("python", "-m", "clinic.embedded.filling")
"""SETUP, then the synthetic clinic, in one process: on this machine only."""

SECONDS_TO_STOP: Mapping[str, int] = {"web": 8, "worker": 8, "beat": 3, "valkey": 3, "postgres": 5}
"""How long each may take before it is killed, in the order of stopping: together less than 30 seconds."""
