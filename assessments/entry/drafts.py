"""The key with which a person's browser enciphers what was typed and not saved yet."""

from django.utils.crypto import salted_hmac

from clinic.common.caller import Caller

SALT = "assessments.entry.drafts"


def draft_key(by: Caller) -> str:
    """Give 32 bytes as hexadecimal digits: the same for the same person, unknown to everybody else.

    It stands in the page and is not stored in the browser. So whoever sits down at the desk next cannot read what is
    left there, and the person who typed it can after logging in again.
    """
    return salted_hmac(SALT, str(by.uuid), algorithm="sha256").hexdigest()
