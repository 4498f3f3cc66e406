"""How often a link is used, and how often somebody tries links that do not exist."""

import logging

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from assessments.models import Intake

logger = logging.getLogger(__name__)

WINDOW = 60
"""Seconds for which uses are counted together."""
MOST_SUBMISSIONS = 20
MOST_UNKNOWN_LINKS = 30


def submitted_too_often(intake: Intake) -> bool:
    """Whether this link was sent more often than any patient presses a button."""
    return _counted(f"intake:sent:{intake.uuid}") > MOST_SUBMISSIONS


def guessed_too_often(request: HttpRequest) -> bool:
    """Whether this address tried more links that do not exist than anybody mistypes. Real links are not affected."""
    return _counted(f"intake:unknown:{get_client_ip_address(request)}") > MOST_UNKNOWN_LINKS


def _counted(key: str) -> int:
    """How often in this window, with this time. While nobody can count, everybody may."""
    try:
        cache.add(key, 0, WINDOW)
        return cache.incr(key)
    except (RedisError, ValueError) as error:
        logger.warning("uses of links are not counted", extra={"kind": type(error).__name__})
        return 0
