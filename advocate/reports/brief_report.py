"""How does a brief read as a report: for the terminal, a spreadsheet, a program? Nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advocate.acts.words import SAID
from advocate.how_many import how_many
from advocate.reports.brief import Brief
from advocate.reports.brief_blocks import ANSWERS, STANDINGS
from advocate.reports.brief_page import definitions, heading_of
from advocate.reports.report import Cell, Column, Report, Section


def brief_report(brief: Brief) -> Report:
    """Return the whole brief as a report: who the official is and the counts, then each list as a section."""
    counted, _ = definitions(brief)
    columns = (Column("what", "What", "text"), Column("said", "Says", "text"))
    rows = tuple(row for row in _facts(brief) if row[1])
    notes = () if brief.contacts else ("Nobody has been in touch yet, as far as is on record.",)
    made_from = (
        ("campaign", brief.scope.campaign or "all"),
        ("period", brief.scope.period),
        ("as on record on", (brief.scope.as_of or brief.scope.today).isoformat()),
        ("officials as in the data of", brief.snapshot),
        ("from", brief.official.source),
    )
    sections = tuple(section for section in _sections(brief) if section.rows)
    return Report("brief", f"Brief: {heading_of(brief)}", "What should a person know who goes to meet them?",
                  columns, rows, counted, made_from, sections, notes)  # fmt: skip


def _facts(brief: Brief) -> Iterator[tuple[Cell, ...]]:
    official = brief.official
    yield "official", heading_of(brief)
    yield "seat", ", ".join(part for part in (official.seat, brief.place) if part)
    yield "district", official.district
    yield "party", official.party
    yield "term ends", official.term_ends.isoformat() if official.term_ends else ""
    yield "phone", official.phone
    yield "e-mail", official.email
    yield "committees", ", ".join(official.committees)
    yield (
        "constituents in touch",
        f"{brief.constituents:,} of {how_many(brief.supporters, 'supporter')} in touch",
    )
    yield "who live elsewhere", f"{brief.elsewhere:,}"
    yield "not known where they live", f"{brief.not_placed:,}"
    yield "supporters who live there", "" if brief.living_there is None else f"{brief.living_there:,}"
    yield "contacts made", f"{brief.contacts:,} ({brief.sent:,} sent, {brief.confirmed:,} confirmed)"
    yield "letters among them", f"{brief.letters:,}"
    yield "not made", f"{brief.not_made:,} drafted or handed over, {brief.bounced:,} bounced"


def _sections(brief: Brief) -> Iterator[Section]:
    yield _table(
        "towns", "From which towns (constituents)", "Town Constituents:count",
        ((town or "(not on record)", n) for town, n in brief.towns),
    )  # fmt: skip
    yield _table(
        "asks", "What they ask", "Campaign Contacts:count Bill Item Ask",
        ((each.campaign or "(none)", each.contacts, each.bill, each.item, each.ask) for each in brief.asks),
    )  # fmt: skip
    yield _table(
        "templates", "Letters by template", "Template Letters:count",
        ((name or "(no template)", n) for name, n in brief.templates),
    )  # fmt: skip
    yield _table(
        "quotations", "In their own words (with recorded permission)", "Day:day Answer Quotation",
        ((each.day, ANSWERS[each.answer], each.quotation) for each in brief.quotations),
    )  # fmt: skip
    yield _table(
        "replies", "Replies", "Day:day Answer By",
        ((each.day, ANSWERS[each.answer], SAID.get(each.channel, each.channel)) for each in brief.replies),
    )  # fmt: skip
    yield _table(
        "figures", "Figures of the districts served", "Place Subject Not_met Students:count Of:count Year Basis Tests Source",
        (
            (place.name, subject, f"{figure.not_met} %", *(figure.students or (None, None)), figure.school_year,
             figure.basis, figure.test, figure.source)
            for place in brief.figures.places
            for subject, figure in place.figures.items()
        ),
        brief.figures.definition,
    )  # fmt: skip
    yield _history(brief)


def _history(brief: Brief) -> Section:
    then = any(each.seat_then for each in brief.acts)
    names = any(each.names for each in brief.acts)
    head = f"Day:day By Standing Contacts:count{' Then' if then else ''}{' Who:personal' if names else ''}"
    rows = (
        (each.day, SAID.get(each.channel, each.channel), STANDINGS[each.standing], each.contacts,
         *((each.seat_then,) if then else ()), *((", ".join(each.names),) if names else ()))
        for each in brief.acts
    )  # fmt: skip
    return _table("history", "Contact history, newest first", head, rows)


def _table(
    name: str, title: str, head: str, rows: Iterable[tuple[Cell, ...]], definition: str = ""
) -> Section:
    """Return a section; each word of `head` is a column: its heading, and after ":" its kind if it is not text."""
    columns = []
    for word in head.split():
        heading, _, kind = word.partition(":")
        plain = heading.replace("_", " ")
        columns.append(
            Column(heading.lower(), plain, "text" if kind in ("", "personal") else kind, kind == "personal")
        )
    return Section(name, title, tuple(columns), tuple(rows), definition)
