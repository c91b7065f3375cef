"""For what is each column of this list taken, and which are left out?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from advocate.errors import WrongChoice
from advocate.importing.column_names import field_of, plain, rank
from advocate.importing.column_values import Witness, closest_field, witness
from advocate.importing.presets import Preset, find_preset, preset_named

#: What a column can be taken for, with what a person reads about it.
FIELDS = {
    "name": "the full name",
    "given_name": "first name",
    "middle_name": "middle name, kept in the name",
    "family_name": "last name",
    "prefix": "Mr., Dr. and the like; not kept",
    "suffix": "Jr., III; kept in the name",
    "email": "e-mail",
    "phone": "phone",
    "address": "street, or the whole address",
    "number": "house number",
    "unit": "apartment, second line of the address",
    "town": "town",
    "state": "state",
    "zip": "ZIP code",
    "role": "what they are to a school",
    "language": "language",
    "interests": "interests, tags",
    "came_from": "the event or link that brought them",
    "notes": "notes",
    "external_id": "the id in the other system",
    "consent": "they may be contacted: yes or no",
    "consent_email": "they may be e-mailed: yes or no",
    "consent_phone": "they may be called: yes or no",
    "consent_text": "they may be texted: yes or no",
    "consent_date": "when they said yes",
    "consent_source": "where they said yes",
    "consent_wording": "to which words they said yes",
    "opt_out": "yes: reach them in no way",
    "opt_out_email": "yes: no e-mail",
    "opt_out_phone": "yes: no calls",
    "opt_out_text": "yes: no text messages",
    "opt_out_post": "yes: no post",
    "email_opted_out_on": "when they unsubscribed; filled means no e-mail",
    "email_status": "subscribed, unsubscribed, cleaned ...",
    "text_status": "the same for text messages",
    "phone_status": "the same for calls",
}
#: Several columns may hold these: the next one counts where the one before is blank, and a no anywhere is a no.
SEVERAL = frozenset(
    [
        "email",
        "phone",
        "notes",
        "external_id",
        "address",
        "name",
        "interests",
        "town",
        "zip",
        "state",
        "email_opted_out_on",
        "email_status",
        "text_status",
        "phone_status",
    ]
) | {field for field in FIELDS if field.startswith("opt_out")}
_NUMBERED = re.compile(r"\s*\(\d+\)$")
#: What a column is called that may say who does not want to be reached.
_PERMISSION = re.compile(
    r"\bopt\b|\bopt[- ]?(in|out)|\bopted\b|unsub|subscri|consent|permission|do[- ]?not|don'?t|\bdnc\b|remove|contact me"
    r"|\bno (calls?|e?-?mail)",
    re.IGNORECASE,
)
PERMISSION = (
    "'{0}' is left out, but may say who does not want to be reached. If yes means that: --map '{0}=opt_out'; if yes "
    "means they agreed: --map '{0}=consent'; if neither: --map '{0}='"
)
NOBODY = "no column holds names, e-mails or phones, so no row would be a person; name one, such as --map 'Who=name'"


@dataclass(frozen=True, slots=True)
class Taken:
    """One column: what it is taken for ("" = left out) and by what: "map", "preset", "name", "spelling", "values".

    A `spare` column is one of several for a field: it counts where those before it are blank.
    """

    column: str
    field: str
    why: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All columns in order. `preset` is the program the list came from, `system` that of its ids, or "".

    `questions` are what a person should settle with --map: two columns for one field, a column
    whose name and values disagree.
    """

    taken: tuple[Taken, ...]
    preset: str = ""
    system: str = ""
    questions: tuple[str, ...] = ()

    def columns_of(self, field: str) -> tuple[int, ...]:
        """Return the numbers (from 0) of the columns taken for a field, the first one before its spares."""
        numbers = [n for n, each in enumerate(self.taken) if each.field == field]
        return tuple(sorted(numbers, key=lambda n: self.taken[n].spare))

    def column_of(self, field: str) -> int | None:
        """Return the number (from 0) of the column taken for a field, or None."""
        return next(iter(self.columns_of(field)), None)

    def left_out(self) -> tuple[str, ...]:
        """Return the names of the columns that are taken for nothing."""
        return tuple(each.column for each in self.taken if not each.field)


