"""How does a person read boards, results, appointees, lines and sheets? Tables and sections for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.cli.show import Line, Section, age
from advocate.how_many import how_many

if TYPE_CHECKING:
    from legislators.board_appointees import Appointee
    from legislators.board_imports import ImportPlan, ResultsFile
    from legislators.board_lines import Lines
    from legislators.board_sheets import Sheet
    from legislators.board_turnover import BoardTurnover, Turnover
    from legislators.board_views import BoardInShort
    from legislators.representation import Representation

#: More boards than these are not shown without --all: a person can't read three hundred.
SHOWN_BOARDS = 10
_SHOWN_PROBLEMS = 10

Row = tuple[str, ...]
#: What nearly every district's name ends with; without it the table fits 80 columns.
_COMMON_WORDS = re.compile(r"( Area)?( Public)? School(s| District)$")


def print_table(rows: Sequence[Row]) -> None:
    """Print a table for a person at a terminal; the first row is the head."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for place, name in enumerate(rows[0]):
        table.add_column(name, overflow="fold", no_wrap=place == 0)
    for row in rows[1:]:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)


def board_table(boards: Sequence[BoardInShort], *, short: bool = False) -> list[Row]:
    """Return the list of boards as rows, the head first; `short` leaves out what all their names have."""
    rows: list[Row] = [("district", "board", "seats", "named", "terms end", "lines", "sheet")]
    for each in boards:
        ends = f"{each.ends} ({each.ending})" if each.ends else ""
        seats = f"{each.listed}+" if each.missing else str(each.listed)
        name = _COMMON_WORDS.sub("", each.board) if short else each.board
        rows.append((each.district, name, seats, str(each.named), ends, each.lines, each.sheet))
    return rows


def board_total(boards: Sequence[BoardInShort]) -> str:
    """Return what the list adds up to, and what its signs mean."""
    seats, named = sum(each.listed for each in boards), sum(each.named for each in boards)
    text = f"\n{len(boards)} boards, {seats} seats in our data, {named} of them with a name."
    return (
        f"{text} A + means that more seats are not in our data; in brackets: seats whose term ends that day."
    )


def more_of_board(district: str, today: date) -> Iterator[Section]:
    """Return what a board has beside its seats: appointees, lines, sheet."""
    from legislators.board_appointees import read_appointees
    from legislators.board_lines import lines_of

    named = [each for each in read_appointees() if each.district == district]
    if named:
        yield Section("Appointed, added by hand", tuple(line for each in named for line in _appointee(each)))
    lines = lines_of(district)
    if lines:
        yield Section("Election-district lines", tuple(_lines(lines, today)))
    yield Section("Sheet", tuple(_sheet(district, today)))


def _sheet(district: str, today: date) -> Iterator[Line]:
    from legislators.board_sheets import WrongSheet, sheet_of

    try:
        sheet = sheet_of(district)
    except WrongSheet as error:
        yield "!", str(error)
        return
    if sheet:
        yield from sheet_lines(sheet, today)
    else:
        yield "none yet", f"advocate boards sheet new {district}"


def board_json(found: Representation, district: str) -> dict[str, Any]:
    """Return one board as JSON."""
    from legislators.board_lines import lines_of
    from legislators.board_sheets import sheet_of

    lines, sheet = lines_of(district), sheet_of(district)
    return {
        "district": found.districts[0].to_dict(),
        "as_of": found.as_of.isoformat(),
        "seats": [each.to_dict() for each in found.officials if each.kind == "school_board"],
        "office": [each.to_dict() for each in found.officials if each.kind == "school_district"],
        "lines": lines_json(lines) if lines else None,
        "sheet": sheet.to_dict() if sheet else None,
        "warnings": [notice.to_dict() for notice in found.warnings],
    }


def lines_json(lines: Lines) -> dict[str, Any]:
    """Return a district's lines as JSON, without the shapes."""
    return {
        "district": lines.district,
        "source": lines.source,
        "added_on": lines.added_on.isoformat(),
        "seats": [each.seat for each in lines.areas],
    }


def _appointee(each: Appointee) -> Iterator[Line]:
    instead = f", in place of {each.replaces}" if each.replaces else ""
    yield each.name, f"{each.seat}, from {each.starts}{instead}"
    yield "", f"source: {each.source}; added {each.added_on}"


