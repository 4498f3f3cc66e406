"""The pages of treatment: sessions, plans, and the clinic's lists that they choose from."""

from treatments.admin import follow_ups, hours, library, plans, sessions

__all__ = ["follow_ups", "hours", "library", "plans", "sessions"]
