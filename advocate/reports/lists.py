"""Where are the holes, whose words are they, who takes part, and what is lobbying? Coverage, letters, supporters, lobbying."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from advocate.reports.counts import FIRST_STEPS, MADE, NEVER_SUMMED, OUT_OF, made_from, steps_if_empty
from advocate.reports.report import Cell, Column, Report, Scope, Section
from advocate.reports.wilson import wilson
from advocate.store.counting import day_number, day_of, facts_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_KINDS = {"house": "state_house", "senate": "state_senate", "school_district": "school_district"}


def count_coverage(database: Database, scope: Scope) -> Report:
    """Count, for every district of a kind, supporters, contacts by them and officials reached; the empty first."""
    from legislators.districts import default_index

    kind = _KINDS[scope.by]
    index = default_index()
    facts = facts_of(database, scope)
    column = {"state_house": "house", "state_senate": "senate", "school_district": "school"}[kind]
    kinds = ("school_board", "school_district") if kind == "school_district" else (kind, kind)
    lives = dict(facts.rows(
        f"SELECT p.{kind}, count(DISTINCT coalesce(s.merged_into, s.id)) FROM placements AS p "
        "JOIN addresses AS a ON a.id = p.address_id JOIN supporters AS s ON s.id = a.supporter_id "
        "WHERE CAST(strftime('%s', s.created_at) AS INTEGER) < :cut "
        f"AND CAST(strftime('%s', p.located_at) AS INTEGER) < :cut GROUP BY p.{kind}"
    ))  # fmt: skip
    wrote = {row[0]: row[1:] for row in facts.rows(
        f"SELECT w.word, t.n, t.people FROM (SELECT f.{column} AS place, count(*) AS n, count(DISTINCT f.person) AS people "
        f"FROM {{facts}} AS f WHERE {{scope}} AND {{made}} GROUP BY f.{column}) AS t JOIN reach_words AS w ON w.n = t.place"
    )}  # fmt: skip
    reached = dict(facts.rows(
        "SELECT o.district, count(DISTINCT o.official_key) FROM (SELECT DISTINCT f.official FROM {facts} AS f "
        "WHERE {scope} AND {made}) AS t JOIN reach_officials AS k ON k.n = t.official JOIN officials AS o ON o.id = k.id "
        "WHERE o.kind IN (:first_kind, :other_kind) GROUP BY o.district", first_kind=kinds[0], other_kind=kinds[1],
    ))  # fmt: skip
    rows = []
    for id_ in index.ids(kind):
        contacts, writers = wrote.get(id_, (0, 0))
        there = lives.get(id_, 0)
        rows.append(
            (
                id_,
                index.name(kind, id_),
                there,
                writers,
                contacts,
                reached.get(id_, 0),
                max(there - writers, 0),
            )
        )
    rows.sort(key=lambda row: (row[5] > 0, row[4] > 0, row[0]))
    columns = (Column("district", "District", "text"), Column("name", "Name", "text"), Column("supporters", "Supporters"),
               Column("writers", "Writers"), Column("contacts", "Contacts by them"),
               Column("officials", "Officials reached"), Column("quiet", "Have not written"))  # fmt: skip
    covered = sum(row[5] > 0 for row in rows)
    return Report("coverage", "Coverage", "Where are the holes?", columns, tuple(rows),
                  f"{MADE} {NEVER_SUMMED} Supporters are those whose address lies in the district, as looked up; "
                  "contacts are counted where the writer lived when they wrote; officials reached are the "
                  "district's own. Districts without an official reached come first.", made_from(facts, scope), (),
                  (f"{covered} of {OUT_OF[kind]} districts have an official who was reached.",), steps_if_empty(facts))  # fmt: skip


def count_letters(database: Database, scope: Scope) -> Report:
    """Count letters made by template, with their own words; texts nearly the same; what the rules found."""
    facts = facts_of(database, scope)
    rows = facts.rows(
        "SELECT w.word, t.n, t.own, t.known, t.clean FROM (SELECT f.template, count(*) AS n, sum(f.own_words) AS own, "
        "count(f.own_words) AS known, sum(f.findings = 0) AS clean FROM {facts} AS f WHERE {scope} AND {made} "
        "AND f.letter = 1 GROUP BY f.template) AS t JOIN reach_words AS w ON w.n = t.template ORDER BY t.n DESC, w.word"
    )
    groups = [row[0] for row in facts.rows(
        "SELECT count(*) FROM {facts} AS f JOIN contacts AS c ON c.number = f.contact "
        "JOIN letter_signatures AS s ON s.contact_id = c.id JOIN letter_groups AS g ON g.signature_id = s.id "
        "WHERE {scope} AND {made} GROUP BY g.leader HAVING count(*) > 1 ORDER BY 1 DESC"
    )]  # fmt: skip
    broken: Counter[str] = Counter()
    for rules, n in facts.rows(
        "SELECT w.word, t.n FROM (SELECT f.findings, count(*) AS n FROM {facts} AS f WHERE {scope} AND {made} "
        "AND f.findings > 0 GROUP BY f.findings) AS t JOIN reach_words AS w ON w.n = t.findings"
    ):
        broken.update(dict.fromkeys(rules.split(), n))
    table: tuple[tuple[Cell, ...], ...] = tuple(
        (word or "(no template)", n, round(own / known) if known else None, known, clean or 0)
        for word, n, own, known, clean in rows
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
                  made_from(facts, scope), (findings,), said, () if table else FIRST_STEPS)  # fmt: skip


def count_supporters(database: Database, scope: Scope) -> Report:
    """Count supporters new, active, lapsed, by role and source; how many of each month's joiners acted later."""
    facts = facts_of(database, scope)
    first = day_number(scope.since) if scope.since else -1_000_000
    people = facts.rows(
        "SELECT s.role, s.came_from, date(s.created_at, 'localtime'), t.first, t.last, t.inside FROM supporters AS s "
        "LEFT JOIN reach_supporters AS k ON k.id = s.id LEFT JOIN (SELECT f.person, min(f.day) AS first, max(f.day) AS last, "
        "sum(f.day >= :first_day) AS inside FROM {facts} AS f WHERE f.day <= :until AND {made} "
        "AND (:campaign_id = '' OR f.campaign = (SELECT n FROM reach_campaigns WHERE id = :campaign_id)) GROUP BY f.person) "
        "AS t ON t.person = k.n WHERE s.merged_into IS NULL AND CAST(strftime('%s', s.created_at) AS INTEGER) < :cut",
        first_day=first,
    )
    since = scope.since.isoformat() if scope.since else ""
    rows: list[tuple[Cell, ...]] = []
    for what, place in (("all", None), ("role", 0), ("source", 1)):
        groups: dict[str, Counter[str]] = {}
        for person in people:
            group = groups.setdefault("" if place is None else person[place], Counter())
            lapsed = bool(person[3] is not None and not person[5])
            group.update(
                all=1,
                new=int(since <= person[2] <= scope.last_day.isoformat()),
                active=int(bool(person[5])),
                lapsed=int(lapsed),
            )
        rows += [(what, name or ("everybody" if place is None else "not told"), g["all"], g["new"], g["active"], g["lapsed"])
                 for name, g in sorted(groups.items())]  # fmt: skip
    months: dict[str, list[int]] = {}
    for person in people:
        month = months.setdefault(person[2][:7], [0, 0, 0])
        month[0] += 1
        month[1] += person[3] is not None
        month[2] += person[4] is not None and day_of(person[4]).isoformat()[:7] > person[2][:7]
    kept = tuple(
        (month, n, acted, later, (wilson(later, n) or (None,))[0])
        for month, (n, acted, later) in sorted(months.items())
    )
    retention = Section("retention", "By month of joining", (
        Column("month", "Joined", "text"), Column("supporters", "Supporters"), Column("acted", "Ever acted"),
        Column("later", "Acted in a later month"), Column("share", "Share", "percent")), kept,
        "Acted: at least one contact made. Shares are hidden below 10.")  # fmt: skip
    columns = (Column("by", "By", "text"), Column("group", "Group", "text"), Column("supporters", "Supporters"),
               Column("new", "New"), Column("active", "Active"), Column("lapsed", "Lapsed"))  # fmt: skip
    return Report("supporters", "Supporters", "Who takes part?", columns, tuple(rows),
                  f"{NEVER_SUMMED} New: joined in the period. Active: a contact made in it. Lapsed: one made before it, "
                  "none in it. Role and source are as on record now.", made_from(facts, scope), (retention,), (),
                  () if people else ("Take a list in: advocate import sheet.csv",))  # fmt: skip


