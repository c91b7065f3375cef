"""Which person does each row of a list describe?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from operator import itemgetter

from advocate.importing.addresses import read_address
from advocate.importing.column_names import plain
from advocate.importing.columns import ColumnMap
from advocate.importing.entry import Entry
from advocate.importing.full_names import COUPLE, is_couple, split_name, without_title
from advocate.importing.permissions import Permissions, permission_fields
from advocate.importing.place_columns import address_line
from advocate.importing.records import Row
from advocate.importing.values import (
    clean,
    is_blank,
    mended_phone,
    one_address,
    one_line,
    read_email,
    read_emails,
    read_phone,
    read_phones,
    read_zip,
)
from advocate.importing.words import is_one_role, language_of, role_of
from advocate.store.keys import match_key

#: The fields that are one text each, in the order `_entry` takes them.
_TEXTS = (
    "given_name", "middle_name", "family_name", "suffix", "name", "email", "phone", "number", "address", "unit", "town", "state",
    "zip", "role", "language", "interests", "came_from", "notes", "external_id",
)  # fmt: skip
#: A row no longer than this, all its values together, can hold no value that is too long.
_ORDINARY = 600
#: No value of these is longer in good faith, in signs; others may have as many as notes have.
_LONGEST = {
    "email": 320,
    "phone": 200,
    "address": 400,
    "zip": 100,
    "state": 100,
    "town": 100,
    "notes": 20_000,
    "interests": 4000,
}
_LONGEST_TEXT = 600
NOBODY = "the row has no name, no e-mail and no phone"
ZIP_WRONG = "the ZIP code is not one of five digits and is kept in the address alone"
#: What makes a tuple without asking twice; a million entries are made.
_made = partial(tuple.__new__, Entry)
_word_key = lru_cache(maxsize=131_072)(match_key)


class EntryReader:
    """Turns rows into entries. It keeps what it has learnt, so one should read the whole list.

    `consent_source` gives a source to consents that name none, and consent to rows that say neither
    yes nor no. `came_from` fills that field where a row leaves it blank.
    """

    def __init__(self, column_map: ColumnMap, *, consent_source: str = "", came_from: str = "") -> None:
        self._map = column_map
        self._came_from = came_from
        self._width = len(column_map.taken)
        # The blank that stands behind every row's last value is what a missing column holds.
        numbers = [self._width if (n := column_map.column_of(field)) is None else n for field in _TEXTS]
        self._pick = itemgetter(*numbers)
        self._spares = [(field, found) for field in _TEXTS if len(found := column_map.columns_of(field)) > 1]
        self._permitted = Permissions(column_map, consent_source).read
        fields = permission_fields(column_map)
        self._pick_words = itemgetter(*(fields or (self._width,)), self._width)
        own_id = column_map.column_of("external_id")
        self._system = column_map.system or ("" if own_id is None else plain(column_map.taken[own_id].column))

    def __call__(self, row: Row) -> Entry:
        """Return the entry of a row that is as wide as the list; a wider one is told and not lost."""
        values = row.values
        joined = "".join(values)
        if row.kind or len(joined) > _ORDINARY or not joined.isprintable() or "  " in joined:
            return self._with_care(row)
        texts = list(map(str.strip, values))
        return self._entry(row.line, texts, [], [], [])

    def _with_care(self, row: Row) -> Entry:
        """Return the entry of a row that is damaged, ragged, long, or holds signs that cannot be seen."""
        problems: list[str] = []
        remarks: list[str] = []
        if row.kind == "damaged":
            return Entry(row.line, rejected=row.problem)
        if row.kind == "long":
            problems.append(row.problem)
        elif row.kind:
            remarks.append(row.problem)
        texts = []
        for number, value in enumerate(row.values):
            taken = self._map.taken[number] if number < self._width else None
            texts.append(self._cleaned(value, taken.field if taken else "", number, problems, remarks))
        return self._entry(row.line, texts[: self._width], texts[self._width :], problems, remarks)

    def _cleaned(self, value: str, field: str, number: int, problems: list[str], remarks: list[str]) -> str:
        longest = _LONGEST.get(field, _LONGEST_TEXT)
        name = self._map.taken[number].column if number < self._width else f"column {number + 1}"
        if len(value) > longest and field:
            problems.append(
                f"'{name}' is {len(value):,} signs long; no more than {longest:,} are read, so it is left out"
            )
            return ""
        text = clean(value) if len(value) <= _LONGEST["notes"] else ""
        if "\x00" in value:
            remarks.append(f"'{name}' had a NUL byte in it, which was taken out")
        if field == "address":
            return one_address(text)
        return text if field == "notes" else one_line(text)

    def _entry(
        self, line: int, texts: list[str], beyond: list[str], problems: list[str], remarks: list[str]
    ) -> Entry:
        texts.append("")
        extra = self._spared(texts) if self._spares else []
        if beyond:
            extra += filter(None, beyond)
        (
            given, middle, family, suffix, full, email, phone, number, street, unit, town, state, zip_code,
            role, language, interests, came_from, notes, own_id,
        ) = self._pick(texts)  # fmt: skip
        if given and family and not (middle or suffix or full or " " in given):
            name, key = f"{given} {family}", f"{_word_key(given)} {_word_key(family)}".strip()
        else:
            name, given, family = _named(given, middle, family, suffix, full, problems)
            key = name_key(name)
        phone_key = wrong = ""
        if email:
            kept, wrong = read_email(email)
            email = (
                _second_look("E-mail", email, read_emails, wrong, extra, problems, remarks) if wrong else kept
            )
        if phone:
            if ".0" in phone or "E+" in phone:
                phone = mended_phone(phone)
            phone_key, wrong = read_phone(phone)
            if wrong:
                phone_key = _second_look("Phone", phone, read_phones, wrong, extra, problems, remarks)
                phone = phone if phone_key else ""
        five = (read_zip(zip_code) or _no_zip(remarks)) if zip_code else ""
        if street and town and state and five and not (number or unit or "," in street):
            address = f"{street}, {town}, {state} {five}"
        else:
            address = address_line(number, street, unit, town, state, five or zip_code)
        address_key, own_town, own_zip, names_house, wrong = read_address(address)
        if wrong:
            problems.append(wrong)
        interests = _own_labels(interests) if ":::" in interests else interests
        role, language, kept_words, told = _read_words(role, language)
        if told:
            extra += kept_words
            remarks += told
        consent, more, opted_out, asked = self._permitted(self._pick_words(texts))
        problems += asked
        if extra:
            notes = "\n".join((notes, *extra)).strip()
        # Whether somebody without a name is known by their e-mail, the list must say.
        rejected = "" if name or email or phone_key else NOBODY
        return _made(
            (
                line, name, given, family, email, phone, address, own_town if not town or "," in town else town, five or own_zip, role,
                language, interests, came_from or self._came_from, notes, self._system if own_id else "", own_id, consent,
                opted_out, key, email.casefold(), phone_key, address_key, tuple(problems), tuple(remarks),
                rejected, names_house, more,
            )
        )  # fmt: skip

    def _spared(self, texts: list[str]) -> list[str]:
        """Put the first filled one of several columns where the field's first is; return the others as notes."""
        extra = []
        for field, numbers in self._spares:
            filled = [n for n in numbers if texts[n]]
            if not filled:
                continue
            first, *others = filled
            if field in ("email", "phone", "notes", "interests"):
                told = [n for n in others if texts[n].casefold() != texts[first].casefold()]
                extra += [f"{self._map.taken[n].column}: {texts[n]}" for n in told]
            texts[numbers[0]] = texts[first]
        return extra


