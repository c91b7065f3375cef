"""Which school districts does a legislator serve, and which legislators does a school district have?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from legislators.errors import SnapshotError, UnknownDistrict

if TYPE_CHECKING:
    from legislators.snapshot import Snapshot

#: The compiled file inside a snapshot.
OVERLAY_FILE = "overlay.json"
#: The kinds that are laid over the school districts.
LEGISLATIVE_KINDS = ("state_house", "state_senate", "congress")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Land that a legislative district and a school district share.

    `share_of_district` is the part (0 to 1) of the legislative district's area that lies in the
    school district, `share_of_school_district` the part of the school district's area that lies in
    the legislative one. Shares of area, lakes included: nothing is known here of where people live.
    """

    kind: str
    district: str
    school_district: str
    share_of_district: float
    share_of_school_district: float
    km2: float

    @property
    def whole(self) -> bool:
        """True where the whole school district lies in the legislative one, as near as lines are drawn."""
        return self.share_of_school_district >= 0.999


@dataclass(frozen=True)
class Overlay:
    """All shared land, to be asked from either side."""

    overlaps: tuple[Overlap, ...]

    def school_districts(self, kind: str, district: str) -> tuple[Overlap, ...]:
        """Return what lies in a legislative district ("state_house", "67B"), its largest part first.

        Raises UnknownDistrict where there is no such kind or district.
        """
        found = tuple(each for each in self.overlaps if (each.kind, each.district) == (kind, district))
        if not found:
            raise UnknownDistrict(
                f"there is no {kind} district {district!r} among those that are laid over the school "
                f"districts; the kinds are {', '.join(LEGISLATIVE_KINDS)}, and an id is like 67B, 67 or 4"
            )
        return found

    def legislative_districts(self, kind: str, school_district: str) -> tuple[Overlap, ...]:
        """Return the legislative districts of a kind that a school district lies in, by their share of it."""
        found = [
            each for each in self.overlaps if (each.kind, each.school_district) == (kind, school_district)
        ]
        return tuple(sorted(found, key=lambda each: (-each.share_of_school_district, each.district)))


def load_overlay(snapshot: Snapshot | None = None) -> Overlay:
    """Return the overlay of the snapshot in use, read once. Raises SnapshotError where it is broken."""
    if snapshot is None:
        from legislators.snapshot import open_snapshot

        snapshot = open_snapshot()
    return _read(snapshot)


@cache
def _read(snapshot: Snapshot) -> Overlay:
    path = snapshot.path(OVERLAY_FILE)
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Overlay(tuple(Overlap(**each) for each in content["overlaps"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{path} cannot be read as an overlay of districts ({error}). Compile the data again with: "
            "advocate data build --from DIR"
        ) from error
