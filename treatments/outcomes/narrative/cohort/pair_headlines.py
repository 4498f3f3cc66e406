"""The headline of a pair in a cohort report: every combination written out, none of them says why.

Keys: what was found, the exposure, and whether the estimate is told per MDC95 or, where no measurement error is
known, per unit. "deviation" is the distance from the population band or from the neutral value; "leg" is by how much
the leg on the painful side is longer than the other. The gap `sizes` takes what was counted, each number with its noun:
an estimate rests on the patients whose deviation varies, while the pairs and series are all of the model.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from clinic.common.wording import gettext_noop

Found = Literal["association", "opposite", "none_seen", "only_small", "inconsistent_more", "inconsistent_less"]
Exposure = Literal["deviation", "leg"]
Per = Literal["mdc", "unit"]

HEADLINES: Mapping[tuple[Found, Exposure, Per], str] = MappingProxyType(
    {
        ("association", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits with 1 MDC "
            "(%(mdc95)s) more deviation had %(points)s points (95 %% interval %(low)s to %(high)s) more pain; "
            "%(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("association", "deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits with "
            "%(unit)s more deviation had %(points)s points (95 %% interval %(low)s to %(high)s) more pain; "
            "%(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("association", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits at which the "
            "leg on the painful side measured 1 MDC (%(mdc95)s) longer beside the other leg had %(points)s points "
            "(95 %% interval %(low)s to %(high)s) more pain; %(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("association", "leg", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits at which the "
            "leg on the painful side measured %(unit)s longer beside the other leg had %(points)s points "
            "(95 %% interval %(low)s to %(high)s) more pain; %(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("opposite", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits with 1 MDC "
            "(%(mdc95)s) more deviation had %(points)s points (95 %% interval %(low)s to %(high)s) less pain; "
            "%(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("opposite", "deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits with "
            "%(unit)s more deviation had %(points)s points (95 %% interval %(low)s to %(high)s) less pain; "
            "%(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("opposite", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits at which the "
            "leg on the painful side measured 1 MDC (%(mdc95)s) longer beside the other leg had %(points)s points "
            "(95 %% interval %(low)s to %(high)s) less pain; %(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("opposite", "leg", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): within patients and after allowing for time, visits at which the "
            "leg on the painful side measured %(unit)s longer beside the other leg had %(points)s points "
            "(95 %% interval %(low)s to %(high)s) less pain; %(sizes)s. "
            "This is an association; it cannot show that alignment changes pain."
        ),
        ("none_seen", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) for 1 MDC (%(mdc95)s) more "
            "deviation; %(sizes)s. "
            "Differences as large as %(limit)s points for 1 MDC are not excluded. "
            "Measurement error weakens such associations."
        ),
        ("none_seen", "deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) for %(unit)s more "
            "deviation; %(sizes)s. "
            "Differences as large as %(limit)s points for %(unit)s are not excluded. "
            "Measurement error weakens such associations."
        ),
        ("none_seen", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) where the leg on the painful side "
            "measured 1 MDC (%(mdc95)s) longer beside the other leg; %(sizes)s. "
            "Differences as large as %(limit)s points for 1 MDC are not excluded. "
            "Measurement error weakens such associations."
        ),
        ("none_seen", "leg", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) where the leg on the painful side "
            "measured %(unit)s longer beside the other leg; %(sizes)s. "
            "Differences as large as %(limit)s points for %(unit)s are not excluded. "
            "Measurement error weakens such associations."
        ),
        ("only_small", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) for 1 MDC (%(mdc95)s) more "
            "deviation; %(sizes)s. "
            "This is compatible only with small associations, up to %(limit)s points for 1 MDC. "
            "Measurement error weakens such associations."
        ),
        ("only_small", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): no association within patients was detected after allowing for "
            "time: %(points)s points of pain (95 %% interval %(low)s to %(high)s) where the leg on the painful side "
            "measured 1 MDC (%(mdc95)s) longer beside the other leg; %(sizes)s. "
            "This is compatible only with small associations, up to %(limit)s points for 1 MDC. "
            "Measurement error weakens such associations."
        ),
        ("inconsistent_more", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits with 1 MDC (%(mdc95)s) more deviation had %(points)s points (95 %% interval %(low)s to "
            "%(high)s) more pain; %(sizes)s. With a course of its own for each series "
            "the difference is %(own)s points (95 %% interval %(own_low)s to %(own_high)s; plus is more pain), less "
            "than half of it or of the other sign. This is typical when fast recoverers recover in both. "
            "It does not count as an association."
        ),
        ("inconsistent_more", "deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits with %(unit)s more deviation had %(points)s points (95 %% interval %(low)s to "
            "%(high)s) more pain; %(sizes)s. With a course of its own for each series "
            "the difference is %(own)s points (95 %% interval %(own_low)s to %(own_high)s; plus is more pain), less "
            "than half of it or of the other sign. This is typical when fast recoverers recover in both. "
            "It does not count as an association."
        ),
        ("inconsistent_more", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits at which the leg on the painful side measured 1 MDC (%(mdc95)s) longer beside the other leg "
            "had %(points)s points (95 %% interval %(low)s to %(high)s) more pain; %(sizes)s. With a course of its own "
            "for each series the difference is %(own)s points (95 %% interval "
            "%(own_low)s to %(own_high)s; plus is more pain), less than half of it or of the other sign. "
            "This is typical when fast recoverers recover in both. It does not count as an association."
        ),
        ("inconsistent_more", "leg", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits at which the leg on the painful side measured %(unit)s longer beside the other leg "
            "had %(points)s points (95 %% interval %(low)s to %(high)s) more pain; %(sizes)s. With a course of its own "
            "for each series the difference is %(own)s points (95 %% interval "
            "%(own_low)s to %(own_high)s; plus is more pain), less than half of it or of the other sign. "
            "This is typical when fast recoverers recover in both. It does not count as an association."
        ),
        ("inconsistent_less", "deviation", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits with 1 MDC (%(mdc95)s) more deviation had %(points)s points (95 %% interval %(low)s to "
            "%(high)s) less pain; %(sizes)s. With a course of its own for each series "
            "the difference is %(own)s points (95 %% interval %(own_low)s to %(own_high)s; plus is more pain), less "
            "than half of it or of the other sign. This is typical when patients follow courses of different speed in "
            "both. It does not count as an association."
        ),
        ("inconsistent_less", "deviation", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits with %(unit)s more deviation had %(points)s points (95 %% interval %(low)s to "
            "%(high)s) less pain; %(sizes)s. With a course of its own for each series "
            "the difference is %(own)s points (95 %% interval %(own_low)s to %(own_high)s; plus is more pain), less "
            "than half of it or of the other sign. This is typical when patients follow courses of different speed in "
            "both. It does not count as an association."
        ),
        ("inconsistent_less", "leg", "mdc"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits at which the leg on the painful side measured 1 MDC (%(mdc95)s) longer beside the other leg "
            "had %(points)s points (95 %% interval %(low)s to %(high)s) less pain; %(sizes)s. With a course of its own "
            "for each series the difference is %(own)s points (95 %% interval "
            "%(own_low)s to %(own_high)s; plus is more pain), less than half of it or of the other sign. "
            "This is typical when patients follow courses of different speed in both. "
            "It does not count as an association."
        ),
        ("inconsistent_less", "leg", "unit"): gettext_noop(
            "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to "
            "all, visits at which the leg on the painful side measured %(unit)s longer beside the other leg "
            "had %(points)s points (95 %% interval %(low)s to %(high)s) less pain; %(sizes)s. With a course of its own "
            "for each series the difference is %(own)s points (95 %% interval "
            "%(own_low)s to %(own_high)s; plus is more pain), less than half of it or of the other sign. "
            "This is typical when patients follow courses of different speed in both. "
            "It does not count as an association."
        ),
    }
)

VARYING_ONE = gettext_noop("%(patients)s patient whose deviation varies; %(pairs)s pairs in %(series)s series")
VARYING = gettext_noop("%(patients)s patients whose deviation varies; %(pairs)s pairs in %(series)s series")
NO_PAIRS = gettext_noop("no pairs")

NO_ESTIMATE: Mapping[str, str] = MappingProxyType(
    {
        "insufficient_data": gettext_noop(
            "%(measure)s and pain (%(region)s): too few data for an estimate (%(why)s); %(sizes)s."
        ),
        "not_estimable": gettext_noop(
            "%(measure)s and pain (%(region)s): an estimate cannot be given (%(why)s); %(sizes)s."
        ),
        "suppressed_small_cell": gettext_noop(
            "%(measure)s and pain (%(region)s): not shown in a report for sharing (%(why)s)."
        ),
        "failed": gettext_noop("%(measure)s and pain (%(region)s): the computation failed (%(why)s)."),
    }
)

NO_REASON_GIVEN = gettext_noop("no reason was recorded")

EXPLORATORY = gettext_noop(
    "This pair was not configured beforehand: it is exploratory, and its interval is not adjusted for the number "
    "of pairs."
)
FEW_PATIENTS = gettext_noop(
    "This estimate rests on %(patients)s patients; from %(adequate)s on the number counts as adequate."
)
RELIABILITY = gettext_noop(
    "The reliability of the measurements within patients is %(reliability)s (1 would be free of measurement error)."
)
RELIABILITY_NONE = gettext_noop(
    "The readings vary within patients no more than measurement error does, so their reliability cannot be told from 0."
)
RELIABILITY_UNKNOWN = gettext_noop(
    "The reliability of the measurements within patients is not known, as the measurement error of the method is not."
)
BONY = gettext_noop(
    "Caution: bone does not change within weeks; another stance, rotation or technique at the visits is more likely."
)

INCONSISTENT_UNSHOWN = gettext_noop(
    "%(measure)s and pain (%(region)s): inconsistent. Within patients and after allowing for time common to all an "
    "association was seen; with a course of its own for each series it was less than half of that or of the other "
    "sign. The figures of this check rest on too few persons to be shown. It does not count as an association."
)
