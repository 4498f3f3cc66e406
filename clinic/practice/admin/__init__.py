"""The manager's pages about the clinic itself."""

from clinic.practice.admin import api_clients, clinics, rooms, staff

__all__ = ["api_clients", "clinics", "rooms", "staff"]
