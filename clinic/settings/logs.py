"""How and what is logged: one JSON object per line on the error output, discreet about patients."""

from typing import Any

import structlog

from clinic.common.discreet_logs import WithoutErrorMessages, error_without_message, without_query

COMMON: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_query,
    structlog.processors.ExceptionRenderer(error_without_message),
]
"""What happens to every line, whether the product wrote it or a library."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_error_messages": {"()": WithoutErrorMessages}},
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": COMMON,
        }
    },
    "handlers": {
        "stream": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["without_error_messages"],
        }
    },
    "root": {"handlers": ["stream"], "level": "INFO"},
    # Django's own handlers would send errors by e-mail, with everything that was in memory.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # It names every letter that it draws, and so the letters of names.
        "fontTools": {"level": "WARNING"},
        # It greets at every start.
        "axes": {"level": "WARNING"},
    },
}

structlog.configure(
    processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
