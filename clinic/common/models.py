"""The one table of the common ground: answers that a repeated request gets again."""

from clinic.common.api.idempotent_answer import IdempotentAnswer

__all__ = ["IdempotentAnswer"]
