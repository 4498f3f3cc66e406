"""Names as they are compared: without accents, case and punctuation, in any script."""

import unicodedata


def fold(text: str) -> str:
    """The text in lower case without accents, with single spaces; Chinese characters stay as they are.

    It agrees with the database function ``plumbline_fold``, which fills ``Patient.search_name``.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.lower().split())
