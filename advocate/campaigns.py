"""From one address to a logged letter for each official: the only place that joins the whole chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.forms import DEFAULT_FORMATS
from advocate.planning import Plan, plan_letters
from advocate.recipients import DEFAULT_OFFICES, Skipped

if TYPE_CHECKING:
    from advocate.delivery import Piece
    from advocate.store.contacts import NewContact
    from advocate.store.log import Log
    from advocate.store.supporters import Supporter
    from legislators.officials import Official
    from legislators.places import Notice
    from letters.engine import Letter
    from letters.lint import Finding
    from letters.people import Sender

#: How a missing word is given on the command line.
_WAYS = {"story": "--story FILE", "sender.name": "--name NAME", "ask": "--ask TEXT"}


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter with its files and its contact in the log ("" in a dry run); not new if it was there already.

    `findings` are what the rules L1 to L18 warn of, `problems` the forms that could not be made of it.
    """

    official: Official
    letter: Letter
    files: tuple[Path, ...]
    contact_id: str
    is_new: bool
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()

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
            "findings": [finding.to_dict() for finding in self.findings],
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class WrittenLetters:
    """What was written, to whom, where it lies, who got none and why. `log` is None in a dry run.

    `facts` are the files from which an aide can check every number in the letters.
    """

    plan: Plan
    letters: tuple[WrittenLetter, ...]
    outbox: Path
    log: Path | None
    campaign: str
    facts: tuple[Path, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What the law says of such letters, in sentences; () where nothing applies."""
        from advocate.school_mail import is_school_mail
        from letters.notices import in_words, notices_for

        kinds = [letter.official.kind for letter in self.letters]
        email = self.letters[0].letter.sender.email if self.letters else ""
        return in_words(notices_for(kinds, school_mail=bool(email) and is_school_mail(email)))

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
            "facts": [str(file) for file in self.facts],
            "letters": [letter.to_dict() for letter in self.letters],
            "skipped": [
                {"kind": s.kind, "district": s.district, "seat": s.official.seat if s.official else "",
                 "reason": s.reason, "in_doubt": s.in_doubt}
                for s in self.skipped
            ],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "notices": list(self.notices),
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
    formats: Sequence[str] = DEFAULT_FORMATS,
    strict: bool = False,
    log: Log | None = None,
    dry_run: bool = False,
    today: date | None = None,
) -> WrittenLetters:
    """Write a letter to each chosen official of an address, as files, and log it as drafted.

    `to` chooses among house, senate, board, governor. Without `template` each office gets its own.
    `words` are other words a template takes. `on` is the day on which officials must sit, `today`
    the day on the letters. `formats` are names of letters.formats.FORMATS. A letter that breaks a rule
    that stops (any rule, if `strict`) is not written. Without `log` the log of the settings is used. All
    letters are written and logged, or none. Raises LegislatorsError, LettersError, AdvocateError.
    """
    plan = plan_letters(
        address, to=to, template=template, offline=offline, on=on, district=district,
        school_district=school_district, today=today,
    )  # fmt: skip
    given = {**(words or {}), "story": story, "ask": ask}
    sender = sender_of(plan, name, phone, email)
    return write_plan(
        plan, sender, given, formats=formats, strict=strict, out=out, campaign=campaign, log=log, dry_run=dry_run
    )  # fmt: skip


def write_plan(
    plan: Plan,
    sender: Sender,
    words: Mapping[str, str],
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    strict: bool = False,
    out: Path | str | None = None,
    campaign: str = "",
    log: Log | None = None,
    db: Path | None = None,
    dry_run: bool = False,
) -> WrittenLetters:
    """Render, check and keep the letters of a plan, as `write_letters` does.

    Raises MissingNeeds, LettersStopped and the like before the first file, or the log, is made.
    """
    from advocate.checking import check_drafts
    from advocate.errors import NoLogYet
    from advocate.forms import read_formats
    from advocate.store import open_log

    chosen = read_formats(formats)
    drafts = draft_letters(plan, sender, words)
    story = words.get("story", "")
    with ExitStack() as stack:
        book = log
        if book is None and drafts and not dry_run:
            with suppress(NoLogYet):
                book = stack.enter_context(open_log(db, create=False))
        earlier = book.others_letters(_supporter(plan, sender)) if book is not None and drafts else None
        found = check_drafts(plan, drafts, story, earlier=earlier, strict=strict)
        return keep_letters(
            plan, drafts, found=found, formats=chosen, story=story, out=out, campaign=campaign, log=book, db=db,
            dry_run=dry_run,
        )  # fmt: skip


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
    found: Sequence[tuple[Finding, ...]] = (),
    formats: Sequence[str] = DEFAULT_FORMATS,
    story: str = "",
    out: Path | str | None = None,
    campaign: str = "",
    log: Log | None = None,
    db: Path | None = None,
    dry_run: bool = False,
) -> WrittenLetters:
    """Write the drafts' files and log them, all or none; a letter logged before keeps its place."""
    from advocate.checking import own_signature
    from advocate.config import load_settings
    from advocate.delivery import check_folder, placed, plan_files
    from advocate.store import open_log

    folder = load_settings(outbox=out).outbox
    check_folder(folder)
    contacts = [_contact(plan, official, letter, campaign) for official, letter in drafts]
    found = found or [()] * len(drafts)
    if dry_run or not drafts:
        made = [
            _made(plan, n, o, letter, formats, story, ()) for n, (o, letter) in enumerate(drafts, start=1)
        ]
        planned = plan_files(folder, [each.piece for each in made])
        letters = [
            WrittenLetter(official, letter, plan.files, "", plan.is_new, rules, each.problems)
            for (official, letter), plan, rules, each in zip(drafts, planned, found, made, strict=True)
        ]
        return WrittenLetters(plan, tuple(letters), folder, None, campaign)
    with nullcontext(log) if log is not None else open_log(db) as book:
        kept = [_kept_files(book, contact, folder) for contact in contacts]
        made = [
            _made(plan, n, official, letter, formats, story, files)
            for n, ((official, letter), files) in enumerate(zip(drafts, kept, strict=True), start=1)
        ]
        facts = _facts(plan, drafts) if not all(kept) else []
        planned = plan_files(folder, [*(each.piece for each in made), *facts])
        files = [(*old, *new.files) for old, new in zip(kept, planned, strict=False)]
        signature = own_signature(story)
        with placed(folder, planned), book.writing():
            logged = [
                book.add_contact(replace(contact, files=tuple(str(f) for f in lie)))
                for contact, lie in zip(contacts, files, strict=True)
            ]
            if signature is not None:
                book.keep_signature(logged[0].id, signature)
        letters = [
            WrittenLetter(official, letter, lie, log_.id, log_.is_new, rules, each.problems)
            for (official, letter), lie, log_, rules, each in zip(
                drafts, files, logged, found, made, strict=True
            )
        ]
        fact_files = tuple(file for each in planned[len(drafts) :] for file in each.files)
        return WrittenLetters(plan, tuple(letters), folder, book.path, campaign, fact_files)


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
    return {
        **given,
        "sender": sender,
        "recipient": recipient,
        "date": plan.today,
        "school_district": plan.school_district,
        **_served(official),
    }


def _served(official: Official) -> dict[str, Any]:
    """Return the school districts that a legislator serves, for the range across them; {} for others."""
    from legislators.overlay import LEGISLATIVE_KINDS, load_overlay
    from letters.ranges import Served

    if official.kind not in LEGISLATIVE_KINDS:
        return {}
    overlaps = load_overlay().school_districts(official.kind, official.district)
    return {
        "districts_served": tuple(
            Served(each.school_district, each.share_of_district, each.share_of_school_district)
            for each in overlaps
        ),
        "served_by": official.seat,
    }


def _supporter(plan: Plan, sender: Sender) -> Supporter:
    from advocate.store.supporters import Supporter

    home = plan.home
    return Supporter(sender.name, plan.query, home.form, home.town, home.zip_code, sender.email, sender.phone)


def _contact(plan: Plan, official: Official, letter: Letter, campaign: str) -> NewContact:
    from advocate.store.contacts import NewContact
    from advocate.store.keys import letter_hash
    from advocate.store.officials import OfficialThen

    return NewContact(
        supporter=_supporter(plan, letter.sender),
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


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter's new files, and the forms that could not be made."""

    piece: Piece
    problems: tuple[str, ...]


def _made(
    plan: Plan,
    number: int,
    official: Official,
    letter: Letter,
    formats: Sequence[str],
    story: str,
    kept: tuple[Path, ...],
) -> _Made:
    """Make the forms that do not lie there yet; what is there from before keeps its stem and is left as it is."""
    from advocate.delivery import Piece, file_stem
    from advocate.forms import endings_of, make_forms
    from letters.salutations import family_name

    called = official.family_name or family_name(official.name) or official.name
    stem = file_stem(plan.today, number, official.kind, official.district, called)
    if kept:
        stem = kept[0].name.partition(".")[0]
    there = {file.name[len(stem) :] for file in kept}
    wanted = [name for name, ending in zip(formats, endings_of(formats), strict=True) if ending not in there]
    forms = make_forms(letter, stem, wanted, story)
    return _Made(Piece(stem, forms.files), forms.problems)


def _facts(plan: Plan, drafts: Sequence[tuple[Official, Letter]]) -> list[Piece]:
    """Return the files from which an aide can check every number, named for the day."""
    from advocate.delivery import Piece
    from letters.formats.facts import fact_files

    files = fact_files([letter for _, letter in drafts], plan.today)
    names = {name: name.partition(".") for name in files}
    return [
        Piece(f"{plan.today.isoformat()}_{stem}", {f".{ending}": files[name]})
        for name, (stem, _, ending) in names.items()
    ]


def _kept_files(log: Log, contact: NewContact, folder: Path) -> tuple[Path, ...]:
    """Return the files of the same letter written before, where they still lie in this folder; else ()."""
    there = log.find_letter(contact)
    files = tuple(Path(file) for file in there.files) if there else ()
    return files if all(file.parent == folder and file.is_file() for file in files) else ()
