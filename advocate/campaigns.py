"""From one address to a logged letter for each official: the only place that joins the whole chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.planning import Plan, plan_letters
from advocate.recipients import DEFAULT_OFFICES, Skipped

if TYPE_CHECKING:
    from advocate.delivery import PlannedPiece
    from advocate.store.contacts import NewContact
    from advocate.store.log import Log
    from legislators.officials import Official
    from legislators.places import Notice
    from letters.engine import Letter
    from letters.people import Sender

#: How a missing word is given on the command line.
_WAYS = {"story": "--story FILE", "sender.name": "--name NAME", "ask": "--ask TEXT"}


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter with its files and its contact in the log ("" in a dry run); not new if it was there already."""

    official: Official
    letter: Letter
    files: tuple[Path, ...]
    contact_id: str
    is_new: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the letter as `advocate write --json` has it."""
        return {
            "id": self.contact_id,
            "is_new": self.is_new,
            "official": self.official.to_dict(),
            "template": self.letter.template,
            "subject": self.letter.subject,
            "files": [str(file) for file in self.files],
            "figures": [figure.to_dict() for figure in self.letter.figures],
        }


@dataclass(frozen=True, slots=True)
class WrittenLetters:
    """What was written, to whom, where it lies, who got none and why. `log` is None in a dry run."""

    plan: Plan
    letters: tuple[WrittenLetter, ...]
    outbox: Path
    log: Path | None
    campaign: str

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Who got no letter, and why."""
        return self.plan.skipped

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What a person should know before sending."""
        return self.plan.warnings

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `advocate write --json`."""
        return {
            "query": self.plan.query,
            "as_of": self.plan.as_of.isoformat(),
            "written_on": self.plan.today.isoformat(),
            "place": self.plan.place.to_dict() if self.plan.place else None,
            "campaign": self.campaign,
            "outbox": str(self.outbox),
            "log": str(self.log) if self.log else None,
            "letters": [letter.to_dict() for letter in self.letters],
            "skipped": [
                {"kind": s.kind, "district": s.district, "seat": s.official.seat if s.official else "",
                 "reason": s.reason, "in_doubt": s.in_doubt}
                for s in self.skipped
            ],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }  # fmt: skip


def write_letters(
    address: str,
    *,
    name: str,
    story: str,
    template: str = "",
    to: Sequence[str] = DEFAULT_OFFICES,
    offline: bool = False,
    on: date | None = None,
    out: Path | str | None = None,
    phone: str = "",
    email: str = "",
    ask: str = "",
    district: str = "",
    school_district: str = "",
    campaign: str = "",
    words: Mapping[str, str] | None = None,
    log: Log | None = None,
    dry_run: bool = False,
    today: date | None = None,
) -> WrittenLetters:
    """Write a letter to each chosen official of an address, as files, and log it as drafted.

    `to` chooses among house, senate, board, governor. Without `template` each office gets its own.
    `words` are other words a template takes. `on` is the day on which officials must sit, `today`
    the day on the letters. Without `log` the log of the settings is used. All letters are written
    and logged, or none. Raises LegislatorsError, LettersError, AdvocateError.
    """
    plan = plan_letters(
        address, to=to, template=template, offline=offline, on=on, district=district,
        school_district=school_district, today=today,
    )  # fmt: skip
    given = {**(words or {}), "story": story, "ask": ask}
    drafts = draft_letters(plan, sender_of(plan, name, phone, email), given)
    return keep_letters(plan, drafts, out=out, campaign=campaign, log=log, dry_run=dry_run)


def sender_of(plan: Plan, name: str, phone: str = "", email: str = "") -> Sender:
    """Return the supporter as the letters sign them."""
    from letters.people import Sender

    home = plan.home
    return Sender(" ".join(name.split()), home.lines, phone.strip(), email.strip(), home.town, home.zip_code)


def missing_words(plan: Plan, sender: Sender, words: Mapping[str, str]) -> dict[str, str]:
    """Return what the plan's templates still need, each with the question to ask for it."""
    from letters.engine import missing_needs

    missing: dict[str, str] = {}
    for official, template in plan.chosen:
        context = _context(plan, official, sender, words)
        missing = {n: template.prompt_for(n) for n in missing_needs(template, context)} | missing
    return missing


def draft_letters(
    plan: Plan, sender: Sender, words: Mapping[str, str]
) -> tuple[tuple[Official, Letter], ...]:
    """Render every letter of the plan. Raises MissingNeeds, with all that is missing, WrongChoice."""
    from letters.engine import render_letter
    from letters.errors import MissingNeeds

    _check_words(plan, words)
    missing = missing_words(plan, sender, words)
    if missing:
        lines = "".join(f"\n  {_WAYS.get(n, f'--set {n}=TEXT')}: {prompt}" for n, prompt in missing.items())
        raise MissingNeeds(f"The letters still need some words, so nothing was written:{lines}", missing)
    return tuple(
        (official, render_letter(template, _context(plan, official, sender, words)))
        for official, template in plan.chosen
    )


