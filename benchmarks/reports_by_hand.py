"""What would somebody write who knows SQL and the log's tables, to ask for each report's numbers?

One to three questions a report, on the tables and views that docs/reports.md and the schema name, along the
same indexes that the reports use. They give the numbers of the report, not its words: a title, a name of
a district, what a law may call an act come from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.reports.report import Report

#: As the program sets it: SQLite keeps two megabytes unless told.
SETUP = "PRAGMA cache_size = -65536"
_MADE = "f.standing IN (3, 4) AND f.day <= julianday('2026-11-24') - 2440587.5"
_ON = "f.day <= julianday('2026-11-24') - 2440587.5"
_SCHOOL = "o.kind IN ('school_board', 'school_district')"
#: Replies that stand, each with the days since the act it answers.
_REPLIES = """
    SELECT r.answer, o.official_key, o.kind, o.district, CAST(julianday(r.happened_on) - 2440587.5 AS INTEGER) - (
        SELECT f.day FROM contacts AS c JOIN reach_facts AS f ON f.contact = c.number
        WHERE c.id = r.contact_id AND f.standing IN (3, 4)) AS days
    FROM replies AS r JOIN officials AS o ON o.id = r.official_id
    WHERE r.withdrawn = 0 AND r.happened_on <= '2026-11-24'
    AND NOT EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = r.id)"""

BY_HAND = {
    "reach": f"""
SELECT 'supporters acting', count(*) FROM (SELECT DISTINCT f.person FROM reach_facts AS f WHERE {_MADE})
UNION ALL
SELECT 'officials reached', count(*) FROM (SELECT DISTINCT f.holder FROM reach_facts AS f WHERE {_MADE});
WITH reached AS (SELECT DISTINCT o.kind, o.district FROM (SELECT DISTINCT f.holder FROM reach_facts AS f WHERE {_MADE}) AS t
    CROSS JOIN reach_officials AS k ON k.n = t.holder CROSS JOIN officials AS o ON o.id = k.id)
SELECT 'House districts covered', count(*) FROM reached WHERE kind = 'state_house'
UNION ALL SELECT 'Senate districts covered', count(*) FROM reached WHERE kind = 'state_senate'
UNION ALL SELECT 'school districts covered', count(DISTINCT district) FROM reached AS o WHERE {_SCHOOL};
WITH ways AS (SELECT c.channel, s.standing, s.made, t.* FROM (SELECT f.channel AS way, f.standing AS stands, count(*) AS n,
    sum(f.letter) AS letters, sum(f.own_words) AS own, count(f.own_words) AS known FROM reach_facts AS f WHERE {_ON}
    GROUP BY f.channel, f.standing) AS t CROSS JOIN reach_channels AS c ON c.n = t.way
    CROSS JOIN reach_standings AS s ON s.n = t.stands)
SELECT standing, sum(n) FROM ways GROUP BY standing
UNION ALL SELECT channel || ' ' || standing, n FROM ways WHERE made = 1
UNION ALL SELECT 'letters made', sum(letters) FROM ways WHERE made = 1
UNION ALL SELECT 'own words', round(1.0 * sum(own) / sum(known)) FROM ways WHERE made = 1;
SELECT 'replies', count(*) FROM ({_REPLIES}) WHERE answer <> 'none'""",
    "coverage": f"""
WITH wrote AS (SELECT DISTINCT f.person FROM reach_facts AS f WHERE {_MADE}),
said_no AS (SELECT coalesce(s.merged_into, s.id) AS id FROM consents AS c JOIN supporters AS s ON s.id = c.supporter_id
    WHERE c.given = 0 AND c.channel = 'any' AND c.lifted_by IS NULL)
SELECT 'lives', p.state_house, count(DISTINCT coalesce(kept.rowid, s.rowid)), count(DISTINCT CASE
    WHEN coalesce(kept.forgotten_on, s.forgotten_on) IS NULL AND (k.n IS NULL OR k.n NOT IN wrote)
    AND coalesce(kept.id, s.id) NOT IN said_no THEN coalesce(kept.rowid, s.rowid) END)
