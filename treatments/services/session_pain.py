"""Pain that is asked before and after the treatment of one session."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import PainRating
from assessments.models.assessment import Timing
from assessments.services.checking_pain import problems_with_rating
from assessments.services.checking_visit import problems_with_visit
from assessments.services.rating_pain import rate_pain
from clinic.common.caller import Caller
from clinic.common.errors import Problem
from clinic.common.records import insert
from treatments.models import SessionPain, TreatmentSession


def pain_problems(session: TreatmentSession, ratings: Sequence[PainRating], by: Caller) -> list[Problem]:
    """Everything that is wrong with the ratings of the session, with pointers below /pain.

    Without a time of its own a rating before treatment is dated at the session's beginning, one after it at
    the end, and never in the future.
    """
    problems = []
    asked = {_question(linked.rating) for linked in _valid_links(session)} if ratings else set()
    for position, rating in enumerate(ratings):
        pointer = f"/pain/{position}"
        _take_over(rating, session)
        found = [*problems_with_visit(rating, by), *problems_with_rating(rating)]
        problems += [problem.below(pointer) for problem in found]
        if _question(rating) in asked:
            sentence = _("This pain is already rated in this session, for the same time and side.")
            problems.append(Problem(pointer, "duplicate", sentence))
        asked.add(_question(rating))
    return problems


def rate_in_session(session: TreatmentSession, ratings: Sequence[PainRating], by: Caller) -> None:
    """Store ratings that ``pain_problems`` accepted, and link them to the session, in the caller's transaction."""
    for rating in ratings:
        rate_pain(rating, by=by)
        insert(SessionPain(clinic_id=session.clinic_id, session=session, rating=rating))


def _take_over(rating: PainRating, session: TreatmentSession) -> None:
    rating.clinic_id = session.clinic_id
    rating.patient = session.patient
    episode = session.plan.episode if session.plan else None
    # What was entered in error no longer holds anything; the pain was rated all the same.
    rating.episode = episode if episode and episode.entered_in_error_at is None else None
    rating.taken_at = _moment(rating.taken_at, session, rating)


def _moment(given: dt.datetime | None, session: TreatmentSession, rating: PainRating) -> dt.datetime:
    after = rating.timing == Timing.AFTER_TREATMENT
    return given or min(session.during.upper if after else session.during.lower, timezone.now())


def _valid_links(session: TreatmentSession) -> list[SessionPain]:
    return list(session.pain.filter(rating__entered_in_error_at__isnull=True).select_related("rating"))


def _question(rating: PainRating) -> tuple[str, ...]:
    return (rating.region, rating.side, rating.recall, rating.context, rating.timing)
