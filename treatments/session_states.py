"""Which state of a session may follow which, as one table. Pure.

Steps may be left out: a therapist without a front desk completes what is still booked. A patient who was
written off as absent may yet arrive. What is completed stays so; it can only be marked as entered in error.
A wrong click is undone on its own day.
"""

from collections.abc import Mapping
from types import MappingProxyType

ALLOWED_BEFORE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "arrived": ("booked", "no_show"),
        "in_progress": ("booked", "arrived"),
        "completed": ("booked", "arrived", "in_progress"),
        "cancelled": ("booked", "arrived"),
        "no_show": ("booked",),
    }
)
"""For each state, the states from which a session can reach it."""

UNDONE = ("arrived", "in_progress", "cancelled", "no_show")
"""The states that can be a wrong click: a session goes back to the state from which it came."""

NOT_BEFORE_ITS_DAY = ("arrived", "in_progress", "completed", "no_show")
"""The states that say what happened on the session's day, and so cannot be known before it."""

MOVABLE = ("booked", "arrived", "in_progress", "completed")
"""The states in which time, therapist and room can still be changed."""

DOCUMENTED = ("arrived", "in_progress", "completed")
"""The states in which notes and techniques are written."""