FROM placements AS p NOT INDEXED CROSS JOIN addresses AS a ON a.id = p.address_id
CROSS JOIN supporters AS s ON s.id = a.supporter_id LEFT JOIN supporters AS kept ON kept.id = s.merged_into
LEFT JOIN reach_supporters AS k ON k.id = coalesce(kept.id, s.id)
WHERE p.state_house <> '' AND s.name <> '(no name)' GROUP BY p.state_house;
SELECT 'wrote', w.word, t.n, t.people FROM (SELECT house, sum(n) AS n, count(*) AS people FROM (
    SELECT f.person, f.house, count(*) AS n FROM reach_facts AS f WHERE {_MADE} GROUP BY f.person, f.house)
    GROUP BY house) AS t CROSS JOIN reach_words AS w ON w.n = t.house WHERE w.word <> '';
SELECT 'reached', o.district, count(*), '' FROM (SELECT DISTINCT f.holder FROM reach_facts AS f WHERE {_MADE}) AS t
CROSS JOIN reach_officials AS k ON k.n = t.holder CROSS JOIN officials AS o ON o.id = k.id
WHERE o.kind = 'state_house' GROUP BY o.district""",
    "officials": f"""
WITH pairs AS (SELECT f.holder, f.person, count(*) AS n, sum(f.standing = 3) AS sent, max(f.constituent) AS lives,
    max(f.day) AS last FROM reach_facts AS f WHERE {_MADE} GROUP BY f.holder, f.person),
counts AS (SELECT holder, sum(n) AS n, sum(sent) AS sent, count(*) AS writers, sum(lives) AS lives, max(last) AS last
    FROM pairs GROUP BY holder),
towns AS (SELECT holder, count(*) AS towns FROM (SELECT DISTINCT f.holder, f.town FROM reach_facts AS f
    WHERE {_MADE} AND f.town > 0) GROUP BY holder),
ways AS (SELECT holder, group_concat(channel, ', ') AS channels FROM (SELECT t.holder, c.channel FROM (
    SELECT DISTINCT f.holder, f.channel FROM reach_facts AS f WHERE {_MADE}) AS t
    CROSS JOIN reach_channels AS c ON c.n = t.channel ORDER BY t.holder, c.channel) GROUP BY holder),
came AS (SELECT *, row_number() OVER (each_one ORDER BY days IS NULL, days) AS place, count(days) OVER each_one AS known,
    count(*) OVER each_one AS n FROM ({_REPLIES}) WHERE answer <> 'none'
    WINDOW each_one AS (PARTITION BY official_key, kind, district)),
answered AS (SELECT official_key, kind, district, max(n) AS n, max(CASE WHEN place = (known + 1) / 2 THEN days END) AS days
    FROM came GROUP BY official_key, kind, district)
SELECT o.title || ' ' || o.name, o.kind, o.district, c.n, c.sent, c.n - c.sent, c.writers, coalesce(c.lives, 0),
    coalesce(t.towns, 0), w.channels, coalesce(a.n, 0), a.days, date(c.last * 86400, 'unixepoch')
FROM counts AS c CROSS JOIN reach_officials AS k ON k.n = c.holder CROSS JOIN officials AS o ON o.id = k.id
LEFT JOIN towns AS t ON t.holder = c.holder LEFT JOIN ways AS w ON w.holder = c.holder
LEFT JOIN answered AS a ON a.official_key = o.official_key AND a.kind = o.kind AND a.district = o.district""",
    "timeline": f"""
