"""Which views hold the reports' numbers for a viewer of databases, or a spreadsheet? As shipped; never edited.

They count all that is on record now, whatever its day, by the definitions under the reports. `campaign`
is a campaign's name, "" for acts that belong to none, "(all)" for everything at once: different people
and officials are counted once there, so that those rows are no sums.

reach                  a row a contact, with names for the numbers of reach_facts
reach_totals           the report reach; reach_by_channel its channels
reach_by_district      the report coverage: only districts with anything in them ("" is not known)
reach_by_official      the report officials
reach_by_day           the report timeline, a row a day, channel and standing
reach_by_template, reach_by_finding, reach_same_texts    the report letters
reach_people           a row a supporter (merged rows are one), from which the report supporters counts
reach_by_role, reach_by_source, reach_by_month_joined  the report supporters
reach_replies          the report replies (Wilson's interval is left to the report)
reach_lobbying         the report lobbying, before what the law may call it
"""

_OF_ACT = """f.campaign AS number, f.person, f.holder, f.channel, f.day, f.letter, f.template, f.own_words, f.findings,
        f.town, f.house, f.senate, f.school, f.constituent, f.minutes, f.cost_cents, f.text_group,
        s.standing AS stands, s.made"""

#: A row a contact for its campaign, and one for "(all)".
_EACH = f"""
    SELECT coalesce(k.name, '') AS campaign, {_OF_ACT}
    FROM reach_facts AS f JOIN reach_standings AS s ON s.n = f.standing
    JOIN reach_campaigns AS own ON own.n = f.campaign LEFT JOIN campaigns AS k ON k.id = own.id
    UNION ALL
    SELECT '(all)', {_OF_ACT}
    FROM reach_facts AS f JOIN reach_standings AS s ON s.n = f.standing"""

_MADE = f"SELECT * FROM ({_EACH}) WHERE made = 1"

#: Replies that stand, with the number of the official in their seat, and the days since the act.
_ANSWERS = """
    SELECT r.campaign_id, r.answer, o.official_key, o.kind, o.district,
        CAST(julianday(r.happened_on) - 2440587.5 AS INTEGER) - (
            SELECT f.day FROM contacts CROSS JOIN reach_facts AS f ON f.contact = contacts.number
            WHERE contacts.id = r.contact_id AND f.standing IN (3, 4)
        ) AS days
    FROM replies AS r JOIN officials AS o ON o.id = r.official_id
    WHERE r.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = r.id)"""

_EACH_ANSWER = f"""
    SELECT coalesce(k.name, '') AS campaign, a.* FROM ({_ANSWERS}) AS a
    LEFT JOIN campaigns AS k ON k.id = a.campaign_id
    UNION ALL
    SELECT '(all)', a.* FROM ({_ANSWERS}) AS a"""

_SCHOOL = "('school_board', 'school_district')"


def _writers_by(kind: str, column: str) -> str:
    """Return who lives in a kind of district, who wrote from it and whom of its officials was reached."""
    kinds = _SCHOOL if kind == "school_district" else f"('{kind}')"
    return f"""
    SELECT '{kind}' AS kind, '(all)' AS campaign, p.{kind} AS district, coalesce(s.merged_into, s.id) AS lives,
        NULL AS person, NULL AS official
    FROM placements AS p JOIN addresses AS a ON a.id = p.address_id JOIN supporters AS s ON s.id = a.supporter_id
    UNION ALL
    SELECT '{kind}', e.campaign, w.word, NULL, e.person, NULL FROM each_act AS e
    JOIN reach_words AS w ON w.n = e.{column} WHERE e.made = 1
    UNION ALL
    SELECT '{kind}', e.campaign, o.district, NULL, NULL, e.holder FROM each_act AS e
    JOIN reach_officials AS t ON t.n = e.holder JOIN officials AS o ON o.id = t.id
    WHERE e.made = 1 AND o.kind IN {kinds}"""