def recognise(
    columns: Sequence[str],
    preset: str = "",
    overrides: Sequence[str] = (),
    sample: Iterable[Sequence[str]] = (),
) -> ColumnMap:
    """Return for what each column is taken.

    `preset` is a name of presets.PRESETS, or "" to find it out. `overrides` are as typed on the
    command line: "Cell=phone", "Notes=" (leave out). `sample` are values of the first rows, a
    second witness. Raises WrongChoice for a column, field or program that is none.
    """
    program = preset_named(preset) if preset else find_preset(columns)
    forced = dict(_override(text, columns) for text in overrides)
    rows = list(sample)
    witnesses = [witness(row[n] for row in rows if n < len(row)) for n in range(len(columns))]
    questions: list[str] = []
    taken = []
    for n, column in enumerate(columns):
        if n in forced:
            taken.append(Taken(column, forced[n], "map"))
        else:
            named = _by_name(column, program)
            taken.append(_witnessed(named, witnesses[n], questions))
    taken = _settled(taken, program, questions)
    taken = _by_values(taken, witnesses)
    questions += [
        PERMISSION.format(each.column)
        for each in taken
        if not each.field and not each.why and _PERMISSION.search(each.column)
    ]
    if not any(each.field in ("name", "given_name", "family_name", "email", "phone") for each in taken):
        questions.append(NOBODY)
    key = program.key if program else ""
    return ColumnMap(tuple(taken), key, key, tuple(questions))


def _override(text: str, columns: Sequence[str]) -> tuple[int, str]:
    """Return the column's number and the field of one --map."""
    name, sign, wanted = text.rpartition("=")
    if not sign:
        raise WrongChoice(
            f"--map '{text}' needs a column, '=' and a field, such as --map 'Cell=phone'", tuple(FIELDS)
        )
    exact = [n for n, column in enumerate(columns) if column.casefold() == name.strip().casefold()]
    found = exact or [n for n, column in enumerate(columns) if plain(column) == plain(name)]
    if len(found) != 1:
        raise WrongChoice(
            f"--map '{text}': the list has no column '{name.strip()}'. Its columns: {', '.join(columns)}",
            tuple(columns),
        )
    field = wanted.strip()
    if field and field not in FIELDS:
        known = next((each for each in FIELDS if plain(each) == plain(field)), field_of(field))
        if not known:
            raise WrongChoice(
                f"--map '{text}': '{field}' is no field. Right are: {', '.join(FIELDS)}", tuple(FIELDS)
            )
        field = known
    return found[0], field


def _by_name(column: str, program: Preset | None) -> Taken:
    name = _NUMBERED.sub("", column)
    if program:
        own = next(
            (program.columns[key] for key in (plain(column), plain(name)) if key in program.columns), None
        )
        if own is not None:
            return Taken(column, own, "preset")
    if field := field_of(column) or field_of(name):
        return Taken(column, field, "name")
    if field := closest_field(name):
        return Taken(column, field, "spelling")
    return Taken(column, "")


def _witnessed(taken: Taken, seen: Witness, questions: list[str]) -> Taken:
    """Return what the column is taken for once its values were looked at."""
    if taken.why == "preset" or seen.count < 3 or not taken.field:
        return taken
    kind = seen.kind()
    if taken.field == "address" and kind == "email":
        return replace(taken, field="email", why="values")
    share = {"email": seen.email, "phone": seen.phone, "zip": seen.zip}.get(taken.field)
    if share is not None and share < 0.2:
        questions.append(
            f"'{taken.column}' is called like a column of {FIELDS[taken.field]}s, but its values are none; "
            f"it is left out unless you say --map '{taken.column}={taken.field}'"
        )
        return Taken(taken.column, "", taken.why)
    return taken


def _settled(taken: list[Taken], program: Preset | None, questions: list[str]) -> list[Taken]:
    """Let one column have each field; what follows is a spare, or left out and asked about."""
    result = list(taken)
    for field, meaning in FIELDS.items():
        rivals = [n for n, each in enumerate(taken) if each.field == field]
        if len(rivals) < 2:
            continue
        first, *others = sorted(rivals, key=lambda n: (_strength(taken[n], program), n))
        for n in others:
            if field in SEVERAL or taken[n].why == "map":
                result[n] = replace(taken[n], spare=True)
                continue
            result[n] = replace(taken[n], field="")
            questions.append(
                f"'{taken[first].column}' is taken for {meaning}; '{taken[n].column}' could be, too, and is "
                f"left out unless you say --map '{taken[n].column}={field}'"
            )
    return result


def _strength(taken: Taken, program: Preset | None) -> tuple[int, int]:
    why = ("map", "preset", "name", "spelling", "values").index(taken.why)
    if taken.why == "preset" and program:
        return why, list(program.columns).index(
            next(
                key
                for key in (plain(taken.column), plain(_NUMBERED.sub("", taken.column)))
                if key in program.columns
            )
        )
    return why, rank(taken.column, taken.field)


def _by_values(taken: list[Taken], witnesses: Sequence[Witness]) -> list[Taken]:
    """Take a column nobody could name for what its values are, where that field has no column yet."""
    result = list(taken)
    for field in ("email", "phone", "address"):
        if any(each.field == field for each in result):
            continue
        for n, each in enumerate(result):
            if not each.field and not each.why and witnesses[n].kind() == field:
                result[n] = Taken(each.column, field, "values")
                break
    return result
