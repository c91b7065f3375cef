"""Whose words are they, who takes part, and what is lobbying? Letters, supporters, lobbying."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from advocate.reports.counts import MADE, NEVER_SUMMED, made_from, steps_if_empty
from advocate.reports.report import Cell, Column, Report, Scope, Section
from advocate.reports.wilson import wilson
from advocate.store import tallies
from advocate.store.counting import Facts, facts_of
from advocate.store.named import people_by_name

if TYPE_CHECKING:
    from sqlite_utils import Database


def count_letters(database: Database, scope: Scope) -> Report:
    """Count letters made by template, with their own words; texts nearly the same; what the rules found."""
    facts = facts_of(database, scope)
    groups = tallies.same_texts(facts)
    broken: Counter[str] = Counter()
    templates: dict[str, Counter[str]] = {}
    for template, found, n, own, known in tallies.by_template(facts):
        templates.setdefault(template, Counter()).update(
            n=n, own=own or 0, known=known, clean=n if found == "" else 0
        )
        broken.update(dict.fromkeys((found or "").split(), n))
    table: tuple[tuple[Cell, ...], ...] = tuple(
        (
            word or "(no template)",
            t["n"],
            round(t["own"] / t["known"]) if t["known"] else None,
            t["known"],
            t["clean"],
        )
        for word, t in sorted(templates.items(), key=lambda each: (-each[1]["n"], each[0]))
    )
    said = (f"{len(groups)} group{'s' * (len(groups) > 1)} of texts that are nearly the same, the largest {groups[0]}.",) if groups else (
        "No two texts on record are nearly the same.",)  # fmt: skip
    findings = Section("findings", "What the rules found", (Column("rule", "Rule", "text"), Column("letters", "Letters")),
                       tuple((rule, broken[rule]) for rule in sorted(broken, key=lambda each: int(each[1:]))),
                       "Letters made that a rule (L1 to L18) warned of when they were written.")  # fmt: skip
    columns = (Column("template", "Template", "text"), Column("letters", "Letters"), Column("own_words", "Own words", "percent"),
               Column("measured", "Measured"), Column("clean", "Without findings"))  # fmt: skip
    return Report("letters", "Letters", "Whose words are they?", columns, table, f"{MADE} A letter is a contact with a "
                  "text. Own words: the mean share of words that are in no template, over the letters measured.",
                  made_from(facts, scope), (findings,), said, steps_if_empty(facts))  # fmt: skip


def count_supporters(database: Database, scope: Scope) -> Report:
    """Count supporters new, active, lapsed, by role and source; how many of each month's joiners acted later."""
    facts = facts_of(database, scope)
    people = tallies.by_person(facts, scope)
    rows: list[tuple[Cell, ...]] = []
    for what, place in (("all", None), ("role", 0), ("source", 1)):
        groups: dict[str, Counter[str]] = {}
        for *person, new, acted, inside, _, n in people:
            groups.setdefault("" if place is None else person[place], Counter()).update(
                all=n, new=n * new, active=n * inside, lapsed=n * (acted and not inside)
            )
        rows += [(what, name or ("everybody" if place is None else "not told"), g["all"], g["new"], g["active"], g["lapsed"])
                 for name, g in sorted(groups.items())]  # fmt: skip
    months: dict[str, Counter[str]] = {}
    for _, _, month, _, acted, _, late, n in people:
        months.setdefault(month, Counter()).update(n=n, acted=n * acted, later=n * late)
    kept = tuple(
        (month, m["n"], m["acted"], m["later"], *(wilson(m["later"], m["n"]) or (None, None, None)))
        for month, m in sorted(months.items())
    )
    retention = Section("retention", "By month of joining", (
        Column("month", "Joined", "text"), Column("supporters", "Supporters"), Column("acted", "Ever acted"),
        Column("later", "Acted in a later month"), Column("share", "Share", "percent"), Column("low", "From", "percent"),
        Column("high", "To", "percent")), kept,
        "Acted: at least one contact made. Share: of those who joined in the month, with Wilson's 95 % interval; "
        "hidden below 10.")  # fmt: skip
    sections = (retention, _people(facts)) if scope.with_names else (retention,)
    columns = (Column("by", "By", "text"), Column("group", "Group", "text"), Column("supporters", "Supporters"),
               Column("new", "New"), Column("active", "Active"), Column("lapsed", "Lapsed"))  # fmt: skip
    return Report("supporters", "Supporters", "Who takes part?", columns, tuple(rows),
                  f"{NEVER_SUMMED} A no that is kept without a name is no supporter. New: joined in the period. Active: a "
                  "contact made in it. Lapsed: one made before it, none in it. Role and source are as on record on the day "
                  "that the report is of.",
                  made_from(facts, scope), sections, _kept_on(months, scope),
                  () if people else ("Take a list in: advocate import sheet.csv",))  # fmt: skip


def _kept_on(months: dict[str, Counter[str]], scope: Scope) -> tuple[str, ...]:
    """Return in one sentence how many of those who had a later month to act in did so."""
    now = scope.last_day.isoformat()[:7]
    joined = sum(m["n"] for month, m in months.items() if month < now)
    later = sum(m["later"] for month, m in months.items() if month < now)
    share = wilson(later, joined)
    if not joined:
        return ()
    said = f"{share[0]} % (95 % interval {share[1]} to {share[2]} %)" if share else "too few for a share"
    return (f"Retention: of n = {joined:,} supporters who joined before {now}, {later:,} acted in a later month than "
            f"that of joining: {said}.",)  # fmt: skip


def _people(facts: Facts) -> Section:
    """Return everybody on record by name."""
    columns = (Column("name", "Name", "text", personal=True), Column("role", "Role", "text"), Column("joined", "Joined", "day"),
               Column("contacts", "Contacts"), Column("last", "Last", "day"))  # fmt: skip
    return Section("people", "By name", columns, tuple(people_by_name(facts)),
                   "Contacts made in the period; role as on record now.")  # fmt: skip


def count_lobbying(database: Database, scope: Scope) -> Report:
    """Count acts, minutes and costs by what two laws may call them; a person decides."""
    from advocate.reports.lobbying_rules import load_rules

    facts, rules = facts_of(database, scope), load_rules()
    rows = tuple((kind, "yes" if bill else "no", rules.irs(kind, bool(bill)), rules.chapter_10a(kind), n, minutes, cents,
                  rules.to_decide(kind, bool(bill))) for kind, bill, n, minutes, cents in tallies.by_office(facts))  # fmt: skip
    columns = (Column("office", "Office", "text"), Column("bill", "Bill named", "text"), Column("irs", "IRS 501(h)", "text"),
               Column("chapter_10a", "Chapter 10A", "text"), Column("contacts", "Contacts"), Column("minutes", "Minutes", "minutes"),
               Column("cost", "Cost", "cents"), Column("to_decide", "Still to decide", "text"))  # fmt: skip
    return Report("lobbying", "Lobbying", "What may the law call these acts?", columns, rows,
                  f"{MADE} Minutes and costs are as entered, blank where nobody entered any. {rules.counsel}",
                  (*made_from(facts, scope), ("rules as of", rules.as_of)), (), rules.sources, steps_if_empty(facts))  # fmt: skip
