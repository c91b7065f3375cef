"""How sure is a share of so few? Wilson's interval, and nothing at all below ten."""

from __future__ import annotations

from math import sqrt

#: Below so many a rate is not shown: it would say more than is known.
FEWEST = 10
_Z = 1.959963984540054


def wilson(part: int, whole: int) -> tuple[float, float, float] | None:
    """Return (share, low, high) in per cent, one decimal, at 95 %; None where `whole` is below ten."""
    if whole < FEWEST:
        return None
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z * sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / (1 + _Z**2 / whole)
    return tuple(round(100 * each, 1) for each in (share, max(0.0, middle - half), min(1.0, middle + half)))  # type: ignore[return-value]
