"""Names as they are compared: without accents, case and punctuation, in any script."""

import unicodedata


def fold(text: str) -> str:
    """The text in lower case without accents, with single spaces; Chinese characters stay as they are.

    It agrees with the database function ``plumbline_fold``, which fills ``Patient.search_name``.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.lower().split())


def initials(given_name: str, family_name: str) -> str:
    """The first letter of each name, such as A. W. for Amy Wong; at most three."""
    return " ".join(f"{word[0].upper()}." for word in f"{given_name} {family_name}".split()[:3])
