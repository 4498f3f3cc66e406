"""``manage.py verify_audit``: is the audit as it was written?"""

from typing import Any

from django.core.management import BaseCommand, CommandError

from clinic.audit.verifying import left_unsealed, verified_chains


class Command(BaseCommand):
    help = (
        "Follows every clinic's hash chain and names the first event that was changed, removed or left out. "
        "Note the heads elsewhere: an end cut off a chain shows only against a head that was noted before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = []
        for chain in verified_chains():
            self.stdout.write(f"Clinic {chain.clinic}: {chain.length} events hold, head {chain.head.hex()}")
            if chain.broken:
                faults.append(f"Clinic {chain.clinic}: {chain.broken}")
        for clinic, (count, first) in left_unsealed().items():
            faults.append(f"Clinic {clinic}: {count} events without a seal, the first is event {first}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The audit is as it was written.")
