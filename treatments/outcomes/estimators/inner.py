"""Sums of products that come out the same to the last bit, wherever the numbers lie in memory."""

import numpy as np
from numpy.typing import NDArray


def inner(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Give the sum of the products of two lists of equal length.

    A library of linear algebra may add in another order when the same numbers lie at another address; a report that
    is made again must give the same bytes.
    """
    return float((left * right).sum())
