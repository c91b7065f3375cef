"""Which officials get a letter, which do not, and why not? Never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from legislators.districts import Alternative, District
    from legislators.officials import Official
    from legislators.places import Notice
    from legislators.representation import Representation

#: office as a person names it -> the kind of official.
OFFICES = {"house": "state_house", "senate": "state_senate", "board": "school_board", "governor": "governor"}
DEFAULT_OFFICES = ("house", "senate", "board")

#: kind of official -> the kind of district that decides who it is.
DISTRICT_KINDS = {
    "state_house": "state_house",
    "state_senate": "state_senate",
    "school_board": "school_district",
}
_OFFICE_NAMES = {
    "state_house": "your representative",
    "state_senate": "your senator",
    "school_board": "your school board",
    "governor": "the governor",
}
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Skipped:
    """A seat, or a whole kind of office, that gets no letter. `official` is None for a kind.

    `in_doubt` is true where a person can settle it, by naming the district.
    """

    kind: str
    district: str
    reason: str
    official: Official | None = None
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The districts and officials of an address, after the person has named what we could not tell."""

    districts: tuple[District, ...]
    officials: tuple[Official, ...]
    named: frozenset[str] = frozenset()
    warnings: tuple[Notice, ...] = field(default=())

    def district(self, kind: str) -> District | None:
        """Return the district of that kind, or None."""
        return next((district for district in self.districts if district.kind == kind), None)


def read_offices(words: Sequence[str] | str) -> tuple[str, ...]:
    """Return the chosen offices in the order letters are written in. Raises WrongChoice."""
    entries = [words] if isinstance(words, str) else words
    chosen = {word.strip().lower() for entry in entries for word in entry.split(",") if word.strip()}
    wrong = sorted(chosen.difference(OFFICES))
    if wrong or not chosen:
        what = f"There is no office '{wrong[0]}'" if wrong else "No office was chosen"
        raise WrongChoice(f"{what}. Choose from: {', '.join(OFFICES)} (several with commas).", tuple(OFFICES))
    return tuple(office for office in OFFICES if office in chosen)


def settle(
    found: Representation, *, district: str = "", school_district: str = "", on: date | None = None
) -> Settled:
    """Put the districts that the person names in the place of those found.

    `district` is a House district ("67B", which names Senate district 67 too) or a Senate one
    ("67"). A district that cannot be the address's, as far as we know its place, is refused.
    Raises UnknownDistrict, WrongChoice.
    """
    named = _read_named(district, school_district)
    if not named:
        return Settled(found.districts, found.officials, warnings=found.warnings)
    from legislators.representation import represent_districts

    # A House district brings its Senate district with it, so that one needs no check of its own.
    typed = {kind: id_ for kind, id_ in named.items() if kind != "state_senate" or "state_house" not in named}
    doubts = [notice for kind, id_ in typed.items() if (notice := _check_possible(found, kind, id_))]
    house = named.get("state_house") or (f"{named['state_senate']}A" if "state_senate" in named else None)
    other = represent_districts(house, named.get("school_district"), on=on)
    kinds = {kind for kind, district_kind in DISTRICT_KINDS.items() if district_kind in named}
    if "school_district" in named:
        kinds.add("school_district")
    return Settled(
        districts=_swap(found.districts, other.districts, set(named)),
        officials=tuple(
            [o for o in found.officials if o.kind not in kinds]
            + [o for o in other.officials if o.kind in kinds]
        ),
        named=frozenset(named),
        warnings=(*found.warnings, *doubts),
    )


def _read_named(district: str, school_district: str) -> dict[str, str]:
    if not (district.strip() or school_district.strip()):
        return {}
    from legislators.districts import normalise_district_id

    named: dict[str, str] = {}
    if district.strip():
        if district.strip()[-1].isdigit():
            named["state_senate"] = normalise_district_id("state_senate", district)
        else:
            named["state_house"] = normalise_district_id("state_house", district)
            named["state_senate"] = named["state_house"][:-1]
    if school_district.strip():
        named["school_district"] = normalise_district_id("school_district", school_district)
    return named


