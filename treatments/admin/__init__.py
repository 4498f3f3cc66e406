"""The pages of treatment: sessions, plans, and the clinic's lists that they choose from."""

from treatments.admin import hours, library, plans, sessions

__all__ = ["hours", "library", "plans", "sessions"]