WITH days AS (SELECT date(t.day * 86400, 'unixepoch', 'weekday 0', '-6 days') AS week, c.channel, s.standing, t.n FROM (
    SELECT f.channel, f.standing, f.template, f.findings, f.day, count(*) AS n FROM reach_facts AS f WHERE {_MADE}
    GROUP BY f.channel, f.standing, f.template, f.findings, f.day) AS t
    CROSS JOIN reach_channels AS c ON c.n = t.channel CROSS JOIN reach_standings AS s ON s.n = t.standing)
SELECT week, channel, sum(n) FROM days GROUP BY week, channel
UNION ALL SELECT week, standing, sum(n) FROM days GROUP BY week, standing""",
    "letters": f"""
WITH parts AS (SELECT t.template, t.findings, sum(t.n) AS n, sum(t.own) AS own, sum(t.known) AS known FROM (
    SELECT f.channel, f.standing, f.template, f.findings, count(*) AS n, sum(f.own_words) AS own,
    count(f.own_words) AS known FROM reach_facts AS f WHERE {_MADE} AND f.letter = 1
    GROUP BY f.channel, f.standing, f.template, f.findings) AS t GROUP BY t.template, t.findings),
rules AS (WITH RECURSIVE each_rule (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each_rule WHERE n < 18)
    SELECT 'L' || n AS rule FROM each_rule)
SELECT w.word, sum(p.n), round(1.0 * sum(p.own) / sum(p.known)), sum(p.known), sum(CASE p.findings WHEN 0 THEN p.n ELSE 0 END)
FROM parts AS p CROSS JOIN reach_words AS w ON w.n = p.template GROUP BY w.word
UNION ALL
SELECT r.rule, sum(p.n), '', '', '' FROM parts AS p CROSS JOIN reach_words AS w ON w.n = p.findings
CROSS JOIN rules AS r ON ' ' || w.word || ' ' LIKE '% ' || r.rule || ' %' GROUP BY r.rule;
SELECT 'groups', count(*), max(n), '', '' FROM (SELECT count(*) AS n FROM reach_facts AS f
WHERE {_MADE} AND f.text_group IS NOT NULL GROUP BY f.text_group HAVING count(*) > 1)""",
    "supporters": f"""
CREATE TEMP TABLE people AS SELECT s.role, s.came_from, substr(date(s.created_at, 'localtime'), 1, 7) AS month,
    t.last IS NOT NULL AS acted, coalesce(strftime('%Y-%m', t.last * 86400, 'unixepoch')
    > substr(date(s.created_at, 'localtime'), 1, 7), 0) AS later, count(*) AS n
FROM supporters AS s LEFT JOIN reach_supporters AS k ON k.id = s.id LEFT JOIN (SELECT f.person, max(f.day) AS last
    FROM reach_facts AS f WHERE {_MADE} GROUP BY f.person) AS t ON t.person = k.n
WHERE s.merged_into IS NULL AND s.name <> '(no name)' GROUP BY 1, 2, 3, 4, 5;
SELECT 'all', 'everybody', sum(n), sum(n * acted) FROM people
UNION ALL SELECT 'role', role, sum(n), sum(n * acted) FROM people GROUP BY role
UNION ALL SELECT 'source', came_from, sum(n), sum(n * acted) FROM people GROUP BY came_from
UNION ALL SELECT month, sum(n), sum(n * acted), sum(n * later) FROM people GROUP BY month""",
    "replies": f"""
SELECT answer, count(*), max(CASE WHEN place = (known + 1) / 2 THEN days END) FROM (
    SELECT *, row_number() OVER (each_one ORDER BY days IS NULL, days) AS place, count(days) OVER each_one AS known
    FROM ({_REPLIES}) WINDOW each_one AS (PARTITION BY answer)) GROUP BY answer""",
    "lobbying": f"""
WITH bills AS (SELECT k.n FROM reach_campaigns AS k JOIN campaigns AS c ON c.id = k.id WHERE c.bill <> ''),
acts AS (SELECT f.holder, count(*) AS n, sum(f.campaign IN bills) AS with_bill FROM reach_facts AS f WHERE {_MADE}
    GROUP BY f.holder),
