"""Where the database and the broker are: the environment first, else the embedded servers of DATA_DIR."""

import json
from pathlib import Path
from typing import Any

import environ

RUNTIME_ROLE = "plumbline_runtime"
"""The role that serves: it owns nothing and is no superuser. Every process but the migration acts as it."""

SEARCH = {"pg_trgm.word_similarity_threshold": 0.5}
"""How alike a name is found: at 0.6, the default, one wrong letter hides a name of six ("okafur" for Okafor)."""

env = environ.Env()

# Limits by process (milliseconds): a web request must not hold a row for long, a report may take a minute.
LIMITS = {
    "web": {"statement_timeout": 5_000, "lock_timeout": 2_000, "idle_in_transaction_session_timeout": 10_000},
    "worker": {
        "statement_timeout": 60_000,
        "lock_timeout": 5_000,
        "idle_in_transaction_session_timeout": 90_000,
    },
    "beat": {
        "statement_timeout": 5_000,
        "lock_timeout": 2_000,
        "idle_in_transaction_session_timeout": 10_000,
    },
    "manage": {},
}


def embedded(data_dir: Path) -> dict[str, str]:
    """The addresses that the embedded servers left in ``DATA_DIR/embedded.json``; empty when there are none."""
    address_file = data_dir / "embedded.json"
    if not address_file.exists():
        return {}
    addresses: dict[str, str] = json.loads(address_file.read_text())
    return addresses


def database(data_dir: Path, process: str) -> dict[str, dict[str, Any]]:
    """The ``default`` alias serves as the runtime role; the ``owner`` alias migrates and owns the tables."""
    if process not in LIMITS:
        raise ValueError(f"PLUMBLINE_PROCESS is {process!r}; it must be one of {', '.join(LIMITS)}.")
    addresses = {} if env.str("DATABASE_URL", default="") else embedded(data_dir)
    url = env.str("DATABASE_URL", default=addresses.get("database_url", "postgres:///plumbline"))
    owner_url = env.str("DATABASE_OWNER_URL", default=addresses.get("database_owner_url", url))
    return {
        "default": _connection(url, {"role": RUNTIME_ROLE, **SEARCH, **LIMITS[process]}, mirror=None),
        "owner": _connection(owner_url, {"lock_timeout": 2_000}, mirror="default"),
    }


def _connection(url: str, session: dict[str, Any], mirror: str | None) -> dict[str, Any]:
    connection: dict[str, Any] = environ.Env.db_url_config(url)
    connection["ENGINE"] = "django.db.backends.postgresql"
    connection["CONN_MAX_AGE"] = 600
    connection["CONN_HEALTH_CHECKS"] = True
    options = connection.setdefault("OPTIONS", {})
    options["options"] = " ".join(f"-c {name}={value}" for name, value in session.items())
    options["connect_timeout"] = 3
    # A statement that this connection has sent five times is prepared: the server plans it no more.
    options["server_side_binding"] = True
    options["prepare_threshold"] = 5
    connection["TEST"] = {"MIRROR": mirror} if mirror else {}
    return connection


def broker_url(data_dir: Path, *, for_celery: bool) -> str:
    """The address of Redis or Valkey; Celery writes a unix socket as ``redis+socket://``, redis-py as ``unix://``."""
    url = env.str("REDIS_URL", default="") or embedded(data_dir).get("redis_url", "redis://127.0.0.1:6379/0")
    if url.startswith("unix://") and for_celery:
        return "redis+socket://" + url.removeprefix("unix://").replace("?db=", "?virtual_host=")
    return url
