"""Figures between the page and the records: what was typed, and how a stored figure is typed again."""

from math import nan


def number(text: str) -> float | str:
    """Read a figure with a decimal point or comma and any minus sign; give the text back if it is none.

    The service then says which text is not a number, beside its other findings.
    """
    plain = text.strip().replace("−", "-").replace("–", "-").replace(",", ".")
    try:
        return float(plain) if "_" not in plain else text
    except ValueError:
        return text


def figure(text: str) -> float:
    """Read a figure as ``number`` does; what is none becomes NaN, which lies outside every scale."""
    read = number(text)
    return read if isinstance(read, float) else nan


def typed(figure: float) -> str:
    """Write a figure as somebody would type it, without losing a digit: ``871``, ``3.4``."""
    return repr(float(figure)).removesuffix(".0")


def printed(figure: float) -> str:
    """Write a figure to be read: as it was typed, with a true minus sign, as in sentences and reports."""
    return typed(figure).replace("-", "−")
