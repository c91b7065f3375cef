"""A campaign for many supporters: the drafts, each supporter's in a folder of their own, waiting for their yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.campaign.run_planning import RunPlan, ToWrite, Unreached
from advocate.errors import AdvocateError, StoreError
from advocate.writing.forms import DEFAULT_FORMATS

if TYPE_CHECKING:
    from advocate.store.log import Log
    from advocate.writing.planning import Plan
    from advocate.writing.written import WrittenLetters
    from legislators.officials import Official
    from letters.engine import Letter
    from letters.lint import Finding
    from letters.people import Sender


@dataclass(frozen=True, slots=True)
class Drafted:
    """A supporter's drafts that were made, where they lie, and what is left for the supporter to fill in."""

    writer: ToWrite
    written: WrittenLetters
    to_fill_in: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as `advocate campaign run --json` has it."""
        return {
            "supporter_id": self.writer.person.id,
            "supporter": self.writer.person.name,
            "folder": str(self.written.outbox),
            "to_fill_in": list(self.to_fill_in),
            "letters": [letter.to_dict() for letter in self.written.letters],
        }


def draft_run(
    log: Log, plan: RunPlan, outbox: Path, *, words: Mapping[str, str], formats: Sequence[str] = DEFAULT_FORMATS
) -> Iterator[Drafted | Unreached]:  # fmt: skip
    """Make the drafts of a plan, one supporter after the other; each one's are whole or not there at all.

    `words` are the same for all ("story", "topic", ...). What a template still needs is left in the
    draft in square brackets, for the supporter to fill in; rule L7 keeps it from going until then.
    A draft that another rule stops is not made. Raises StoreError where another run is at work.
    """
    folder = run_folder(outbox, plan.campaign.name)
    with only_runner(log.path):
        clear_up_run(log, folder)
        for writer in plan.writers:
            yield _draft_one(log, plan, writer, folder, words, formats)


def run_folder(outbox: Path, campaign: str) -> Path:
    """Return where the drafts of a campaign lie, a folder for each supporter in it."""
    from advocate.whole_file import plain_word

    return outbox / (plain_word(campaign) or "campaign")


def clear_up_run(log: Log, folder: Path) -> tuple[Path, ...]:
    """Take away what a run that was killed left half done; return which files went."""
    from advocate.campaign.run_journal import NAME, clear_up
    from advocate.store.approvals import is_a_letters_file

    return clear_up(folder / NAME, lambda file: is_a_letters_file(log.database, file))


@contextmanager
def only_runner(log: Path) -> Iterator[None]:
    """Be the only run on this log; the system lets go of it even if the program is killed. Raises StoreError."""
    from legislators.files import hold_lock

    with hold_lock(log.with_name(f"{log.name}-running")) as ours:
        if not ours:
            raise StoreError(
                f"Another `advocate campaign run` is at work with the log '{log}'. Wait until it is done."
            )
        yield


def _draft_one(
    log: Log, run: RunPlan, writer: ToWrite, folder: Path, words: Mapping[str, str], formats: Sequence[str]
) -> Drafted | Unreached:
    from advocate.campaign.run_journal import NAME, placing
    from advocate.whole_file import plain_word
    from advocate.writing.chain import sender_of
    from advocate.writing.keeping import MadeFor, keep_letters
    from letters.errors import LettersError

    person, plan = writer.person, writer.plan
    sender = sender_of(plan, person.name, person.phone, person.email)
    try:
        drafts, blanks = _drafts(run, plan, sender, words)
    except (LettersError, AdvocateError) as error:
        return Unreached("rule", person, f"{error}")
    found = _look_at(log, plan, drafts, sender, words.get("story", ""))
    why = _stopped(found, bool(blanks))
    if why:
        return Unreached("rule", person, why)
    own = folder / f"{plain_word(person.name) or 'supporter'}_{person.short_id}"
    made_for = MadeFor(person.id, placing(folder / NAME), unfinished=bool(blanks))
    written = keep_letters(
        plan, drafts, found=() if blanks else found, formats=formats, story=words.get("story", ""), out=own,
        campaign=run.campaign.name, log=log, made_for=made_for,
    )  # fmt: skip
    return Drafted(writer, written, tuple(blanks))


def _drafts(
    run: RunPlan, plan: Plan, sender: Sender, words: Mapping[str, str]
) -> tuple[list[tuple[Official, Letter]], dict[str, str]]:
    """Render the letters of one supporter, and return what is left in them to fill in (word -> the place).

    Each template asks in its own words, so each is rendered by itself. Raises WrongChoice for a word
    that none of them takes.
    """
    from advocate.campaign.filling import place_for
    from advocate.writing.chain import check_words, draft_letters, missing_words, places_of, words_for

    check_words(plan, words)
    drafts: dict[str, tuple[Official, Letter]] = {}
    blanks: dict[str, str] = {}
    for name in dict.fromkeys(template.name for _, template in plan.chosen):
        part = replace(plan, chosen=tuple(each for each in plan.chosen if each[1].name == name))
        places = places_of(part)
        given = words_for(part, run.campaign, {word: text for word, text in words.items() if word in places})
        asked = {
            word: place_for(question)
            for word, question in missing_words(part, sender, given).items()
            if "." not in word
        }
        blanks |= asked
        drafts |= {each[0].id: each for each in draft_letters(part, sender, {**given, **asked})}
    return [drafts[official.id] for official, _ in plan.chosen], blanks


def _look_at(
    log: Log, plan: Plan, drafts: Sequence[tuple[Official, Letter]], sender: Sender, story: str
) -> tuple[tuple[Finding, ...], ...]:
    from advocate.writing.keeping import supporter_of
    from advocate.writing.linting import lint_draft

    earlier = log.others_letters(supporter_of(plan, sender)) if story.strip() else None
    templates = [template for _, template in plan.chosen]
    return tuple(
        lint_draft(letter, story=story, template=template, earlier=earlier)
        for (_, letter), template in zip(drafts, templates, strict=True)
    )


def _stopped(found: Sequence[tuple[Finding, ...]], unfinished: bool) -> str:
    """Return which rules stop the letters; what is still to be filled in stops nothing yet."""
    stops = {
        each for findings in found for each in findings if each.severity == "stop" and not (unfinished and each.rule == "L7")
    }  # fmt: skip
    return " ".join(
        f"{each.rule}: {each.what} ({each.where}) {each.remedy}" for each in sorted(stops, key=str)
    )