VIEWS = f"""
DROP VIEW IF EXISTS reach_totals

DROP VIEW IF EXISTS reach_by_official

DROP VIEW IF EXISTS reach_by_day

DROP VIEW IF EXISTS reach_by_template

DROP VIEW IF EXISTS reach_replies

DROP VIEW IF EXISTS reach

CREATE VIEW reach AS
SELECT
    contacts.id AS contact_id, coalesce(campaigns.name, '') AS campaign, people.id AS supporter_id,
    officials.official_key, officials.name AS official, officials.title, officials.kind, officials.district,
    c.channel, s.standing, s.made, date(f.day * 86400, 'unixepoch') AS day, f.letter, template.word AS template,
    f.own_words, findings.word AS findings, town.word AS town, house.word AS writer_house,
    senate.word AS writer_senate, school.word AS writer_school_district, f.constituent, f.minutes, f.cost_cents,
    f.text_group
FROM reach_facts AS f
JOIN contacts ON contacts.number = f.contact
JOIN reach_supporters AS people ON people.n = f.person
JOIN officials ON officials.id = contacts.official_id
JOIN reach_channels AS c ON c.n = f.channel
JOIN reach_standings AS s ON s.n = f.standing
JOIN reach_words AS template ON template.n = f.template
JOIN reach_words AS town ON town.n = f.town
JOIN reach_words AS house ON house.n = f.house
JOIN reach_words AS senate ON senate.n = f.senate
JOIN reach_words AS school ON school.n = f.school
LEFT JOIN reach_words AS findings ON findings.n = f.findings
LEFT JOIN campaigns ON campaigns.id = contacts.campaign_id

CREATE VIEW reach_replies AS
SELECT campaign, answer, count(*) AS replies, sum(count(*)) OVER (PARTITION BY campaign) AS n,
    CASE WHEN sum(count(*)) OVER (PARTITION BY campaign) >= 10
        THEN round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY campaign), 1) END AS share,
    max(CASE WHEN place = (known + 1) / 2 THEN days END) AS days_to_reply
FROM (
    SELECT *, count(days) OVER each_one AS known,
        CASE WHEN days IS NOT NULL THEN row_number() OVER (each_one ORDER BY days IS NULL, days) END AS place
    FROM ({_EACH_ANSWER}) WINDOW each_one AS (PARTITION BY campaign, answer)
) GROUP BY campaign, answer

CREATE VIEW reach_totals AS
WITH each_act AS ({_EACH}), each_answer AS ({_EACH_ANSWER})
SELECT e.campaign, count(DISTINCT CASE e.made WHEN 1 THEN e.person END) AS supporters,
    sum(e.letter * e.made) AS letters,
    sum(e.stands = 'sent') AS sent, sum(e.stands = 'confirmed') AS confirmed,
    sum(e.stands = 'drafted') AS drafted, sum(e.stands = 'handed_over') AS handed_over,
    sum(e.stands = 'bounced') AS bounced,
    count(DISTINCT CASE e.made WHEN 1 THEN e.holder END) AS officials,
    count(DISTINCT CASE WHEN e.made AND o.kind = 'state_house' THEN o.district END) AS house_districts,
    count(DISTINCT CASE WHEN e.made AND o.kind = 'state_senate' THEN o.district END) AS senate_districts,
    count(DISTINCT CASE WHEN e.made AND o.kind IN {_SCHOOL} THEN o.district END) AS school_districts,
    avg(CASE e.made WHEN 1 THEN e.own_words END) AS own_words,
    (SELECT count(*) FROM each_answer AS a WHERE a.campaign = e.campaign AND a.answer <> 'none') AS replies
FROM each_act AS e JOIN reach_officials AS t ON t.n = e.holder JOIN officials AS o ON o.id = t.id
GROUP BY e.campaign

CREATE VIEW reach_by_channel AS
SELECT e.campaign, c.channel, e.stands AS standing, e.made, count(*) AS contacts
FROM ({_EACH}) AS e JOIN reach_channels AS c ON c.n = e.channel GROUP BY e.campaign, c.channel, e.stands

CREATE VIEW reach_by_day AS
SELECT e.campaign, date(e.day * 86400, 'unixepoch') AS day, c.channel, e.stands AS standing, count(*) AS contacts
FROM ({_EACH}) AS e JOIN reach_channels AS c ON c.n = e.channel
WHERE e.made = 1 GROUP BY e.campaign, e.day, c.channel, e.stands

CREATE VIEW reach_by_official AS
WITH each_act AS ({_MADE}), ways AS (
    SELECT campaign, holder, group_concat(channel, ', ') AS channels FROM (
        SELECT DISTINCT x.campaign, x.holder, c.channel FROM each_act AS x JOIN reach_channels AS c ON c.n = x.channel
        ORDER BY x.campaign, x.holder, c.channel
    ) GROUP BY campaign, holder
), came AS (
    SELECT *, count(*) OVER each_one AS replies, count(days) OVER each_one AS known,
        row_number() OVER (each_one ORDER BY days IS NULL, days) AS place
    FROM ({_EACH_ANSWER}) WHERE answer <> 'none'
    WINDOW each_one AS (PARTITION BY campaign, official_key, kind, district)
), answered AS (
    SELECT campaign, official_key, kind, district, max(replies) AS replies,
        max(CASE WHEN place = (known + 1) / 2 THEN days END) AS days
    FROM came GROUP BY campaign, official_key, kind, district
)
SELECT e.campaign, o.official_key, o.name AS official, o.title, o.kind, o.district, count(*) AS contacts,
    sum(e.stands = 'sent') AS sent, sum(e.stands = 'confirmed') AS confirmed,
    count(DISTINCT e.person) AS writers,
    count(DISTINCT CASE e.constituent WHEN 1 THEN e.person END) AS constituents,
    count(DISTINCT nullif(e.town, 0)) AS towns, w.channels, coalesce(r.replies, 0) AS replies,
    r.days AS days_to_reply, date(max(e.day) * 86400, 'unixepoch') AS last_touched
FROM each_act AS e JOIN reach_officials AS t ON t.n = e.holder JOIN officials AS o ON o.id = t.id
JOIN ways AS w ON w.campaign = e.campaign AND w.holder = e.holder
LEFT JOIN answered AS r ON r.campaign = e.campaign AND r.official_key = o.official_key
    AND r.kind = o.kind AND r.district = o.district
GROUP BY e.campaign, e.holder

CREATE VIEW reach_by_district AS
WITH each_act AS ({_EACH}), parts AS (
    {_writers_by("state_house", "house")}
    UNION ALL {_writers_by("state_senate", "senate")}
    UNION ALL {_writers_by("school_district", "school")}
)
SELECT campaign, kind, district, CASE campaign WHEN '(all)' THEN count(DISTINCT lives) END AS supporters, count(DISTINCT person) AS writers,
    count(person) AS contacts, count(DISTINCT official) AS officials
FROM parts GROUP BY campaign, kind, district

CREATE VIEW reach_by_template AS
SELECT e.campaign, w.word AS template, count(*) AS letters, avg(e.own_words) AS own_words,
    count(e.own_words) AS measured, sum(coalesce(e.findings = 0, 0)) AS clean
FROM ({_EACH}) AS e JOIN reach_words AS w ON w.n = e.template
WHERE e.made = 1 AND e.letter = 1 GROUP BY e.campaign, e.template

CREATE VIEW reach_by_finding AS
WITH RECURSIVE found (campaign, letters, rule, rest) AS (
    SELECT e.campaign, count(*), '', w.word || ' ' FROM ({_EACH}) AS e JOIN reach_words AS w ON w.n = e.findings
    WHERE e.made = 1 AND e.findings > 0 GROUP BY e.campaign, e.findings
    UNION ALL
    SELECT campaign, letters, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
    FROM found WHERE rest <> ''
)
SELECT campaign, rule, sum(letters) AS letters FROM found WHERE rule <> '' GROUP BY campaign, rule

CREATE VIEW reach_same_texts AS
SELECT campaign, text_group, count(*) AS letters FROM ({_EACH})
WHERE made = 1 AND text_group IS NOT NULL GROUP BY campaign, text_group HAVING count(*) > 1

CREATE VIEW reach_people AS
SELECT s.id AS supporter_id, s.role, s.came_from AS source, date(s.created_at, 'localtime') AS joined,
    coalesce(t.contacts, 0) AS contacts, date(t.first * 86400, 'unixepoch') AS first_act,
    date(t.last * 86400, 'unixepoch') AS last_act
FROM supporters AS s LEFT JOIN reach_supporters AS k ON k.id = s.id
LEFT JOIN (
    SELECT person, count(*) AS contacts, min(day) AS first, max(day) AS last FROM reach_facts
    WHERE standing IN (3, 4) GROUP BY person
) AS t ON t.person = k.n
WHERE s.merged_into IS NULL

CREATE VIEW reach_by_role AS
SELECT role, count(*) AS supporters, sum(contacts > 0) AS active FROM reach_people GROUP BY role

CREATE VIEW reach_by_source AS
SELECT source, count(*) AS supporters, sum(contacts > 0) AS active FROM reach_people GROUP BY source

CREATE VIEW reach_by_month_joined AS
SELECT substr(joined, 1, 7) AS month, count(*) AS supporters, sum(contacts > 0) AS acted,
    sum(coalesce(substr(last_act, 1, 7) > substr(joined, 1, 7), 0)) AS later
FROM reach_people GROUP BY 1

CREATE VIEW reach_lobbying AS
SELECT e.campaign, o.kind, coalesce(k.bill, '') <> '' AS bill_named, count(*) AS contacts,
    sum(e.minutes) AS minutes, sum(e.cost_cents) AS cost_cents
FROM ({_EACH}) AS e JOIN reach_officials AS t ON t.n = e.holder JOIN officials AS o ON o.id = t.id
JOIN reach_campaigns AS own ON own.n = e.number LEFT JOIN campaigns AS k ON k.id = own.id
WHERE e.made = 1 GROUP BY e.campaign, o.kind, coalesce(k.bill, '') <> ''
"""
