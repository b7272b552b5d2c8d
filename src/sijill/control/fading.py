"""How evidence fades with its distance in time."""

import numpy as np

HALF_LIFE = 90  # days in which evidence loses half its mass

_left = np.ones(1)  # of evidence after 0, 1, 2, … days


def fade(days: np.ndarray) -> np.ndarray:
    """What is left of evidence after so many days (whole numbers, none below 0).

    >>> fade(np.array([0, 90, 180])).tolist()
    [1.0, 0.5, 0.25]
    """
    global _left
    most = int(days.max(initial=0))
    if most >= len(_left):
        _left = np.array([2 ** (-day / HALF_LIFE) for day in range(2 * most + 1)])
    return _left[days]
