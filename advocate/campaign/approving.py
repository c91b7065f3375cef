"""Which letters wait for their supporter's yes, and may this yes be put on record? Nothing is guessed or sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError, WrongChoice
from advocate.writing.messages import CannotSend, read_words

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.store.approvals import Approval
    from advocate.store.contacts import Contact
    from advocate.store.log import Log
    from advocate.writing.linting import Measured
    from advocate.writing.messages import Words
    from letters.engine import Template

#: How a letter that was made for its supporter stands towards going out, and what each word means.
STATES = {
    "approved": "their yes to exactly these words is on record",
    "not asked": "they have not said yes or no",
    "changed since": "it was changed after their yes, so they are to be asked again",
    "other name": "their name or e-mail was changed after their yes, so they are to be asked again",
    "opted out": "they said no to being reached at all after their yes, so they are to be asked again",
    "said no": "they said no",
    "not finished": "something is still to be filled in, or a rule stops it",
    "gone": "its file is gone, or cannot be read",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that was made for its supporter: its words as they are now, how it stands, and why not.

    `words` is None where the file cannot be read. `last` is what the supporter said last; `measured` what
    the rules find in one that is not approved.
    """

    contact: Contact
    state: str
    words: Words | None = None
    last: Approval | None = None
    reason: str = ""
    measured: Measured | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "id": self.contact.id, "supporter_id": self.contact.supporter_id, "supporter": self.contact.supporter,
            "official": self.contact.official.name, "state": self.state, "reason": self.reason,
            "file": str(self.words.file) if self.words else "", "last": self.last.to_dict() if self.last else None,
        }  # fmt: skip


class CannotApprove(AdvocateError):
    """A yes that cannot be put on record; the message says why, and what to do."""

    wrong_usage = True


def waiting_letters(
    log: Log, ids: Sequence[str], templates: Path | None, *, closely: bool = True
) -> tuple[Waiting, ...]:
    """Return how each of these letters (whole ids) stands, in order; not `closely`, no page is rendered."""
    from advocate.writing.linting import known_templates

    known = known_templates(templates)
    return tuple(look_at(log, log.contact(id_), known, closely=closely) for id_ in ids)


def look_at(log: Log, contact: Contact, known: Mapping[str, Template], *, closely: bool = True) -> Waiting:
    """Return how one letter stands: its words are read from its file as that is now."""
    from advocate.campaign.filling import OPENING
    from advocate.store.approvals import last_word, why_no_yes
    from advocate.writing.linting import measure_file
    from letters.errors import LettersError

    last = last_word(log.database, contact.id)
    try:
        words = read_words(contact.subject, contact.files)
    except CannotSend as error:
        return Waiting(contact, "gone", last=last, reason=str(error))
    why = why_no_yes(log.database, contact.id, words.content_hash)
    if not why:
        return Waiting(contact, "approved", words, last)
    if not closely and why != "said no" and OPENING in words.body:
        return Waiting(
            contact, "not finished", words, last, "Something in square brackets is still to be filled in."
        )
    try:
        measured = measure_file(
            words.file, known, template=contact.template, measure_page=closely,
            earlier=log.others_letters(log.supporter_of(contact.id)) if closely else None,
        )  # fmt: skip
    except (AdvocateError, LettersError) as error:
        return Waiting(contact, "gone", words, last, str(error))
    stops = [found for found in measured.findings if found.severity == "stop"]
    if stops and why != "said no":
        reason = " ".join(f"{found.rule}: {found.what} ({found.where}) {found.remedy}" for found in stops)
        return Waiting(contact, "not finished", words, last, reason, measured)
    return Waiting(contact, why, words, last, "", measured)


def approved_letters(log: Log, campaign_id: str) -> tuple[list[str], int]:
    """Return the ids of a campaign's letters that have a yes on record and have not gone, and how many have none."""
    from advocate.store.approvals import last_word, letters_made_for

    made = letters_made_for(log.database, campaign_id)
    said = {id_: last_word(log.database, id_) for id_ in made}
    approved = [id_ for id_, last in said.items() if last is not None and last.given]
    return approved, len(made) - len(approved)


def check_approvable(log: Log, waiting: Sequence[Waiting], on: date, today: date, given: bool) -> None:
    """Raise CannotApprove where a yes (or, not `given`, a no) to one of these letters could not be.

    A yes is to words that are there and fit to go, by a supporter, after the letter was written.
    """
    from advocate.store.approvals import needs_yes

    if on > today:
        raise CannotApprove(f"--on {on} is in the future; only what was said is put on record.")
    for each in waiting:
        name = each.contact.short_id
        if not needs_yes(log.database, each.contact.id):
            raise CannotApprove(
                f"{name} was written by {each.contact.supporter} themself, not by a run: their yes is asked when it is "
                f"sent. advocate send {name}"
            )
        if each.contact.standing not in ("drafted", "handed_over"):
            raise CannotApprove(
                f"{name} is {each.contact.standing} already, since {each.contact.standing_since}."
            )
        written = datetime.fromisoformat(each.contact.created_at).astimezone().date()
        if on < written:
            raise CannotApprove(f"--on {on} is before {name} was written, on {written}.")
        unfit = each.measured is not None and any(f.severity == "stop" for f in each.measured.findings)
        if given and (each.words is None or unfit):
            raise CannotApprove(f"Nobody can say yes to {name} as it is. {each.reason}")


def keep_approvals(
    log: Log, waiting: Sequence[Waiting], *, on: date, how: str, who: str, given: bool
) -> tuple[str, ...]:
    """Put a supporter's yes (or no) to exactly these words on record; return the ids. All or none.

    The words are read once more: what was changed while the person was asked is not approved.
    Raises CannotApprove.
    """
    from advocate.store.approvals import NewApproval, add_approval, keep_measured
    from advocate.store.facts import rebuild_facts

    if not how.strip():
        raise WrongChoice(
            'How did they say so? Add it, such as: --how "in person", --how "e-mail of 2027-02-01".'
        )
    kept = []
    with log.writing():
        for each in waiting:
            if given and read_words(each.contact.subject, each.contact.files) != each.words:
                raise CannotApprove(f"{each.contact.short_id} was changed just now. Show it to them again.")
            words = each.words.content_hash if each.words else ""
            if given and each.measured is not None:
                rules = " ".join(dict.fromkeys(found.rule for found in each.measured.findings))
                keep_measured(log.database, each.contact.id, rules, each.measured.own_words)
                if each.measured.signature is not None:
                    log.keep_signature(each.contact.id, each.measured.signature)
            kept.append(
                add_approval(
                    log.database,
                    NewApproval(each.contact.id, words, each.contact.supporter, on.isoformat(), how.strip(), who, given),
                    log.clock,
                )
            )  # fmt: skip
        # The words are the supporter's own from here on, and the reports count them as they are now.
        rebuild_facts(log.database, [each.contact.id for each in waiting])
    return tuple(kept)
