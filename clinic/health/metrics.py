"""The numbers to watch, in the OpenMetrics text format."""

from clinic.health.condition import Condition

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def metrics_text(condition: Condition) -> str:
    """One gauge per number. A number that nobody could tell is left out, never shown as 0."""
    gauges = [
        ("plumbline_database_up", "Whether the database answers (1) or not (0).", condition.database_up),
        ("plumbline_broker_up", "Whether the broker answers (1) or not (0).", condition.broker_up),
        (
            "plumbline_worker_heartbeat_age_seconds",
            "Since a worker's last sign of life.",
            condition.heartbeat_age,
        ),
        ("plumbline_queue_length", "Messages that no worker has taken yet.", condition.queue_length),
        (
            "plumbline_oldest_work_seconds",
            "For how long the oldest work has been waiting.",
            condition.oldest_work,
        ),
    ]
    known = [_gauge(name, meaning, value) for name, meaning, value in gauges if value is not None]
    return "".join(known) + "# EOF\n"


def _gauge(name: str, meaning: str, value: float) -> str:
    return f"# TYPE {name} gauge\n# HELP {name} {meaning}\n{name} {float(value):g}\n"
