"""The pages of assessments and of what else is measured or asked."""

from assessments.admin import assessments, intakes, pain, precision, protocols

__all__ = ["assessments", "intakes", "pain", "precision", "protocols"]
