"""Where do a plan's letters lie, and in which log? Files and contacts, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.writing.forms import DEFAULT_FORMATS
from advocate.writing.written import WrittenLetter, WrittenLetters

if TYPE_CHECKING:
    from advocate.store.contacts import NewContact
    from advocate.store.log import Log
    from advocate.store.supporters import Supporter
    from advocate.writing.delivery import Piece, PlannedPiece
    from advocate.writing.planning import Plan
    from legislators.officials import Official
    from letters.engine import Letter
    from letters.lint import Finding
    from letters.people import Sender


@dataclass(frozen=True, slots=True)
class MadeFor:
    """Whom a run makes letters for (their id in the log), and what puts the files where they belong.

    `place` is `advocate.writing.delivery.placed`, or one that keeps a journal so that a killed run leaves no trace.
    `unfinished`: the supporter is still to fill something in, so nothing is measured yet.
    """

    supporter_id: str
    place: Callable[[Path, Sequence[PlannedPiece]], AbstractContextManager[None]]
    unfinished: bool = False


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
    made_for: MadeFor | None = None,
) -> WrittenLetters:
    """Write the drafts' files and log them, all or none; a letter logged before keeps its place.

    Letters that a run made for a supporter (`made_for`) wait in the log for their yes.
    """
    from advocate.config import load_settings
    from advocate.store import open_log
    from advocate.store.approvals import mark_needs_yes
    from advocate.writing.checking import own_signature
    from advocate.writing.delivery import check_folder, placed, plan_files

    folder = load_settings(outbox=out).outbox
    check_folder(folder)
    checked = bool(found)
    found = found or [()] * len(drafts)
    contacts = [
        replace(
            _contact(plan, official, letter, campaign, made_for.supporter_id if made_for else ""),
            findings=" ".join(dict.fromkeys(each.rule for each in rules)) if checked else None,
        )
        for (official, letter), rules in zip(drafts, found, strict=True)
    ]
    if made_for and made_for.unfinished:
        contacts = [replace(contact, own_words=None) for contact in contacts]
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
        with (made_for.place if made_for else placed)(folder, planned), book.writing():
            logged = [
                book.add_contact(replace(contact, files=tuple(str(f) for f in lie)))
                for contact, lie in zip(contacts, files, strict=True)
            ]
            for log_ in logged if made_for else ():
                if log_.is_new:
                    mark_needs_yes(book.database, log_.id)
            if signature is not None:
                book.keep_signature(logged[0].id, signature)
            _keep_place(book, plan, logged[0].id)
        letters = [
            WrittenLetter(official, letter, lie, log_.id, log_.is_new, rules, each.problems)
            for (official, letter), lie, log_, rules, each in zip(
                drafts, files, logged, found, made, strict=True
            )
        ]
        fact_files = tuple(file for each in planned[len(drafts) :] for file in each.files)
        return WrittenLetters(plan, tuple(letters), folder, book.path, campaign, fact_files)


def _keep_place(book: Log, plan: Plan, contact_id: str) -> None:
    """Keep the districts of the address, so that reports can count them without looking it up again."""
    from advocate.store.placements import keep_placement_of_contact
    from advocate.supporters.found_places import placing_of, snapshot_mark

    if plan.districts:
        placing = placing_of(plan.place, plan.districts)
        keep_placement_of_contact(book.database, contact_id, placing, snapshot_mark(), book.clock)


def supporter_of(plan: Plan, sender: Sender, supporter_id: str = "") -> Supporter:
    """Return the supporter as the log knows them."""
    from advocate.store.supporters import Supporter

    home = plan.home
    return Supporter(
        sender.name, plan.query, home.form, home.town, home.zip_code, sender.email, sender.phone, supporter_id
    )


def _contact(
    plan: Plan, official: Official, letter: Letter, campaign: str, supporter_id: str = ""
) -> NewContact:
    from advocate.officials.then import official_then
    from advocate.store.contacts import NewContact
    from advocate.store.keys import letter_hash

    return NewContact(
        supporter=supporter_of(plan, letter.sender, supporter_id),
        official=official_then(official, plan.snapshot),
        template=letter.template,
        subject=letter.subject,
        # The date is not in it: the same words a day later are the same letter.
        letter_hash=letter_hash(letter.subject, f"{letter.salutation}\n\n{letter.body}\n\n{letter.closing}"),
        figures=tuple(figure.to_dict() for figure in letter.figures),
        campaign=campaign,
        own_words=_own_words(plan, letter),
        writer_districts=_districts_of(plan),
    )


def _own_words(plan: Plan, letter: Letter) -> int | None:
    """Return how many per cent of the letter's words are in no template, None where its template is not the plan's."""
    from letters.lint.own_words import own_share

    template = next((each for _, each in plan.chosen if each.name == letter.template), None)
    return None if template is None else own_share(letter.body, template)


def _districts_of(plan: Plan) -> tuple[str, str, str, str]:
    """Return the writer's House, Senate and school district and Congress, "" where it is not certain."""
    ids = {district.kind: district.id for district in plan.districts if district.certain}
    house, senate, congress, schools = (
        ids.get(kind, "") for kind in ("state_house", "state_senate", "congress", "school_district")
    )
    return house, senate, congress, schools


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
    from advocate.writing.delivery import Piece, file_stem
    from advocate.writing.forms import endings_of, make_forms
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
    from advocate.writing.delivery import Piece
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
