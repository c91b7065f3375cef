"""What can go wrong while we look for an address and its officials? One small exception a cause."""

from __future__ import annotations

from collections.abc import Sequence


class LegislatorsError(Exception):
    """Something stopped the look-up; the message says what happened, where, and what to do."""


class BadAddress(LegislatorsError):
    """The text is no Minnesota street address we can place (empty, PO box only, another state)."""


class AmbiguousAddress(LegislatorsError):
    """Two or more places match equally well; `choices` holds them as a person would type them."""

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class NotInMinnesota(LegislatorsError):
    """The point, ZIP code or state lies outside Minnesota."""


class UnknownDistrict(LegislatorsError):
    """No such district; the message lists the nearest right ones."""


class UnknownCommittee(LegislatorsError):
    """No such committee of the Legislature; the message lists the nearest right ones."""


class SnapshotError(LegislatorsError):
    """A data file is missing, broken, or from another version."""


class GeocoderError(LegislatorsError):
    """The online geocoder could not answer; the chain goes on with the next step."""


class FetchError(LegislatorsError):
    """A publisher's file could not be had; what we have stays as it is."""


class NotPublished(FetchError):
    """The publisher has no such file (404): not yet, or no more."""


class UpdateStopped(LegislatorsError):
    """A new copy of the data was not put in force; the message says why and what to do."""
