"""Settling beforehand which measure is looked at beside which pain, so that nobody fishes for the pair that fits."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clinic.audit.recording import record
from clinic.common.caller import Caller
from clinic.common.errors import Refused, refuse
from clinic.common.records import insert, insert_all, update
from patients.services.belonging import foreign
from treatments.outcomes.findings.cohort.exposure import DEFAULT_COHORT_PAIRS, exposure_of, ineligible_reason
from treatments.outcomes.findings.cohort.question import CohortPair
from treatments.outcomes.models import PrespecifiedPair
from treatments.outcomes.narrative.reasons import in_words


def write_down_default_pairs(*, by: Caller) -> list[PrespecifiedPair]:
    """Store the product's own pairs as the clinic's, in force as they were, so that single ones can be retired."""
    by.require("practice.change")
    with transaction.atomic():
        if _wrote_down(by):
            raise refuse("", "pairs_written_down_already", _("The clinic’s pairs are written down already."))
        written = [
            PrespecifiedPair(
                clinic_id=by.clinic_id,
                measure=pair.measure,
                region=pair.region,
                position=position,
                came_with_product=True,
            )
            for position, pair in enumerate(DEFAULT_COHORT_PAIRS, 1)
        ]
        insert_all(written, "")
        record("prespecified_pair.written_down", None, by=by, kind="prespecified_pair")
    return written


def settle_pair(pair: PrespecifiedPair, *, by: Caller) -> PrespecifiedPair:
    """Store an unsaved pair, in force from now on. Raises Refused for one that cannot be looked at, Clash."""
    by.require("practice.change")
    with transaction.atomic():
        pair.clinic_id = by.clinic_id
        if not _wrote_down(by):
            sentence = _("The six pairs that came with the product are in force. Write them down, then retire one.")
            raise refuse("", "pairs_not_written_down", sentence)
        named = CohortPair(measure=pair.measure, region=pair.region)
        if reason := ineligible_reason(named):
            raise refuse("/measure", reason.partition(":")[0], in_words(reason).text(_))
        if exposure_of(named).exploratory_only:
            sentence = _("This measure has no sides and the pain has: such a pair can be explored, but not settled.")
            raise refuse("/measure", "exploratory_only", sentence)
        insert(pair)
        record("prespecified_pair.settled", pair, by=by, detail={"measure": pair.measure, "region": pair.region})
    return pair


def retire_pair(pair: PrespecifiedPair, *, by: Caller) -> PrespecifiedPair:
    """End a pair; reports that used it stay as they are. Raises Refused, StaleRecord."""
    by.require("practice.change")
    if problems := foreign("", pair, by):
        raise Refused(problems)
    if pair.retired_at is not None:
        raise refuse("", "retired_already", _("This pair is retired already."))
    with transaction.atomic():
        pair.retired_at = PrespecifiedPair.objects.values_list(Now(), flat=True).get(pk=pair.pk)
        update(pair, ["retired_at"])
        record("prespecified_pair.retired", pair, by=by, detail={"measure": pair.measure, "region": pair.region})
    return pair


def _wrote_down(by: Caller) -> bool:
    return PrespecifiedPair.objects.visible_to(by).exists()
