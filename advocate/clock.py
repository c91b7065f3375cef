"""What day is it? The one place that asks the computer's clock, so that a test can set it."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Return the day it is here."""
    return date.today()
