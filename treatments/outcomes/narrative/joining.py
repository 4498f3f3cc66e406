"""How ready words stand side by side in each language: lists, names with details, sentence after sentence."""

from collections.abc import Callable, Iterable, Sequence

from clinic.common.wording import Message, gettext_noop
from treatments.outcomes.narrative.sentences import DETAILED, SENTENCE_AND_NEXT

Translate = Callable[[str], str]

LISTED = gettext_noop("%(first)s, %(others)s")
TOGETHER = gettext_noop("%(first)s and %(others)s")
CLAUSES = gettext_noop("%(first)s; %(others)s")
NAMED = gettext_noop("%(name)s: %(content)s")
ENDED = gettext_noop("%(text)s.")


def listed(parts: Sequence[str], translate: Translate) -> str:
    """Put parts behind one another with commas: ``palpation meter, standing``. Nothing gives an empty text."""
    return _folded(parts, LISTED, "others", translate)


def together(people: Sequence[str], translate: Translate) -> str:
    """Name people who did something together: ``Ruth Alvarez and Ben Ho``."""
    return _folded(people, TOGETHER, "others", translate)


def clauses(parts: Sequence[str], translate: Translate) -> str:
    """Put phrases behind one another with semicolons."""
    return _folded(parts, CLAUSES, "others", translate)


def in_sequence(sentences: Sequence[str], translate: Translate) -> str:
    """Let whole sentences follow one another as the language does: English leaves a space, Chinese none."""
    return _folded(sentences, SENTENCE_AND_NEXT, "next", translate, first_name="sentence")


def sequence(messages: Iterable[Message]) -> Message:
    """Give one message of several whole sentences. At least one is needed."""
    first, *others = messages
    return Message(SENTENCE_AND_NEXT, {"sentence": first, "next": sequence(others)}) if others else first


def named(name: str, content: str, translate: Translate) -> str:
    """Put what is said of something behind its name and a colon."""
    return Message(NAMED, {"name": name, "content": content}).text(translate)


def detailed(name: str, detail: str, translate: Translate) -> str:
    """Put a detail in brackets behind a name."""
    return Message(DETAILED, {"name": name, "detail": detail}).text(translate)


def ended(text: str, translate: Translate) -> str:
    """Close a text with the language's full stop."""
    return Message(ENDED, {"text": text}).text(translate)


def _folded(
    parts: Sequence[str], template: str, rest_name: str, translate: Translate, first_name: str = "first"
) -> str:
    if not parts:
        return ""
    *before, text = parts
    for part in reversed(before):
        text = Message(template, {first_name: part, rest_name: text}).text(translate)
    return text
