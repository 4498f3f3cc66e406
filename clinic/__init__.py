"""Plumbline: a clinic's patient tracking whose outcome reports can be trusted."""

from clinic.celery import app as celery_app

__all__ = ["celery_app"]
