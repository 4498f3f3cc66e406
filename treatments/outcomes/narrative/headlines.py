"""The 24 headline sentences: pain response by alignment classification, every one written out.

Keys are a `Response` and a `Classification` of estimators.py. The sentences report what was observed. None says
why, and none calls a band a goal.
"""

from collections.abc import Mapping
from types import MappingProxyType

from clinic.common.wording import gettext_noop

HEADLINES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("improved", "toward_reference"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s moved toward the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Both changed; this cannot show why."
        ),
        ("improved", "away"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s moved away from the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Pain fell while alignment moved away; the two did not go together."
        ),
        ("improved", "overshoot"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s passed through the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment ended on the other side of the band; this does not count as improved alignment."
        ),
        ("improved", "within_noise"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s did not change by more than measurement error (%(mdc95)s), "
            "from %(start)s to %(end)s. "
            "No alignment change larger than measurement error was seen; smaller changes cannot be "
            "excluded."
        ),
        ("improved", "in_reference_throughout"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s was inside the population band (not a health target) both times, "
            "%(start)s and %(end)s. "
            "Alignment was inside the band from the start and had no way to move toward it."
        ),
        ("improved", "not_comparable"): gettext_noop(
            "%(region)s: pain fell by %(points)s points, from %(pain_from)s to %(pain_to)s, an "
            "important decrease. "
            "%(measure)s was measured under different conditions, so its change cannot be judged. "
            "Nothing can be said about alignment beside this decrease."
        ),
        ("worse", "toward_reference"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s moved toward the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment moved toward the band while pain rose; the two did not go together."
        ),
        ("worse", "away"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s moved away from the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Both changed; this cannot show why."
        ),
        ("worse", "overshoot"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s passed through the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment ended on the other side of the band while pain rose; this cannot show why."
        ),
        ("worse", "within_noise"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s did not change by more than measurement error (%(mdc95)s), "
            "from %(start)s to %(end)s. "
            "No alignment change larger than measurement error was seen; smaller changes cannot be "
            "excluded."
        ),
        ("worse", "in_reference_throughout"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s was inside the population band (not a health target) both times, "
            "%(start)s and %(end)s. "
            "Alignment stayed inside the band while pain rose."
        ),
        ("worse", "not_comparable"): gettext_noop(
            "%(region)s: pain rose by %(points)s points, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s was measured under different conditions, so its change cannot be judged. "
            "Nothing can be said about alignment beside this increase."
        ),
        ("no_important_change", "toward_reference"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s moved toward the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment moved toward the band without an important change of pain."
        ),
        ("no_important_change", "away"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s moved away from the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment moved away without an important change of pain."
        ),
        ("no_important_change", "overshoot"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s passed through the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment ended on the other side of the band without an important change of pain."
        ),
        ("no_important_change", "within_noise"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s did not change by more than measurement error (%(mdc95)s), "
            "from %(start)s to %(end)s. "
            "Neither changed by more than its limit; smaller changes cannot be excluded."
        ),
        ("no_important_change", "in_reference_throughout"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s was inside the population band (not a health target) both times, "
            "%(start)s and %(end)s. "
            "Alignment stayed inside the band without an important change of pain."
        ),
        ("no_important_change", "not_comparable"): gettext_noop(
            "%(region)s: pain did not change by an important amount, from %(pain_from)s to %(pain_to)s. "
            "%(measure)s was measured under different conditions, so its change cannot be judged. "
            "Nothing can be said about alignment beside this course of pain."
        ),
        ("not_evaluable", "toward_reference"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s moved toward the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment moved toward the band; pain had no room for an important decrease."
        ),
        ("not_evaluable", "away"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s moved away from the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment moved away; pain had no room for an important decrease."
        ),
        ("not_evaluable", "overshoot"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s passed through the population band (not a health target), "
            "from %(start)s to %(end)s, by more than measurement error (%(mdc95)s). "
            "Alignment ended on the other side of the band; pain had no room for an important decrease."
        ),
        ("not_evaluable", "within_noise"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s did not change by more than measurement error (%(mdc95)s), "
            "from %(start)s to %(end)s. "
            "No alignment change larger than measurement error was seen; smaller changes cannot be "
            "excluded."
        ),
        ("not_evaluable", "in_reference_throughout"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s was inside the population band (not a health target) both times, "
            "%(start)s and %(end)s. "
            "Neither pain nor alignment had room to improve."
        ),
        ("not_evaluable", "not_comparable"): gettext_noop(
            "%(region)s: pain was too low at the start to judge a decrease, from %(pain_from)s to "
            "%(pain_to)s. "
            "%(measure)s was measured under different conditions, so its change cannot be judged. "
            "Neither can be judged."
        ),
    }
)
