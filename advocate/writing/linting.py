"""Is a letter fit to go, given the log, the school districts and the person's own templates?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError, NoLogYet, WrongChoice
from advocate.writing.school_mail import school_mail_domains

if TYPE_CHECKING:
    from advocate.store.contacts import Contact
    from advocate.store.log import Log
    from letters.engine import Letter, Template
    from letters.lint import Finding
    from letters.similarity import EarlierLetters, Signature

#: The forms of a letter that can be read back.
READABLE = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class Linted:
    """A letter that was looked at: the file or contact as it was named, and what was found."""

    name: str
    file: Path
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as `advocate lint --json` has it."""
        return {
            "name": self.name,
            "file": str(self.file),
            "findings": [found.to_dict() for found in self.findings],
        }


def lint_draft(
    letter: Letter,
    *,
    story: str = "",
    template: Template | None = None,
    earlier: EarlierLetters | None = None,
    measure_page: bool = True,
) -> tuple[Finding, ...]:
    """Return what the rules L1 to L18 find in a letter; the page is measured as it would be printed."""
    from letters.formats.pdf import page_count
    from letters.lint import lint_letter

    return lint_letter(
        letter,
        story=story,
        template=template,
        earlier=earlier,
        page_count=page_count if measure_page else None,
        school_domains=school_mail_domains(),
    )


def lint_named(
    names: Sequence[str], *, db: Path | None = None, templates: Path | None = None
) -> list[Linted]:
    """Look at letters named by file, or by the id of their contact in the log.

    Raises AdvocateError where one is neither a file nor an id, or its file cannot be read.
    """
    return [_lint_one(name, db, templates) for name in names]


def _lint_one(name: str, db: Path | None, templates: Path | None) -> Linted:
    path = Path(name)
    if path.is_file():
        return Linted(name, path, _lint_file(path, templates))
    if path.suffix or len(path.parts) > 1:
        raise WrongChoice(f"There is no file '{name}'. Name a letter's file, or the id of one in the log.")
    from advocate.store import open_log

    try:
        log = open_log(db, create=False)
    except NoLogYet as nothing:
        raise WrongChoice(f"There is no file '{name}', and no log to find an id in: {nothing}") from nothing
    with log:
        return _lint_contact(name, log, templates)


def _lint_contact(name: str, log: Log, templates: Path | None) -> Linted:
    contact = log.contact(name)
    supporter = log.supporter_of(contact.id)
    file = _file_of(contact)
    found = _lint_file(file, templates, contact.template, log.others_letters(supporter))
    return Linted(name, file, found)


def _file_of(contact: Contact) -> Path:
    """Return the newest form of a contact's letter that can be read back."""
    files = [Path(file) for file in contact.files]
    for suffix in READABLE:
        for file in files:
            if file.suffix == suffix and file.is_file():
                return file
    where = ", ".join(f"'{file}'" for file in files) or "none is on record"
    raise AdvocateError(
        f"The letter {contact.short_id} has no text or Markdown file where it was written ({where}). "
        "Write it again, or name the file where it lies now."
    )


def _lint_file(
    file: Path, templates: Path | None, template: str = "", earlier: EarlierLetters | None = None
) -> tuple[Finding, ...]:
    from letters.figures import load_figures
    from letters.library import list_templates
    from letters.lint.written import read_letter

    known = {each.name: each for each in list_templates(templates)}
    letter = read_letter(
        _text_of(file), load_figures(), known.values(), template if template in known else ""
    )
    return lint_draft(letter, template=known.get(letter.template), earlier=earlier)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the reports keep of a letter: what the rules found, how many per cent are its writer's, and its likeness.

    `own_words` is None where no template is known, `signature` where there is too little to tell.
    """

    findings: tuple[Finding, ...]
    own_words: int | None
    signature: Signature | None


def measure_file(
    file: Path,
    known: Mapping[str, Template],
    *,
    template: str = "",
    earlier: EarlierLetters | None = None,
    measure_page: bool = True,
) -> Measured:
    """Look at a letter as its file is now.

    `known` are the templates by name, `template` the letter's; `earlier` holds other supporters'
    letters (L15); without `measure_page` the page is not rendered (L5 counts lines).
    """
    from letters.figures import load_figures
    from letters.lint.own_words import own_paragraphs, own_share
    from letters.lint.view import read_paragraphs
    from letters.lint.written import read_letter
    from letters.similarity import sign

    letter = read_letter(
        _text_of(file), load_figures(), known.values(), template if template in known else ""
    )
    used = known.get(letter.template)
    findings = lint_draft(letter, template=used, earlier=earlier, measure_page=measure_page)
    own = own_paragraphs(read_paragraphs(letter.body), used)
    signature = sign(" ".join(paragraph.text for paragraph in own)) if used else None
    return Measured(findings, own_share(letter.body, used) if used else None, signature)


def known_templates(folder: Path | None) -> dict[str, Template]:
    """Return every template by its name, the person's own winning over bundled ones."""
    from letters.library import list_templates

    return {each.name: each for each in list_templates(folder)}


def _text_of(file: Path) -> str:
    if file.suffix.casefold() not in READABLE:
        raise WrongChoice(
            f"'{file}' is neither text nor Markdown. Lint the .md or .txt of the letter: its other forms say the same."
        )
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AdvocateError(f"'{file}' is not saved as UTF-8. Save it again as UTF-8 text.") from error
