"""The two parties at the database: an owner that migrates, and a runtime role that serves.

The runtime role owns nothing and is no superuser. It may read, add and change rows, and delete only where
rows are technical. What is clinical cannot be deleted by any bug or stolen session, because the role lacks the right.
"""

from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from clinic.settings.connections import RUNTIME_ROLE

DELETABLE = (
    "django_session",
    "django_admin_log",
    "oauth2_provider_%",
    "django_celery_beat_%",
    "axes_%",
    "common_idempotentanswer",
    "practice_user_%",
    "auth_%",
    "treatments_availability",
    "treatments_closure",
    "assessments_protocolstep",
)
"""Tables (LIKE patterns) whose rows are technical, or of the clinic's own settings, and may be deleted."""

APPEND_ONLY = (
    "audit_auditevent",
    "audit_auditseal",
    "outcomes_artifact",
    "assessments_measurement",
    "treatments_sessionaddendum",
    "pghistory_context",
    "%history",
)
"""Tables (LIKE patterns) whose rows are added and never changed: the audit, the change history, finished files.

A measurement is one too: it is corrected by another assessment, so what a report read says the same for ever.
So is an addendum to a signed note.
"""


class RoleMissing(Exception):
    """The runtime role does not exist and the owner may not create it."""


def ensure_runtime_role(connection: BaseDatabaseWrapper, login: str) -> None:
    """Create the runtime role if it is missing and let ``login`` act as it.

    Raises RoleMissing with the statement that a database administrator has to run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNTIME_ROLE])
        try:
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {RUNTIME_ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
            if login:
                _grant_membership(cursor, login)
        except ProgrammingError as error:
            raise RoleMissing(
                f"The database login may not prepare the runtime role ({error}). Let an administrator run: "
                f"CREATE ROLE {RUNTIME_ROLE} NOLOGIN; GRANT {RUNTIME_ROLE} TO {login or 'your_login'};"
            ) from error


def _grant_membership(cursor: CursorWrapper, login: str) -> None:
    cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [login, RUNTIME_ROLE])
    if not cursor.fetchone()[0]:
        cursor.execute(f'GRANT {RUNTIME_ROLE} TO "{login}"')


def grant_rights(connection: BaseDatabaseWrapper) -> None:
    """Give the runtime role exactly its rights on every table; run after each migration."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {RUNTIME_ROLE}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {RUNTIME_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME_ROLE}")
        for table in connection.introspection.table_names(cursor):
            rights = _rights(table)
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {RUNTIME_ROLE}")


def _rights(table: str) -> str:
    if _is_like(table, APPEND_ONLY):
        return "SELECT, INSERT"
    if _is_like(table, DELETABLE):
        return "SELECT, INSERT, UPDATE, DELETE"
    if table == "django_migrations":
        return "SELECT"
    return "SELECT, INSERT, UPDATE"


def _is_like(table: str, patterns: tuple[str, ...]) -> bool:
    for pattern in patterns:
        bare = pattern.strip("%")
        if pattern.endswith("%") and table.startswith(bare):
            return True
        if pattern.startswith("%") and table.endswith(bare):
            return True
        if table == pattern:
            return True
    return False
