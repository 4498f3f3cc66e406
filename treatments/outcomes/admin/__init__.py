"""The pages of outcome reports, and of the pairs that are settled beforehand."""

from treatments.outcomes.admin import pairs, reports

__all__ = ["pairs", "reports"]
