"""P-values of several pre-specified pairs, judged together."""

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjust p-values for there being several of them, in the order given (Holm 1979, Scand J Stat 6:65).

    The i-th smallest of m is multiplied by m - i + 1, no less than those before it and no more than 1. A pair that
    could not be estimated (None) counts in m as if its p were 1, and stays None.
    """
    adjusted: list[float | None] = [None] * len(p_values)
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    largest = 0.0
    for rank, (p, place) in enumerate(known):
        largest = max(largest, min((len(p_values) - rank) * p, 1.0))
        adjusted[place] = largest
    return adjusted
