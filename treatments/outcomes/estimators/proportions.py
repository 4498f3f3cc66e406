"""Shares of patients and how two of them compare. Counts are whole numbers, 0 <= successes <= n."""

import math
from dataclasses import dataclass

from scipy import special

from treatments.outcomes.estimators.student_t import Ends

_Z = float(special.ndtri(0.975))


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """Patients per one more success: 1 / risk difference, with its interval. Negative if it is one more failure."""

    value: float
    ci95: Ends


def wilson(successes: int, n: int) -> Ends | None:
    """Give the 95 % score interval of a share (Wilson 1927, JASA 22:209); None of nobody.

    (p + z^2/2n ± z * sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
    """
    if not n:
        return None
    share, shrink = successes / n, _Z**2 / n
    middle = (share + shrink / 2) / (1 + shrink)
    half = _Z * math.sqrt(share * (1 - share) / n + shrink / (4 * n)) / (1 + shrink)
    return (middle - half if successes else 0.0), (middle + half if successes < n else 1.0)


def newcombe(first: int, n_first: int, second: int, n_second: int) -> Ends | None:
    """Give the 95 % interval of the difference of two shares, first minus second; None if a row is empty.

    Hybrid score interval (Newcombe 1998, Stat Med 17:873, method 10): with the Wilson limits l and u of each share,
    d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
    """
    ends_first, ends_second = wilson(first, n_first), wilson(second, n_second)
    if ends_first is None or ends_second is None:
        return None
    share_first, share_second = first / n_first, second / n_second
    difference = share_first - share_second
    low = difference - math.hypot(share_first - ends_first[0], ends_second[1] - share_second)
    high = difference + math.hypot(ends_first[1] - share_first, share_second - ends_second[0])
    return max(low, -1.0), min(high, 1.0)


def katz(first: int, n_first: int, second: int, n_second: int) -> tuple[float, Ends] | None:
    """Give the ratio of two shares, first to second, with its 95 % log interval (Katz 1978, Biometrics 34:469).

    exp(log ratio ± z * sqrt(1/a - 1/n1 + 1/b - 1/n2)). None where it is undefined: with no success in either row
    (or nobody in it), or with nothing but successes in both.
    """
    if not first or not second or (first == n_first and second == n_second):
        return None
    ratio = first / n_first / (second / n_second)
    spread = math.exp(_Z * math.sqrt(1 / first - 1 / n_first + 1 / second - 1 / n_second))
    return ratio, (ratio / spread, ratio * spread)


def number_needed(risk_difference: float, ci95: Ends) -> NumberNeeded | None:
    """Give 1 / risk difference, with the reciprocals of the interval's ends as its own (Altman 1998, BMJ 317:1309).

    None where the interval of the risk difference includes 0: the number is not defined then.
    """
    low, high = ci95
    if low <= 0 <= high:
        return None
    return NumberNeeded(1 / risk_difference, (1 / high, 1 / low))
