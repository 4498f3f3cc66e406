from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "clinic.practice"
    label = "practice"
    verbose_name = _("Practice")

    def ready(self) -> None:
        # Importing registers the schemes with drf-spectacular.
        import_module("clinic.practice.openapi")