spent AS (SELECT f.holder, f.campaign IN bills AS bill, sum(f.minutes) AS minutes, sum(f.cost_cents) AS cents
    FROM reach_facts AS f WHERE {_MADE} AND (f.minutes IS NOT NULL OR f.cost_cents IS NOT NULL) GROUP BY 1, 2),
each_one AS (SELECT a.holder, 1 AS bill, a.with_bill AS n FROM acts AS a UNION ALL SELECT holder, 0, n - with_bill FROM acts)
SELECT o.kind, e.bill, sum(e.n), sum(s.minutes), sum(s.cents) FROM each_one AS e
CROSS JOIN reach_officials AS k ON k.n = e.holder CROSS JOIN officials AS o ON o.id = k.id
LEFT JOIN spent AS s ON s.holder = e.holder AND s.bill = e.bill WHERE e.n > 0 GROUP BY o.kind, e.bill""",
}


def our_numbers(report: Report) -> list[tuple[str, ...]]:
    """Return the numbers of a report as the SQL by hand gives them, sorted."""
    rows = _ROWS[report.name](report)
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in rows)


def _cells(report: Report) -> list[dict[str, Any]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def _reach(report: Report) -> list[tuple[Any, ...]]:
    words = {"contacts sent": "sent", "contacts confirmed": "confirmed", "contacts drafted (not made)": "drafted",
             "contacts handed over (not made)": "handed_over", "contacts bounced (never count)": "bounced"}  # fmt: skip
    found = [(words.get(row["measure"], row["measure"]), row["count"]) for row in _cells(report)]
    # SQL has no row where there is nothing, and rounds to a real number.
    return [("own words", float(n)) if name.startswith("own words") else (name, n) for name, n in found if n]


def _coverage(report: Report) -> list[tuple[Any, ...]]:
    rows = _cells(report)
    return [
        *(("lives", row["district"], row["supporters"], row["quiet"]) for row in rows if row["supporters"]),
        *(("wrote", row["district"], row["contacts"], row["writers"]) for row in rows if row["contacts"]),
        *(("reached", row["district"], row["officials"], "") for row in rows if row["officials"]),
    ]


def _officials(report: Report) -> list[tuple[Any, ...]]:
    return [row[:-1] for row in report.rows]


def _timeline(report: Report) -> list[tuple[Any, ...]]:
    return [
        (row["from"], name, n) for row in _cells(report) for name, n in row.items() if name != "from" and n
    ]


def _letters(report: Report) -> list[tuple[Any, ...]]:
    groups, largest = (
        word.rstrip(".").replace(",", "")
        for word in (report.notes[0].split()[0], report.notes[0].split()[-1])
    )
    return [
        *((row["template"].replace("(no template)", ""), row["letters"], float(row["own_words"]), row["measured"], row["clean"])
          for row in _cells(report)),
        *((rule, n, "", "", "") for rule, n in report.sections[0].rows),
        ("groups", groups, largest, "", ""),
    ]  # fmt: skip


def _supporters(report: Report) -> list[tuple[Any, ...]]:
    groups = [
        (row["by"], row["group"].replace("not told", ""), row["supporters"], row["active"])
        for row in _cells(report)
    ]
    return [*groups, *(row[:4] for row in report.sections[0].rows)]


def _replies(report: Report) -> list[tuple[Any, ...]]:
    return [(row["answer"], row["count"], row["days_to_reply"]) for row in _cells(report)]


def _lobbying(report: Report) -> list[tuple[Any, ...]]:
    return [
        (row["office"], int(row["bill"] == "yes"), row["contacts"], row["minutes"], row["cost"])
        for row in _cells(report)
    ]


_ROWS = {
    "reach": _reach, "coverage": _coverage, "officials": _officials, "timeline": _timeline, "letters": _letters,
    "supporters": _supporters, "replies": _replies, "lobbying": _lobbying,
}  # fmt: skip