def entry_reader(column_map: ColumnMap, *, consent_source: str = "", came_from: str = "") -> EntryReader:
    """Return what reads one row after the other; see EntryReader."""
    return EntryReader(column_map, consent_source=consent_source, came_from=came_from)


def read_entries(
    rows: Iterable[Row], column_map: ColumnMap, *, consent_source: str = "", came_from: str = ""
) -> Iterator[Entry]:
    """Yield one entry for each row, in order; a row that is nobody has `rejected` set."""
    return map(EntryReader(column_map, consent_source=consent_source, came_from=came_from), rows)


def name_key(name: str) -> str:
    """Return match_key(name); words with signs beyond ASCII are remembered, for names recur."""
    if name.isascii():
        return match_key(name)
    return " ".join(key for word in name.split() if (key := _word_key(word)))


def _named(
    given: str, middle: str, family: str, suffix: str, full: str, problems: list[str]
) -> tuple[str, str, str]:
    """Return the name in the order it is spoken, the given and the family name."""
    if given or family:
        if is_couple(given):
            problems.append(COUPLE)
        whole = without_title(full)
        if whole and given in whole and family in whole:
            return whole, given, family
        return " ".join(part for part in (given, middle, family, suffix) if part), given, family
    name, given, family, problem = split_name(full) if full else ("", "", "", "")
    if problem:
        problems.append(problem)
    return name, given, family


def _own_labels(interests: str) -> str:
    """Return Google's labels, "* myContacts ::: PTA", without those of Google itself."""
    labels = [label.strip() for label in interests.split(":::")]
    return ", ".join(label for label in labels if label and not label.startswith("*"))


def _no_zip(remarks: list[str]) -> str:
    remarks.append(ZIP_WRONG)
    return ""


def _second_look(
    what: str,
    typed: str,
    read_several: Callable[[str], list[tuple[str, str]]],
    wrong: str,
    extra: list[str],
    problems: list[str],
    remarks: list[str],
) -> str:
    """Return the first good one of several in a cell; what is not used is kept with the notes."""
    found = read_several(typed)
    if not found and is_blank(typed):
        return ""
    if not found:
        problems.append(wrong)
        extra.append(f"{what} as typed: {typed}")
        return ""
    (_, value), *others = found
    remarks.append(
        f"the cell held more than one {what.casefold()}; the first good one is used"
        if others
        else f"the {what.casefold()} was taken out of a longer text"
    )
    extra.extend(f"{what}: {text}" for text, _ in others)
    return value


@lru_cache(maxsize=8192)
def _read_words(role: str, language: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    notes, remarks = [], []
    known = role_of(role)
    if role and not is_one_role(role):
        notes.append(f"Role: {role}")
        remarks.append(
            f"the role was read as {known}; the whole of it is kept in the notes"
            if known
            else "the role is none of ours and is kept in the notes"
        )
    code = language_of(language)
    if language and not code:
        remarks.append("the language is kept as typed; we know no code for it")
    return known, code or language, tuple(notes), tuple(remarks)