def count_lobbying(database: Database, scope: Scope) -> Report:
    """Count acts, minutes and costs by what two laws may call them; a person decides."""
    from advocate.reports.lobbying_rules import load_rules

    facts, rules = facts_of(database, scope), load_rules()
    found = facts.rows(
        "SELECT o.kind, coalesce(c.bill, '') <> '', count(*), sum(t.minutes), sum(t.cost_cents) FROM (SELECT f.official, "
        "f.campaign, f.minutes, f.cost_cents FROM {facts} AS f WHERE {scope} AND {made}) AS t "
        "JOIN reach_officials AS k ON k.n = t.official JOIN officials AS o ON o.id = k.id "
        "JOIN reach_campaigns AS rc ON rc.n = t.campaign LEFT JOIN campaigns AS c ON c.id = rc.id GROUP BY 1, 2 ORDER BY 1, 2"
    )
    rows = tuple((kind, "yes" if bill else "no", rules.irs(kind, bool(bill)), rules.chapter_10a(kind), n, minutes, cents,
                  rules.to_decide(kind, bool(bill))) for kind, bill, n, minutes, cents in found)  # fmt: skip
    columns = (Column("office", "Office", "text"), Column("bill", "Bill named", "text"), Column("irs", "IRS 501(h)", "text"),
               Column("chapter_10a", "Chapter 10A", "text"), Column("contacts", "Contacts"), Column("minutes", "Minutes", "minutes"),
               Column("cost", "Cost", "cents"), Column("to_decide", "Still to decide", "text"))  # fmt: skip
    return Report("lobbying", "Lobbying", "What may the law call these acts?", columns, rows,
                  f"{MADE} Minutes and costs are as entered, blank where nobody entered any. {rules.counsel}",
                  (*made_from(facts, scope), ("rules as of", rules.as_of)), (), rules.sources, () if rows else FIRST_STEPS)  # fmt: skip
