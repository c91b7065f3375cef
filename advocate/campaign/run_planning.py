"""A campaign for many supporters: who would get which letters, and who cannot be reached, and why? Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.store.campaigns import Campaign
    from advocate.store.log import Log
    from advocate.store.people import Person
    from advocate.writing.planning import Plan
    from advocate.writing.recipients import Skipped
    from legislators.officials import Official

#: Why somebody or some seat gets no letter -> how a heading says it.
REASONS = {
    "opted_out": "said no to being reached",
    "no_name": "only a no is on the lists, without a name",
    "no_consent": "no consent on record",
    "no_address": "no address on the lists",
    "not_placed": "the address could not be placed exactly enough",
    "near_line": "near a line between districts, so it is not sure whose constituent they are",
    "vacant": "the seat is vacant",
    "not_in_data": "our data do not name who holds the seat",
    "wrong_template": "no template of the campaign is written for this office",
    "already_written": "written before in this campaign",
    "rule": "a rule stops the letter",
}
#: What to do about them, said once under the heading.
REMEDIES = {
    "no_name": "Once you know it: advocate supporters edit ID --name NAME",
    "no_consent": 'Ask them, then: advocate supporters edit ID --opt-in any --source "telephone call"',
    "no_address": "Ask them, then: advocate supporters edit ID --address ADDRESS",
    "not_placed": "Correct the address (advocate supporters edit), or ask the Census: advocate supporters locate --census",
    "near_line": "Find out which district is theirs, then for each: advocate write ADDRESS --district ID",
    "wrong_template": "Add one: advocate campaign edit NAME --template NAMES",
}
_OFFICES = {"state_house": "House", "state_senate": "Senate", "school_board": "school board"}
#: These are no holes: nothing is left to do about them.
SETTLED = ("already_written", "opted_out")


@dataclass(frozen=True, slots=True)
class Unreached:
    """A supporter, or a supporter's seat (`to` says whose), that gets no letter; `code` is one of REASONS."""

    code: str
    person: Person
    reason: str
    to: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "code": self.code, "supporter_id": self.person.id, "supporter": self.person.name, "to": self.to,
            "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A supporter and the letters that would be made for them."""

    person: Person
    plan: Plan

    @property
    def by_post(self) -> tuple[Official, ...]:
        """The officials for whom our data have no e-mail."""
        return tuple(official for official, _ in self.plan.chosen if not official.email.strip())


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would make: for whom, and who is not reached and why. `asked` is how many were looked at."""

    campaign: Campaign
    writers: tuple[ToWrite, ...]
    unreached: tuple[Unreached, ...]
    asked: int

    @property
    def letters(self) -> int:
        """How many letters would be made."""
        return sum(len(each.plan.chosen) for each in self.writers)

    def to_dict(self) -> dict[str, Any]:
        """Return it as `advocate campaign run --json` has it."""
        return {
            "campaign": self.campaign.name,
            "supporters_asked_for": self.asked,
            "supporters": len(self.writers),
            "letters": self.letters,
            "planned": [
                {"supporter_id": each.person.id, "supporter": each.person.name,
                 "to": [official.to_dict() for official, _ in each.plan.chosen]}
                for each in self.writers
            ],
            "unreached": [each.to_dict() for each in self.unreached],
        }  # fmt: skip


def plan_run(
    log: Log, campaign: Campaign, people: Iterable[Person], *, today: date, tell: Callable[[int], None] | None = None
) -> RunPlan:  # fmt: skip
    """Find out, for each person, who would get a letter of the campaign. Nothing leaves this computer.

    `tell` hears after each person how many were looked at. Raises UnknownTemplate, WrongChoice.
    """
    from advocate.writing.recipients import DEFAULT_OFFICES

    offices = campaign.offices or DEFAULT_OFFICES
    template = ",".join(campaign.templates)
    writers: list[ToWrite] = []
    unreached: list[Unreached] = []
    asked = 0
    for asked, person in enumerate(people, start=1):
        plan, why = _plan_one(log, campaign, person, offices, template, today)
        unreached += why
        if plan is not None and plan.chosen:
            writers.append(ToWrite(person, plan))
        if tell is not None:
            tell(asked)
    return RunPlan(campaign, tuple(writers), tuple(unreached), asked)


def _plan_one(
    log: Log, campaign: Campaign, person: Person, offices: Sequence[str], template: str, today: date
) -> tuple[Plan | None, list[Unreached]]:
    from advocate.writing.planning import plan_letters
    from legislators.errors import AmbiguousAddress, BadAddress, NotInMinnesota

    not_this = _not_this(person)
    if not_this is not None:
        return None, [not_this]
    plan_for = partial(
        plan_letters, person.address, point=_point(log, person), to=offices, template=template, offline=True, today=today
    )  # fmt: skip
    try:
        plan = plan_for()
        if plan.in_doubt:
            plan = _as_settled(log, person, plan, plan_for)
    except (AmbiguousAddress, BadAddress, NotInMinnesota) as error:
        return None, [Unreached("not_placed", person, f"{error}")]
    unreached = list(_skipped(person, plan))
    written = _written_to(log, campaign, person)
    fresh = tuple(each for each in plan.chosen if each[0].id not in written)
    unreached += [
        Unreached("already_written", person, "", _named(official))
        for official, _ in plan.chosen
        if official.id in written
    ]
    return replace(plan, chosen=fresh), unreached


def _as_settled(log: Log, person: Person, plan: Plan, plan_for: Callable[..., Plan]) -> Plan:
    """Return the plan by the districts that a person settled on record (`advocate write --district`), if any did."""
    from advocate.errors import WrongChoice
    from advocate.store.placements import read_placings

    placing = read_placings(log.database, [person.address_id]).get(person.address_id)
    if placing is None or not placing.certain:
        return plan
    try:
        return plan_for(
            district=placing.state_house or placing.state_senate, school_district=placing.school_district
        )
    except WrongChoice:  # Lines were drawn anew since: it is none of those possible now.
        return plan


def _not_this(person: Person) -> Unreached | None:
    """Return why this person is left out before anything is looked up, or None."""
    from advocate.store.consents import in_words, is_opted_out

    if is_opted_out(person.opted_out, "email"):
        return Unreached("opted_out", person, f"They said no to {in_words(person.opted_out)}.")
    if not person.has_a_name:
        return Unreached("no_name", person, "")
    if not person.consented:
        return Unreached("no_consent", person, "")
    if not person.address.strip():
        return Unreached("no_address", person, "")
    return None


def _point(log: Log, person: Person) -> tuple[float, float] | None:
    """Return the point of an address that our own streets do not hold, but that is known from elsewhere."""
    from advocate.store.placements import read_placings

    placing = read_placings(log.database, [person.address_id]).get(person.address_id)
    if (
        placing is None
        or placing.method not in ("census", "point")
        or placing.lat is None
        or placing.lon is None
    ):
        return None
    return placing.lat, placing.lon


def _written_to(log: Log, campaign: Campaign, person: Person) -> set[str]:
    """Return to whom this person has a letter; a draft whose files are gone is to be made again."""
    from advocate.store.approvals import letters_in_campaign
    from advocate.store.people import rows_of

    letters = letters_in_campaign(log.database, campaign.id, rows_of(log.database, person.id))
    return {key for key, files, waits in letters if not waits or any(Path(file).exists() for file in files)}


def _skipped(person: Person, plan: Plan) -> Iterator[Unreached]:
    """Yield who gets no letter from this person: one for all the districts that are not sure, one a seat else."""
    from advocate.supporters.found_places import placing_of
    from advocate.writing.recipients import DISTRICT_KINDS

    unsure = [each for each in plan.skipped if each.in_doubt]
    if unsure:
        kinds = {DISTRICT_KINDS.get(each.kind) for each in unsure}
        doubts = placing_of(None, [each for each in plan.districts if each.kind in kinds]).problem
        placed = plan.place is not None and plan.place.lat is not None
        to = ", ".join(_OFFICES.get(each.kind, each.kind) for each in unsure)
        yield Unreached("near_line" if placed else "not_placed", person, doubts, to)
    for each in plan.skipped:
        if not each.in_doubt:
            yield Unreached(_code(each), person, each.reason, _seat(each))


def _code(skipped: Skipped) -> str:
    if skipped.official is None:
        return "not_in_data"
    if skipped.official.status == "vacant":
        return "vacant"
    return "wrong_template" if skipped.official.status == "sitting" else "not_in_data"


def _seat(skipped: Skipped) -> str:
    if skipped.official is not None and skipped.official.name:
        return _named(skipped.official)
    return f"{_OFFICES.get(skipped.kind, skipped.kind)} {skipped.district}".strip()


def _named(official: Official) -> str:
    return f"{official.title} {official.name} ({official.district})".replace(" ()", "").strip()
