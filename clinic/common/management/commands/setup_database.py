"""``manage.py setup_database``: the one command that prepares or upgrades the database."""

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from clinic.common.database_roles import RoleMissing, ensure_runtime_role, grant_rights


class Command(BaseCommand):
    help = "Creates the runtime role, migrates as the owner and grants the runtime role its rights. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        owner = connections["owner"]
        serving_login = connections["default"].settings_dict["USER"]
        try:
            ensure_runtime_role(owner, serving_login)
        except RoleMissing as error:
            raise CommandError(str(error)) from error
        call_command("migrate", database="owner", interactive=False, verbosity=options["verbosity"])
        grant_rights(owner)
        self.stdout.write("The database is ready.")
