"""In which language a person reads the pages: the one they chose, or else the clinic's."""

from clinic.practice.models import LANGUAGES, Membership, User


def language_of(member: Membership) -> str:
    """The language code of the pages for this member of staff. Needs ``user`` and ``clinic`` joined."""
    return member.user.language or member.clinic.locale


def choose_language(user: User, code: str) -> bool:
    """Keep the person's choice; it holds on every machine, and not for whoever works there next. False if unknown."""
    if code not in dict(LANGUAGES):
        return False
    user.language = code
    user.save(update_fields=["language"])
    return True
