"""The pages of outcome reports."""

from treatments.outcomes.admin import reports

__all__ = ["reports"]
