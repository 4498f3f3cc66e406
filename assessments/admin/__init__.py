"""The pages of assessments and of what else is measured or asked."""

from assessments.admin import assessments, pain, precision

__all__ = ["assessments", "pain", "precision"]
