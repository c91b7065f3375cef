"""Who is each row, read in the order of the file, with what the rows above it made of the list?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from advocate.importing.decisions import (
    NEW,
    NOT_FROM_A_LIST,
    REPLACED,
    Person,
    Planned,
    confirm,
    consents,
    field_word,
    person_made_by,
    take_over,
)
from advocate.importing.entry import Entry
from advocate.importing.links import Candidates, Links
from advocate.importing.shared_no import (
    KEPT,
    SAME_NO,
    decide_nobody,
    decide_shared_no,
    decide_somebody,
    holder_of,
    is_bare_no,
    is_shared_no,
    kept_against,
    note_shared_no,
    told_with,
)
from advocate.matching.ladder import SAME_EMAIL_AND_NAME, Known, Match, find_person

NO_SOURCE = "consent, but not where it was given: add --consent-source, or a column 'consent source'"
ONLY_A_NAME = "a name and nothing to know the person by: an e-mail, a phone, an address or an id is needed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wrote into a plan file for one line: create, update (with whom) or skip."""

    decision: str
    supporter_id: str = ""


@dataclass(slots=True)
class Sequence:
    """The rows that are decided one after the other, and the people as they stand meanwhile.

    `load` returns people of the list by id, `read` entries of the file by line. `refused` says for an entry whether it is somebody whom
    no list may bring in. `chosen` are the lines for which a person has decided.
    """

    links: Links
    candidates: Candidates
    load: Callable[[Iterable[str]], Mapping[str, Person]]
    refused: Callable[[Entry], bool]
    read: Callable[[Iterable[int]], Iterable[Entry]]
    chosen: Mapping[int, Choice] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    whose: dict[int, str] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)
    kept: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    lines: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.uses.update(each for ids in self.candidates.values() for each in ids)
        self.uses.update(each.supporter_id for each in self.chosen.values() if each.supporter_id)
        # Whom several lines may mean is kept as changed, for lines that are looked at again.
        self.shared.update(each for each, count in self.uses.items() if count > 1)

    def may_change(self, line: int) -> bool:
        """True where what other lines do can change the decision on this one."""
        return line in self.links or not self.shared.isdisjoint(self.candidates.get(line, ()))

    def decide(self, entries: list[Entry], *, again: bool = False) -> Iterator[Planned]:
        """Yield a decision for each entry. `again`: for a second look, when lines below are known, too."""
        wanted = {each for entry in entries for each in self._ids_of(entry.line)}
        self.people |= self.load(each for each in sorted(wanted) if each not in self.people)
        for entry in entries:
            planned = self._decide_one(entry, again=again)
            self._follow(entry, planned)
            yield planned
            self._let_go(entry)

    def _ids_of(self, line: int) -> set[str]:
        chosen = self.chosen.get(line)
        ids = set(self.candidates.get(line, ()))
        if chosen is not None and chosen.supporter_id:
            ids.add(chosen.supporter_id)
        return ids

    def _decide_one(self, entry: Entry, *, again: bool) -> Planned:
        chosen = self.chosen.get(entry.line)
        if chosen is not None and chosen.decision == "skip":
            return Planned(entry.line, "skip", "left out, as the plan file says")
        stopped = unfit(entry)
        if stopped is not None:
            return Planned(entry.line, *stopped)
        if self.refused(entry):
            return Planned(entry.line, "needs_eyes", NOT_FROM_A_LIST)
        if chosen is not None:
            return self._as_chosen(entry, chosen, again=again)
        people = {
            each: self.people[each] for each in self._near(entry.line, again=again) if each in self.people
        }
        match = find(entry, people)
        if is_shared_no(entry, match):
            return decide_shared_no(entry, [people[each] for each in match.candidates])
        holder = holder_of(entry, people.values()) if match.kind == "tie" else None
        if holder is not None:
            return decide_somebody(entry, holder, SAME_NO)
        if match.kind == "tie" and is_bare_no(entry) and entry.email_key:
            return decide_nobody(entry, NEW)._replace(reason=f"{KEPT}. Is it theirs? {match.evidence}")
        if match.kind == "tie":
            return Planned(entry.line, "needs_eyes", match.evidence, "", (), match.candidates)
        if match.kind == "new":
            return decide_nobody(entry, NEW)
        person = people[match.supporter_id]
        against = kept_against(entry, person, people.values())
        if against:
            return Planned(entry.line, "needs_eyes", against, person.id)
        planned = decide_somebody(entry, person, match.evidence)
        return self._unless_another_line_knows(entry, person, planned)

    def _unless_another_line_knows(self, entry: Entry, person: Person, planned: Planned) -> Planned:
        """Ask a person where this line would replace what another line of the file has as the list has it.

        Else the lines would take turns, each time the file is imported.
        """
        replaced = [each.field for each in planned.changes if each.old and each.field in REPLACED]
        if not replaced:
            return planned
        others = set(self.links.get(entry.line, ())) | self._lines_of(person.id)
        for other in self.read(sorted(others - {entry.line})):
            for name in replaced:
                if says_as_on_list(other, person, name):
                    why = f"line {other.line} of this file has the {field_word(name)} that is on the list, this line another"
                    return Planned(entry.line, "needs_eyes", why, person.id)
        return planned

    def _lines_of(self, person_id: str) -> set[int]:
        """Return the lines that may mean a person of the list, where there are several."""
        if person_id not in self.shared:
            return set()
        if not self.lines:
            for line, ids in self.candidates.items():
                for each in ids & self.shared:
                    self.lines.setdefault(each, set()).add(line)
        return self.lines.get(person_id, set())

    def _near(self, line: int, *, again: bool) -> set[str]:
        """Return who it could be: of the list, and who the lines that share a key turned out to be."""
        near = set(self.candidates.get(line, ()))
        for other in self.links.get(line, ()):
            if (again or other < line) and other in self.whose:
                near.add(self.whose[other])
        return near

    def _as_chosen(self, entry: Entry, chosen: Choice, *, again: bool) -> Planned:
        reason = "as the plan file says"
        theirs = (entry.external_system, entry.external_id)
        for each in sorted(self._near(entry.line, again=again) - {chosen.supporter_id}):
            if entry.external_id and each in self.people and theirs in self.people[each].external_ids:
                why = f"the id {':'.join(theirs)} is another supporter's; two cannot have it"
                return Planned(entry.line, "needs_eyes", why, "", (), (each,))
        if chosen.decision == "create":
            return decide_nobody(entry, reason)
        person = self.people.get(chosen.supporter_id)
        if person is None:
            return Planned(
                entry.line, "needs_eyes", "the supporter that the plan file names is not on the list"
            )
        return decide_somebody(entry, person, reason, settled=True)

    def _follow(self, entry: Entry, planned: Planned) -> None:
        """Bring the people up to what was decided, where another line may meet them."""
        person_id = planned.supporter_id
        linked = entry.line in self.links
        if planned.decision == "update" and planned.candidates:
            note_shared_no(entry, [self.people[each] for each in planned.candidates])
            self.kept.update(planned.candidates)
            return
        if planned.decision not in ("create", "update", "unchanged") or not (
            linked or person_id in self.shared
        ):
            return
        if planned.decision == "create":
            self.people[person_id] = person_made_by(told_with(entry))
        elif planned.decision == "update":
            take_over(self.people[person_id], told_with(entry, self.people[person_id]))
        else:
            confirm(self.people[person_id], entry)
        self.kept.add(person_id)
        if linked:
            self.whose[entry.line] = person_id

    def _let_go(self, entry: Entry) -> None:
        """Forget people whom no other line can be; a million need not be held."""
        for each in self._ids_of(entry.line):
            self.uses[each] -= 1
            if self.uses[each] <= 0 and each not in self.kept:
                self.people.pop(each, None)