def _check_possible(found: Representation, kind: str, id_: str) -> Notice | None:
    """Refuse a district that is not among the possible ones; for an area, which is vaguer, only warn."""
    from legislators.places import Notice

    there = next((district for district in found.districts if district.kind == kind), None)
    possible = [there.id, *(a.id for a in there.alternatives)] if there else []
    if id_ in possible:
        return None
    known = ", ".join(dict.fromkeys(p or "none" for p in possible)) or "none"
    what = kind.replace("_", " ")
    if found.place is not None and found.place.lat is not None:
        raise WrongChoice(
            f"'{id_}' is not the {what} district of this address; as we have placed it "
            f"({found.place.matched}), it can be: {known}. Correct the address, or name one of these.",
            tuple(dict.fromkeys(p for p in possible if p)),
        )
    return Notice(
        "district_named",
        f"You named {what} district {id_}, and we took your word for it; from the address alone: {known}.",
    )


def _swap(found: tuple[District, ...], other: tuple[District, ...], kinds: set[str]) -> tuple[District, ...]:
    new = {district.kind: district for district in other if district.kind in kinds}
    kept = [new.pop(district.kind, district) for district in found]
    return (*kept, *new.values())


def choose_officials(
    settled: Settled, offices: Sequence[str]
) -> tuple[tuple[Official, ...], tuple[Skipped, ...]]:
    """Return who gets a letter, in order, and who does not, each with the reason."""
    chosen: list[Official] = []
    skipped: list[Skipped] = []
    for office in offices:
        kind = OFFICES[office]
        doubt = _doubt(settled, kind)
        if doubt:
            skipped.append(doubt)
            continue
        seats = [official for official in settled.officials if official.kind == kind]
        if not seats:
            skipped.append(Skipped(kind, "", f"Our data name nobody for {_OFFICE_NAMES[kind]}."))
        for official in seats:
            reason = _no_letter(official)
            if reason:
                skipped.append(Skipped(kind, official.district, reason, official))
            else:
                chosen.append(official)
    return tuple(chosen), tuple(skipped)


def _doubt(settled: Settled, kind: str) -> Skipped | None:
    """Return why this kind of office cannot be told for the address, or None."""
    district_kind = DISTRICT_KINDS.get(kind)
    if district_kind is None or district_kind in settled.named:
        return None
    district = settled.district(district_kind)
    who = _OFFICE_NAMES[kind]
    flag = "--school-district" if district_kind == "school_district" else "--district"
    if district is None:
        reason = f"We could not tell which district {who} is of. If you know it, name it: {flag} …"
        return Skipped(kind, "", reason, in_doubt=True)
    if not district.certain:
        return Skipped(kind, district.id, _both_sides(district, who, flag), in_doubt=True)
    if not district.id:
        return Skipped(
            kind,
            "",
            f"The address lies in no {district_kind.replace('_', ' ')}: {district.name}".rstrip(": ") + ".",
        )
    return None


def _both_sides(district: District, who: str, flag: str) -> str:
    """Name the possible districts, and how to choose."""
    sides = district.alternatives
    shown = [_side(side) for side in sides[:_MOST_NAMED]]
    more = f" and {len(sides) - _MOST_NAMED} more" if len(sides) > _MOST_NAMED else ""
    choices = " or ".join(f"{flag} {side.id}" for side in sides[:2] if side.id)
    return (
        f"We cannot be sure who is {who}: the address may lie in {'; '.join(shown)}{more}. "
        f"Find out which is yours, then name it: {choices or flag + ' …'}."
    )


def _side(side: Alternative) -> str:
    name = side.name or side.id or "no district"
    label = f"{name} ({side.id})" if side.id and side.id not in name else name
    if side.distance_m:
        return f"{label}, {side.distance_m:.0f} m away"
    if side.share is not None:
        return f"{label}, {side.share:.0%} of the area"
    return label


def _no_letter(official: Official) -> str:
    """Return why this seat gets no letter, or "" where it gets one."""
    if official.status == "sitting" and official.name.strip():
        return ""
    if official.status == "vacant":
        return f"The seat is vacant{f': {official.note}' if official.note else ''}.".replace("..", ".")
    if official.status == "term_ended":
        note = (official.note or "the term has ended, and the successor is not in our data").rstrip(".")
        return f"{note[:1].upper()}{note[1:]}."
    why = official.note.rstrip(".") or "our data do not name who holds the seat"
    return f"{why[:1].upper()}{why[1:]}; no name is invented."
