"""``manage.py seed_demo``: two synthetic clinics whose truth is known."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from clinic.demo.seeding import seed

DEFAULT_SEED = 10
"""Gives every cohort enough patients with low back pain for a report about them."""


class Command(BaseCommand):
    help = "Creates two synthetic clinics with patients and their courses. Repeatable; refused outside the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="Chooses the random courses.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("These settings are not for a demo (DEMO is off); nothing was changed.")
        seed(settings.DATA_DIR, options["seed"], self._say)

    def _say(self, line: str) -> None:
        """Progress is seen at once, also through a pipe."""
        self.stdout.write(line)
        self.stdout.flush()