def keep_letters(
    plan: Plan,
    drafts: Sequence[tuple[Official, Letter]],
    *,
    out: Path | str | None = None,
    campaign: str = "",
    log: Log | None = None,
    dry_run: bool = False,
) -> WrittenLetters:
    """Write the drafts' files and log them, all or none; a letter logged before keeps its place."""
    from advocate.config import load_settings
    from advocate.delivery import check_folder, placed, plan_files
    from advocate.store import open_log

    folder = load_settings(outbox=out).outbox
    check_folder(folder)
    contacts = [_contact(plan, official, letter, campaign) for official, letter in drafts]
    pieces = [_piece(plan, number, o, letter) for number, (o, letter) in enumerate(drafts, start=1)]
    if dry_run or not drafts:
        planned = plan_files(folder, pieces)
        return _result(plan, drafts, [p.files for p in planned], [("", p.is_new) for p in planned], folder, None, campaign)  # fmt: skip
    with nullcontext(log) if log is not None else open_log() as book:
        kept_files = [_kept_files(book, contact, folder) for contact in contacts]
        planned = plan_files(folder, [p for p, kept in zip(pieces, kept_files, strict=True) if not kept])
        files = _woven(kept_files, planned)
        with placed(folder, planned), book.writing():
            kept = [
                book.add_contact(replace(contact, files=tuple(str(f) for f in lie)))
                for contact, lie in zip(contacts, files, strict=True)
            ]
        return _result(plan, drafts, files, [(k.id, k.is_new) for k in kept], folder, book.path, campaign)


def _check_words(plan: Plan, words: Mapping[str, str]) -> None:
    """Refuse a word that no template of the plan has a place for; it would be lost without a trace."""
    templates = {template.name: template for _, template in plan.chosen}.values()
    places = sorted({word for t in templates for word in (*t.needs, *t.defaults)})
    for name, value in words.items():
        if value.strip() and templates and name not in places:
            raise WrongChoice(
                f"These letters have no place for '{name}'. They take: {', '.join(places)}.", places
            )


def _context(plan: Plan, official: Official, sender: Sender, words: Mapping[str, str]) -> dict[str, Any]:
    from letters.people import Recipient

    recipient = Recipient(
        name=official.name,
        title=official.title,
        kind=official.kind,
        district=official.district,
        mail=official.mail,
        email=official.email,
        family_name=official.family_name,
    )
    given = {name: value for name, value in words.items() if value.strip()}
    return given | {
        "sender": sender,
        "recipient": recipient,
        "date": plan.today,
        "school_district": plan.school_district,
    }


def _contact(plan: Plan, official: Official, letter: Letter, campaign: str) -> NewContact:
    from advocate.store.contacts import NewContact
    from advocate.store.keys import letter_hash
    from advocate.store.officials import OfficialThen
    from advocate.store.supporters import Supporter

    sender, home = letter.sender, plan.home
    return NewContact(
        supporter=Supporter(
            sender.name, plan.query, home.form, home.town, home.zip_code, sender.email, sender.phone
        ),
        official=OfficialThen(
            official_key=official.id,
            name=official.name,
            title=official.title,
            kind=official.kind,
            district=official.district,
            seat=official.seat,
            party=official.party,
            email=official.email,
            term_ends=official.term_ends.isoformat() if official.term_ends else None,
            source=official.source,
            source_as_of=official.as_of.isoformat(),
            snapshot=plan.snapshot,
        ),
        template=letter.template,
        subject=letter.subject,
        # The date is not in it: the same words a day later are the same letter.
        letter_hash=letter_hash(letter.subject, f"{letter.salutation}\n\n{letter.body}\n\n{letter.closing}"),
        figures=tuple(figure.to_dict() for figure in letter.figures),
        campaign=campaign,
    )


def _piece(plan: Plan, number: int, official: Official, letter: Letter) -> Any:
    from advocate.delivery import Piece, file_stem
    from letters.formats.markdown import render_markdown
    from letters.formats.text import render_text
    from letters.salutations import family_name

    called = official.family_name or family_name(official.name) or official.name
    stem = file_stem(plan.today, number, official.kind, official.district, called)
    return Piece(stem, {".txt": render_text(letter), ".md": render_markdown(letter)})


def _kept_files(log: Log, contact: NewContact, folder: Path) -> tuple[Path, ...]:
    """Return the files of the same letter written before, where they still lie in this folder; else ()."""
    there = log.find_letter(contact)
    files = tuple(Path(file) for file in there.files) if there else ()
    return files if all(file.parent == folder and file.is_file() for file in files) else ()


def _woven(kept: Sequence[tuple[Path, ...]], planned: Sequence[PlannedPiece]) -> list[tuple[Path, ...]]:
    """Return each letter's files in order: those it has kept, else the next planned ones."""
    rest = iter(planned)
    return [files or next(rest).files for files in kept]


def _result(
    plan: Plan,
    drafts: Sequence[tuple[Official, Letter]],
    files: Sequence[tuple[Path, ...]],
    kept: Sequence[tuple[str, bool]],
    folder: Path,
    log: Path | None,
    campaign: str,
) -> WrittenLetters:
    letters = tuple(
        WrittenLetter(official, letter, lie, contact_id, is_new)
        for (official, letter), lie, (contact_id, is_new) in zip(drafts, files, kept, strict=True)
    )
    return WrittenLetters(plan, letters, folder, log, campaign)
