"""What a cohort report cannot show: sentences that stand on every page with its figures."""

from clinic.common.wording import gettext_noop

LIMITS = (
    gettext_noop("There is no untreated comparison group: what would have happened without treatment is not known."),
    gettext_noop(
        "Part of any change is expected from regression to the mean, natural recovery, other care and expectation."
    ),
    gettext_noop("An association between alignment and pain cannot show that one changes the other."),
    gettext_noop(
        "Time common to all is allowed for. Patients who recover faster in both than others can still show an "
        "association without any link; the check with a course of its own for each series finds fewer than half of "
        "these."
    ),
    gettext_noop(
        "Measurement error weakens associations: that none was detected does not show that there is none. Estimates "
        "are not corrected for it."
    ),
    gettext_noop("Those who measured may have known the pain, and those who rated may have known the measurement."),
    gettext_noop(
        "Patients stop coming for reasons that may have to do with their pain. All pairs there are enter the "
        "estimates; nothing is filled in for missing visits."
    ),
    gettext_noop("A population band says where most adults are, with and without pain. It is not a health target."),
)
LIMIT_OF_LATE_BASELINES = gettext_noop(
    "Where the baseline was taken after treatment had begun, what changed before it is not in the change."
)
LIMIT_OF_EXPLORATION = gettext_noop(
    "Exploratory pairs were chosen with the data at hand; they can suggest a question, not answer one."
)
LIMIT_OF_FILTERS = gettext_noop(
    "Filters were set: the result holds for the patients they leave, and groups set apart this way may differ in much "
    "else."
)
LIMIT_OF_ONE_CLINIC = gettext_noop("The patients are those of one clinic and may differ from those of others.")