def _lines(lines: Lines, today: date) -> Iterator[Line]:
    yield "seats", ", ".join(each.seat for each in lines.areas)
    yield "source", f"{lines.source}; added {lines.added_on}, {age(lines.added_on, today)}"


def sheet_lines(sheet: Sheet, today: date) -> Iterator[Line]:
    """Return a sheet's lines; what nobody has looked up is said so."""
    yield "meets", "; ".join(sheet.meetings) or "not looked up"
    if sheet.place:
        yield "where", sheet.place
    yield "sign-up", sheet.sign_up or "not looked up"
    yield "rules", sheet.rules or "not looked up"
    yield "page", sheet.link or "not looked up"
    if sheet.source:
        yield "source", sheet.source
    if sheet.verified_on:
        old = "; look again" if sheet.is_old(today) else ""
        yield "verified", f"{sheet.verified_on} by {sheet.verified_by}, {age(sheet.verified_on, today)}{old}"
    else:
        yield "verified", "not yet"


def import_sections(plan: ImportPlan, everything: bool) -> Iterator[Section]:
    """Return what an import would do: the files, what needs eyes, what turns over, board by board."""
    for file in plan.files:
        yield Section(f"{file.path.name}: election of {file.election}", tuple(_file(file)))
        problems = [("!", str(each)) for each in file.problems]
        problems += [("!", f"no such school district in our data, left out: {each}") for each in file.unknown]
        if problems:
            shown = problems if everything else problems[:_SHOWN_PROBLEMS]
            rest = len(problems) - len(shown)
            more = (("", f"and {rest} more; --all shows them"),) if rest else ()
            yield Section("Please look at", (*shown, *more))
    differing = plan.comparison.disagreements
    if differing:
        yield Section(
            "Our boards name others (they stay as they are)",
            tuple(
                (f"{each.board}, {each.seat}", f"{_names(each.ours)}; in the results: {_names(each.results)}")
                for each in differing
            ),
        )
    turnovers = plan.comparison.turnovers
    shown_boards = turnovers if everything else turnovers[:SHOWN_BOARDS]
    for turnover in shown_boards:
        lines = tuple(_turnover(each) for each in turnover.seats)
        lines += tuple((f"- {name}", "sat until then") for name in turnover.gone)
        yield Section(f"{turnover.board} ({turnover.district})", lines)
    if len(turnovers) > len(shown_boards):
        yield Section("More", (("boards", f"{len(turnovers) - len(shown_boards)}; --all shows them"),))
    yield Section("In all", tuple(_total(plan, turnovers)))


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "nobody"


def _file(file: ResultsFile) -> Iterator[Line]:
    yield "races", f"{file.races}, of which {file.races - len(file.left_out) - len(file.unknown)} are taken"
    yield "seats", f"{file.seats}, {file.named} with a winner's name"
    for reason, count in file.unnamed:
        yield "", f"{count} without: {reason}"
    if file.left_out:
        races = how_many(len(file.left_out), "race")
        yield "not final", f"{races}, left out (--force takes it as it stands)"


def _turnover(each: Turnover) -> Line:
    kind = ", special election" if each.special else ""
    start = f"{each.seat}{kind}, from {each.begins}"
    if each.sign == "=":
        return f"= {each.name}", f"{start}: elected again"
    if each.sign == "?":
        return "? nobody named", f"{start}: {each.unnamed}"
    return f"+ {each.name}", f"{start}{f'; before: {each.before}' if each.before else ''}"


def _total(plan: ImportPlan, turnovers: Sequence[BoardTurnover]) -> Iterator[Line]:
    seats = [seat for each in turnovers for seat in each.seats]
    counts = {sign: sum(1 for seat in seats if seat.sign == sign) for sign in "+=?"}
    yield "boards", f"{len(turnovers)} change"
    yield "seats", f"{counts['+']} new (+), {counts['=']} elected again (=), {counts['?']} not named (?)"
    old = plan.comparison
    if old.agreeing or old.superseded or old.disagreements:
        yield (
            "older races",
            f"{old.agreeing} as in our boards, {old.superseded} of which our boards name fewer, "
            f"{len(old.disagreements)} differ",
        )
    yield "races", f"{plan.changed} of {len(plan.races)} are new or changed"
