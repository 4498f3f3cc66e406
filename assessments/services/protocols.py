"""The clinic's protocols: making one, changing it, and those that an assessment may follow."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.measures import MEASURES
from assessments.models import Protocol, ProtocolStep
from assessments.models.protocol import sides_of
from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Problem, Refused
from clinic.common.records import field_problems, insert, insert_all, update
from clinic.common.retrying import retried


def protocols_in_use(by: Caller) -> list[Protocol]:
    """The protocols with their steps, the default one first; two queries."""
    steps = Prefetch("steps", ProtocolStep.objects.visible_to(by).order_by("position"))
    found = Protocol.objects.visible_to(by).filter(active=True).prefetch_related(steps)
    return list(found.order_by("-is_default", "name"))


@retried
def add_protocol(protocol: Protocol, steps: Sequence[ProtocolStep], *, by: Caller) -> Protocol:
    """Store a protocol with its steps in the given order; as the default it takes the place of the one before.

    Raises Refused with every problem, Clash if the clinic has one of this name.
    """
    by.require("practice.change")
    with transaction.atomic():
        protocol.clinic_id = by.clinic_id
        _refuse_unless_sound(protocol, steps)
        _make_way(protocol, by)
        insert(protocol)
        _store(protocol, steps)
        record("protocol.added", protocol, by=by, detail=_measures(steps))
    return protocol


@retried
def change_protocol(
    protocol: Protocol, fields: Iterable[str], steps: Sequence[ProtocolStep] | None = None, *, by: Caller
) -> Protocol:
    """Store the named fields; ``steps`` replace the whole list, None leaves it. Raises Refused, Clash, StaleRecord."""
    by.require("practice.change")
    names = list(fields)
    with transaction.atomic():
        _refuse_unless_sound(protocol, steps)
        _make_way(protocol, by)
        update(protocol, names)
        if steps is not None:
            protocol.steps.all().delete()
            _store(protocol, steps)
        record("protocol.changed", protocol, by=by, detail={"fields": names, **_measures(steps or ())})
    return protocol


def _make_way(protocol: Protocol, by: Caller) -> None:
    """There is one default: whoever becomes it relieves the other."""
    if not protocol.is_default:
        return
    for other in Protocol.objects.visible_to(by).filter(is_default=True).exclude(pk=protocol.pk):
        other.is_default = False
        update(other, ["is_default"])


def _store(protocol: Protocol, steps: Sequence[ProtocolStep]) -> None:
    for position, step in enumerate(steps):
        step.clinic_id, step.protocol, step.position = protocol.clinic_id, protocol, position
    insert_all(steps, "/steps")


def _measures(steps: Iterable[ProtocolStep]) -> dict[str, list[str]]:
    return {"measures": [step.measure for step in steps]} if steps else {}


def _refuse_unless_sound(protocol: Protocol, steps: Sequence[ProtocolStep] | None) -> None:
    problems = field_problems(protocol)
    if protocol.is_default and not protocol.active:
        sentence = _("A protocol that is out of use cannot be the default.")
        problems.append(Problem("/is_default", "not_active", sentence))
    if steps is not None and not steps:
        problems.append(Problem("/steps", "empty", _("Give at least one measure.")))
    for number, step in enumerate(steps or (), start=1):
        problems += _step_problems(number, step, [other.measure for other in (steps or ())[: number - 1]])
    if problems:
        raise Refused(problems)


def _step_problems(number: int, step: ProtocolStep, earlier: Sequence[str]) -> list[Problem]:
    entry = MEASURES.get(step.measure)
    if entry is None or not entry.enterable:
        given = {"number": number, "measure": step.measure}
        return [Problem("/steps", "unknown_measure", _("Line %(number)s: “%(measure)s” is no measure.") % given)]
    named = {"number": number, "measure": _(entry.label)}
    problems = []
    if step.measure in earlier:
        sentence = _("Line %(number)s: %(measure)s is in the list already.")
        problems.append(Problem("/steps", "twice", sentence % named))
    if step.sides not in sides_of(step.measure):
        sentence = _("Line %(number)s: %(measure)s is not taken on these sides. Use: %(allowed)s.")
        allowed = ", ".join(str(sides.label) for sides in sides_of(step.measure))
        problems.append(Problem("/steps", "side_not_allowed", sentence % {**named, "allowed": allowed}))
    if step.method and step.method not in entry.enterable_methods:
        sentence = _("Line %(number)s: %(measure)s is not taken by this method. Use one of: %(allowed)s.")
        allowed = ", ".join(_(method.label) for method in entry.enterable_methods.values())
        problems.append(Problem("/steps", "method_not_allowed", sentence % {**named, "allowed": allowed}))
    return problems
