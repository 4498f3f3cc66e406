"""The other sentence templates of a report, by what they say; patient.py fills in names and numbers."""

from collections.abc import Mapping
from types import MappingProxyType

from clinic.common.wording import gettext_noop
from treatments.outcomes.estimators import Classification, Response

PAIN: Mapping[Response, str] = MappingProxyType(
    {
        "improved": gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an important decrease."
        ),
        "worse": gettext_noop("%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s."),
        "no_important_change": gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s."
        ),
        "not_evaluable": gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to %(pain_to)s."
        ),
    }
)

ALIGNMENT: Mapping[Classification, str] = MappingProxyType(
    {
        "toward_reference": gettext_noop(
            "%(measure)s moved toward the population band (not a health target), "
            "from %(start)s to %(end)s; changes below %(mdc95)s are within measurement error."
        ),
        "away": gettext_noop(
            "%(measure)s moved away from the population band (not a health target), "
            "from %(start)s to %(end)s; changes below %(mdc95)s are within measurement error."
        ),
        "overshoot": gettext_noop(
            "%(measure)s passed through the population band (not a health target) to its other side, "
            "from %(start)s to %(end)s; changes below %(mdc95)s are within measurement error."
        ),
        "within_noise": gettext_noop(
            "%(measure)s did not change by more than measurement error, from %(start)s to %(end)s; "
            "changes below %(mdc95)s cannot be told from it."
        ),
        "in_reference_throughout": gettext_noop(
            "%(measure)s was inside the population band (not a health target) at both times, %(start)s and %(end)s."
        ),
        "not_comparable": gettext_noop(
            "%(measure)s was measured under different conditions, so its change cannot be judged: %(why)s."
        ),
    }
)

UNCLASSIFIED = gettext_noop(
    "%(measure)s changed from %(start)s to %(end)s; changes below %(mdc95)s are within measurement error. "
    "It is not classified: %(why)s."
)
UNCLASSIFIED_WITHOUT_ERROR = gettext_noop(
    "%(measure)s changed from %(start)s to %(end)s. It is not classified: %(why)s."
)
NO_CHANGE_GIVEN = gettext_noop("%(series)s: no verdict on a change (%(why)s). Visits on record: %(visits)s.")
TREND = gettext_noop(
    "%(region)s: over %(visits)s visits pain changed by %(slope)s points a week (95 %% interval %(low)s to %(high)s)."
)
TREND_WITHOUT_INTERVAL = gettext_noop(
    "%(region)s: over %(visits)s visits pain changed by %(slope)s points a week; %(why)s."
)
NOT_FOLLOWED = gettext_noop("%(series)s is not followed over time: %(why)s. Visits on record: %(visits)s.")
SENTENCE_AND_NEXT = gettext_noop("%(sentence)s %(next)s")

NO_PAIN = gettext_noop("There are no pain ratings in this period.")
NO_MEASUREMENTS = gettext_noop("There are no measurements in this period.")

MEANS_OF_VISITS = gettext_noop("Baseline and latest are each the mean of up to two visits.")
LIMITATIONS = (
    MEANS_OF_VISITS,
    gettext_noop("There is no untreated comparison: what would have happened without treatment is not known."),
    gettext_noop(
        "Part of any change is expected from regression to the mean, natural recovery, other care and expectation."
    ),
    gettext_noop(
        "A change of pain together with a change of alignment is an association in one person; "
        "it cannot show that one changes the other."
    ),
    gettext_noop(
        "Every measurement has an error. Changes smaller than the stated limit cannot be told from it, "
        "and cannot be excluded."
    ),
    gettext_noop("A population band says where most adults are, with and without pain. It is not a health target."),
)

REGION_WITH_SIDE = gettext_noop("%(side)s %(region)s")
MEASURE_WITH_SIDE = gettext_noop("%(measure)s, %(side)s")
DETAILED = gettext_noop("%(name)s (%(detail)s)")
AFTER_TREATMENT_DETAIL = gettext_noop("after treatment")
MILLIMETRES = gettext_noop("%(value)s mm")
QUANTITY_IN_WORDS = gettext_noop("%(quantity)s (%(direction)s)")
DEGREES = gettext_noop("%(value)s°")
NOT_AFTER_TREATMENT_DETAIL = gettext_noop("not after treatment")
POSTURE_NOT_RECORDED = gettext_noop("posture not recorded")
FOOTWEAR_NOT_RECORDED = gettext_noop("footwear not recorded")
IN_BARE_FEET = gettext_noop("barefoot")
IN_SHOES = gettext_noop("in shoes")
LIFT_NOT_RECORDED = gettext_noop("lift not recorded")
WITH_LIFT = gettext_noop("with lift")
WITHOUT_LIFT = gettext_noop("without lift")
