"""Who will get a letter from this address, by which template, and who will not? Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from advocate import clock
from advocate.writing.recipients import (
    DEFAULT_OFFICES,
    Settled,
    Skipped,
    choose_officials,
    read_offices,
    settle,
)

if TYPE_CHECKING:
    from advocate.writing.envelope import Home
    from legislators.districts import District
    from legislators.officials import Official
    from legislators.places import Notice, Place
    from letters.engine import Template

#: The template of each kind of official where none was chosen.
DEFAULT_TEMPLATES = {
    "state_house": "legislator",
    "state_senate": "legislator",
    "governor": "legislator",
    "school_board": "school-board",
}
#: A term that ends within these days is told.
_SOON = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who will get a letter from this address, by which template, and who will not; nothing is written yet."""

    query: str
    as_of: date
    today: date
    place: Place | None
    home: Home
    school_district: str
    chosen: tuple[tuple[Official, Template], ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Notice, ...]
    snapshot: str
    districts: tuple[District, ...] = ()

    @property
    def in_doubt(self) -> bool:
        """True where a person has to settle a district before everybody can be written to."""
        return any(skipped.in_doubt for skipped in self.skipped)


def plan_letters(
    address: str,
    *,
    point: tuple[float, float] | None = None,
    to: Sequence[str] = DEFAULT_OFFICES,
    template: str = "",
    offline: bool = False,
    on: date | None = None,
    district: str = "",
    school_district: str = "",
    today: date | None = None,
) -> Plan:
    """Find out who would get a letter, by which template, and who would not. Nothing is written.

    `point` (latitude and longitude in degrees) says where the address is, for one that is not on file.
    `template` may name several, parted by commas: each office gets the first that is written for it.
    The person's own templates (ADVOCATE_TEMPLATES) win over bundled ones of the same name.
    """
    from advocate.config import load_settings
    from advocate.writing.envelope import read_home
    from legislators.lookup import lookup_for
    from legislators.representation import represent_point, who_represents

    settings = load_settings(offline=offline)
    offices = read_offices(to)
    templates = _templates(template, settings.templates)
    today = today or clock.today()
    day = on or today
    found = (
        represent_point(*point, on=day, stale_after=settings.stale_after)
        if point
        else who_represents(address, offline=settings.offline, on=day, stale_after=settings.stale_after)
    )
    settled = settle(found, district=district, school_district=school_district, on=day)
    if "governor" in offices:
        settled = _with_governor(settled, day)
    officials, skipped = choose_officials(settled, offices)
    doubt = any(each.in_doubt for each in skipped)
    chosen, unfit = _match_templates(officials, templates, template)
    return Plan(
        query=address,
        as_of=day,
        today=today,
        place=found.place,
        home=read_home(address, found.place if point is None else None),
        school_district=_sure_school_district(settled),
        chosen=chosen,
        skipped=(*skipped, *unfit),
        warnings=(
            *_telling(settled.warnings, doubt),
            *_terms_that_end([official for official, _ in chosen], day),
        ),
        snapshot=lookup_for(None).snapshot.version,
        districts=settled.districts,
    )


def _templates(chosen: str, folder: Path | None) -> dict[str, Template]:
    """Return the template of each kind of official: the first of those chosen (parted by commas) that fits it.

    Raises UnknownTemplate, which lists the right ones.
    """
    from letters.engine import load_template

    named = [load_template(name.strip(), folder) for name in chosen.split(",") if name.strip()]
    if not named:
        return {kind: load_template(name, folder) for kind, name in DEFAULT_TEMPLATES.items()}
    return {kind: next((each for each in named if each.fits(kind)), named[0]) for kind in DEFAULT_TEMPLATES}


def _match_templates(
    officials: Sequence[Official], templates: Mapping[str, Template], asked: str
) -> tuple[tuple[tuple[Official, Template], ...], tuple[Skipped, ...]]:
    """Pair officials with templates; a template that is not written for an office makes no letter to it."""
    fit, unfit = [], []
    for official in officials:
        template = templates[official.kind]
        if template.fits(official.kind):
            fit.append((official, template))
        else:
            reason = f"The template '{asked}' is not written for this office."
            unfit.append(Skipped(official.kind, official.district, reason, official))
    return tuple(fit), tuple(unfit)


def _with_governor(settled: Settled, day: date) -> Settled:
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    governor = load_roster(open_snapshot()).governor(day)
    return replace(settled, officials=(*settled.officials, governor))


def _sure_school_district(settled: Settled) -> str:
    """Return the school district whose figures the letters may call the writer's own, or ""."""
    district = settled.district("school_district")
    sure = district is not None and (district.certain or "school_district" in settled.named)
    return district.id if district is not None and sure else ""


def _telling(warnings: Sequence[Notice], in_doubt: bool) -> list[Notice]:
    """Leave out what is said letter by letter, and, where no letter hangs on it, how the place is in doubt."""
    said = {"vacant", "term_ended", "near_line"}
    if not in_doubt:
        said |= {"zip_area", "district_differs"}
    return [warning for warning in warnings if warning.code not in said]


def _terms_that_end(officials: Sequence[Official], day: date) -> list[Notice]:
    from legislators.places import Notice

    ends: dict[date, list[str]] = {}
    for official in officials:
        if official.term_ends and official.term_ends - day <= _SOON:
            ends.setdefault(official.term_ends, []).append(f"{official.title} {official.name}")
    return [
        Notice("term_ends", f"These terms end on {end}; write before that day: {', '.join(names)}.")
        for end, names in sorted(ends.items())
    ]
