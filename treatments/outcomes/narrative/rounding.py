"""How a number is rounded for reading. Never for arithmetic."""

from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "−"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_NOISE = 9
"""Decimals below which a number holds only what binary fractions leave behind: 10.65 is kept as 10.649999999999999."""


def rounded(value: float, decimals: int) -> str:
    """Write a number with so many decimals and a true minus sign: ``4.9`` of 4.85, ``−4.9`` of −4.85, ``0.0`` of −0.01.

    A half goes away from zero, as a reader rounds the decimal number; the double beside it may lie on either side.
    """
    read = Decimal(f"{value:.{_NOISE}f}").quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    return f"{abs(read):f}" if not read else f"{read:f}".replace("-", MINUS)


def shortened(value: float, decimals: int) -> str:
    """Write a number with so many decimals at most: ``4.85``, ``5`` of 5.0, ``−0.3``, ``0`` of −0.001."""
    text = rounded(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