def unfit(entry: Entry) -> tuple[str, str] | None:
    """Return (decision, reason) where the row itself stands in the way, whoever it is."""
    if entry.rejected:
        return "rejected", entry.rejected
    if entry.problems:
        return "needs_eyes", "; ".join(entry.problems)
    if not (
        entry.email_key or entry.phone_key or entry.external_id or (entry.address_key and entry.names_house)
    ):
        return "needs_eyes", ONLY_A_NAME
    if any(not said.source for said in consents(entry)):
        return "needs_eyes", NO_SOURCE
    return None


def says_as_on_list(entry: Entry, person: Person, name: str) -> bool:
    """True where a row has the person's own e-mail, phone, role or language."""
    if name == "email":
        return bool(entry.email_key) and entry.email_key == person.email_key
    if name == "phone" and entry.phone_key:
        return entry.phone_key == person.phone_key
    return bool(getattr(entry, name)) and getattr(entry, name) == person.values[name]


def find(entry: Entry, people: Mapping[str, Person]) -> Match:
    """Climb the ladder; rows that were merged into a person speak for that person."""
    if not people:
        return Match("new")
    if len(people) == 1 and entry.email_key and not entry.external_id:
        # The ladder's own short cut, for most rows of most lists.
        (person,) = people.values()
        if not person.also and (person.email_key, person.name_key) == (entry.email_key, entry.name_key):
            return Match("same", person.id, "email", SAME_EMAIL_AND_NAME)
    if not entry.names_house:
        # A town or a ZIP code alone is no sign of a person.
        entry = entry._replace(address_key="")
    return find_person(entry, [each for person in people.values() for each in _known(person)])


def _known(person: Person) -> Iterator[Known]:
    addresses, ids = tuple(person.address_keys), tuple(person.external_ids)
    yield Known(person.id, person.name_key, person.email_key, person.phone_key, addresses, ids)
    for name, email, phone in person.also:
        yield Known(person.id, name, email, phone, addresses, ids)
