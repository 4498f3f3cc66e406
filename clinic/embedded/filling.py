"""``python -m clinic.embedded.filling``: bring the database up to date, then see to the demo clinic.

Two management commands in one process, because a process of Django's takes seconds to start.
"""

from django.core.management import execute_from_command_line

STEPS = {
    "setup_database": "Bringing the database up to date",
    "seed_demo": "Looking after the demo clinic (the first time takes a while)",
}


def main() -> None:
    for command, meaning in STEPS.items():
        print(f"==> {meaning}", flush=True)  # noqa: T201
        execute_from_command_line(["manage.py", command])


if __name__ == "__main__":
    main()
