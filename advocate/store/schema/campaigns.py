"""Which tables hold campaigns, replies, approvals, and what reports count from? As shipped; never edited.

Days are YYYY-MM-DD, moments UTC with microseconds, ids as everywhere (32 hexadecimal digits, unique
in every log). "" says that a text is not known, NULL that a number is not.

campaigns           ask; bill ("HF 5"); item (a board's agenda item); offices and templates (JSON lists
                    of words); starts_on, ends_on (days or ""); goal as typed; answers_for (who answers for
                    it); closed_on ("" while it is open). campaign_changes keeps each edit.
settings            name -> value, of this log alone (default_campaign: a campaign's id). Not merged.
contacts            of the moment of writing: own_words (per cent of the letter's words that are in no
                    template, NULL not measured); findings (rules it broke, "L6 L8"; "" none, NULL not
                    checked); writer_* (the districts of the writer's address, as legislators names them).
                    number is a small key for the reports, given by a trigger: never copy it between logs.
contact_events      minutes, cost_cents: spent on the act, where the event says so (NULL: says nothing, so
                    what was said before holds). act_on: the day of the act from here on, where an event
                    (a correction) says so; "" is the rule below.
replies             what came back from an official: to a contact (contact_id), or to a campaign as a
                    whole (NULL). answer is one of five; may_quote 1 where there is permission to print
                    the quotation. A later reply that `corrects` an older one stands in its place;
                    withdrawn 1 says that there was no such reply.
approvals           a supporter's recorded yes to one letter (content_hash is what was shown to them; how is
                    where the yes comes from: "in person", "e-mail of 2027-02-01").
letter_groups       texts that are nearly the same (rule L15): each has the number of its group's first
                    text (a letter_signatures.id; that text may be forgotten since). A text joins
                    the group of the nearest one before it, once and for all.
log_merges          another log that was brought in. log_merge_rows: each row that it brought ('added'), or
                    changed ('changed', with what stood there before).

The reports count from reach_facts: one row a contact, as it stands now, in small whole numbers.
contact is contacts.number; campaign, supporter, official are numbers of reach_campaigns (0: none),
reach_supporters, reach_officials; person is the supporter, or the one kept after a merge; template,
town, house, senate, school, findings are numbers of reach_words (0: "" ). channel and standing are
numbers of reach_channels, reach_standings (made 1: sent or confirmed). day is the day of the act,
in days since 1970-01-01; letter is 1 where there is a text; constituent is 1 where the writer's
address lies in the official's district, 0 where it does not, NULL where that is not known; recorded
is when this state of the contact was written down, in seconds since 1970. reach_past keeps each
earlier state: it was in force from `recorded` until `until`, when event `ended_by` was written.

The day of the act: an event's act_on, where it has one; else, for a correction, what it was before
the event that is taken back; else, from sent to confirmed, as it was; else the event's happened_on.
"""

CAMPAIGNS = """
ALTER TABLE campaigns ADD COLUMN bill TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN item TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN offices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(offices))

ALTER TABLE campaigns ADD COLUMN starts_on TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN ends_on TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN templates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(templates))

ALTER TABLE campaigns ADD COLUMN goal TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN answers_for TEXT NOT NULL DEFAULT ''

ALTER TABLE campaigns ADD COLUMN closed_on TEXT NOT NULL DEFAULT ''

CREATE TABLE campaign_changes (
    id TEXT PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edit', 'close', 'reopen')),
    before TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(before)),
    after TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(after)),
    who TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL
)

CREATE INDEX campaign_changes_by_campaign ON campaign_changes (campaign_id, recorded_at)

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    set_at TEXT NOT NULL
) WITHOUT ROWID

ALTER TABLE contacts ADD COLUMN number INTEGER

ALTER TABLE contacts ADD COLUMN own_words INTEGER CHECK (own_words BETWEEN 0 AND 100)

ALTER TABLE contacts ADD COLUMN findings TEXT

ALTER TABLE contacts ADD COLUMN writer_house TEXT NOT NULL DEFAULT ''

ALTER TABLE contacts ADD COLUMN writer_senate TEXT NOT NULL DEFAULT ''

ALTER TABLE contacts ADD COLUMN writer_congress TEXT NOT NULL DEFAULT ''

ALTER TABLE contacts ADD COLUMN writer_school_district TEXT NOT NULL DEFAULT ''

CREATE INDEX contacts_by_number ON contacts (number)

ALTER TABLE contact_events ADD COLUMN minutes INTEGER CHECK (minutes >= 0)

ALTER TABLE contact_events ADD COLUMN cost_cents INTEGER CHECK (cost_cents >= 0)

ALTER TABLE contact_events ADD COLUMN act_on TEXT NOT NULL DEFAULT ''

CREATE TABLE replies (
    id TEXT PRIMARY KEY,
    official_id TEXT NOT NULL REFERENCES officials (id),
    official_key TEXT NOT NULL,
    contact_id TEXT REFERENCES contacts (id),
    campaign_id TEXT REFERENCES campaigns (id),
    supporter_id TEXT REFERENCES supporters (id),
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'unclear', 'form', 'none')),
    happened_on TEXT NOT NULL,
    quotation TEXT NOT NULL DEFAULT '',
    may_quote INTEGER NOT NULL DEFAULT 0 CHECK (may_quote IN (0, 1)),
    channel TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    who TEXT NOT NULL DEFAULT '',
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    corrects TEXT REFERENCES replies (id),
    recorded_at TEXT NOT NULL
)

CREATE INDEX replies_by_official ON replies (official_key)

CREATE INDEX replies_by_contact ON replies (contact_id) WHERE contact_id IS NOT NULL

CREATE UNIQUE INDEX replies_corrected_once ON replies (corrects) WHERE corrects IS NOT NULL

CREATE TRIGGER replies_are_not_changed BEFORE UPDATE ON replies
BEGIN
    SELECT raise(ABORT, 'a reply is not changed; add a correction');
END

CREATE TRIGGER replies_are_not_removed BEFORE DELETE ON replies
BEGIN
    SELECT raise(ABORT, 'a reply is not removed; add a correction');
END

CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    content_hash TEXT NOT NULL DEFAULT '',
    approved_by TEXT NOT NULL CHECK (approved_by <> ''),
    approved_on TEXT NOT NULL CHECK (approved_on <> ''),
    how TEXT NOT NULL DEFAULT '',
    recorded_by TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL
)

CREATE INDEX approvals_by_contact ON approvals (contact_id)

CREATE TRIGGER approvals_are_not_changed BEFORE UPDATE ON approvals
BEGIN
    SELECT raise(ABORT, 'a recorded yes is not changed');
END

CREATE TABLE letter_groups (
    signature_id INTEGER PRIMARY KEY REFERENCES letter_signatures (id) ON DELETE CASCADE,
    leader INTEGER NOT NULL
)

CREATE INDEX letter_groups_by_leader ON letter_groups (leader)

CREATE TABLE log_merges (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    added TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(added)),
    needs_eyes INTEGER NOT NULL DEFAULT 0,
    who TEXT NOT NULL DEFAULT '',
    merged_at TEXT NOT NULL,
    undone_at TEXT NOT NULL DEFAULT ''
)

CREATE TABLE log_merge_rows (
    merge_id TEXT NOT NULL REFERENCES log_merges (id),
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'added' CHECK (kind IN ('added', 'changed')),
    before TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(before)),
    PRIMARY KEY (merge_id, table_name, row_id)
) WITHOUT ROWID
"""

_STATE = """
    contact INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL,
    supporter INTEGER NOT NULL,
    person INTEGER NOT NULL,
    official INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    day INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    template INTEGER NOT NULL,
    own_words INTEGER,
    findings INTEGER,
    town INTEGER NOT NULL,
    house INTEGER NOT NULL,
    senate INTEGER NOT NULL,
    school INTEGER NOT NULL,
    constituent INTEGER,
    minutes INTEGER,
    cost_cents INTEGER,
    recorded INTEGER NOT NULL"""

FACTS = f"""
CREATE TABLE reach_words (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)

INSERT INTO reach_words VALUES (0, '')

CREATE TABLE reach_campaigns (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)

INSERT INTO reach_campaigns VALUES (0, '')

CREATE TABLE reach_supporters (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)

CREATE TABLE reach_officials (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)

CREATE TABLE reach_channels (n INTEGER PRIMARY KEY, channel TEXT NOT NULL UNIQUE)

INSERT INTO reach_channels (channel)
VALUES ('letter'), ('email'), ('post'), ('call'), ('visit'), ('testimony'), ('comment')

CREATE TABLE reach_standings (n INTEGER PRIMARY KEY, standing TEXT NOT NULL UNIQUE, made INTEGER NOT NULL)

INSERT INTO reach_standings
VALUES (1, 'drafted', 0), (2, 'handed_over', 0), (3, 'sent', 1), (4, 'confirmed', 1), (5, 'bounced', 0)

CREATE TABLE reach_facts ({_STATE}
)

CREATE TABLE reach_past (
    contact INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    day INTEGER NOT NULL,
    minutes INTEGER,
    cost_cents INTEGER,
    recorded INTEGER NOT NULL,
    until INTEGER NOT NULL,
    ended_by TEXT NOT NULL,
    PRIMARY KEY (contact, ended_by)
) WITHOUT ROWID

CREATE INDEX reach_facts_by_person ON reach_facts (person)
"""

#: How a day and a moment become whole numbers.
DAY = "CAST(julianday({0}) - 2440587.5 AS INTEGER)"
SECOND = "CAST(strftime('%s', {0}) AS INTEGER)"

_NEW_WORDS = "\n".join(
    f"    INSERT INTO reach_words (word) SELECT {column} FROM contacts WHERE id = new.contact_id "
    f"AND {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reach_words WHERE word = {column});"
    for column in ("template", "findings", "writer_house", "writer_senate", "writer_school_district")
)
_NEW_ROWS = "\n".join(
    f"    INSERT INTO {table} (id) SELECT {column} FROM contacts WHERE id = new.contact_id "
    f"AND {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = {column});"
    for table, column in (
        ("reach_supporters", "supporter_id"), ("reach_officials", "official_id"), ("reach_campaigns", "campaign_id"),
    )
)  # fmt: skip


def word_number(column: str) -> str:
    """Return the number of a column's word among reach_words, in SQL."""
    return f"(SELECT n FROM reach_words WHERE word = {column})"


#: The districts of a contact's writer beside the official's: 1, 0 or NULL.
CONSTITUENT = """CASE
            WHEN officials.kind = 'state_house' AND contacts.writer_house <> ''
                THEN contacts.writer_house = officials.district
            WHEN officials.kind = 'state_senate' AND contacts.writer_senate <> ''
                THEN contacts.writer_senate = officials.district
            WHEN officials.kind IN ('school_board', 'school_district') AND contacts.writer_school_district <> ''
                THEN contacts.writer_school_district = officials.district
            WHEN officials.kind = 'governor' AND contacts.writer_house <> '' THEN 1
        END"""

FOLLOW = f"""
CREATE TRIGGER contacts_are_numbered AFTER INSERT ON contacts
BEGIN
    UPDATE contacts SET number = (SELECT coalesce(max(number), 0) + 1 FROM contacts) WHERE id = new.id;
END

CREATE TRIGGER reach_begins AFTER INSERT ON contact_events WHEN new.kind = 'made'
BEGIN
{_NEW_ROWS}
{_NEW_WORDS}
    INSERT INTO reach_words (word) SELECT town FROM addresses
    WHERE id = (SELECT address_id FROM contacts WHERE id = new.contact_id)
    AND NOT EXISTS (SELECT 1 FROM reach_words WHERE word = town);
    INSERT INTO reach_facts
    SELECT
        contacts.number,
        coalesce((SELECT n FROM reach_campaigns WHERE id = contacts.campaign_id), 0),
        own.n,
        coalesce((SELECT n FROM reach_supporters WHERE id = supporters.merged_into), own.n),
        (SELECT n FROM reach_officials WHERE id = contacts.official_id),
        (SELECT n FROM reach_channels
         WHERE channel = CASE new.channel WHEN '' THEN contacts.channel ELSE new.channel END),
        (SELECT n FROM reach_standings WHERE standing = new.standing),
        {DAY.format("CASE new.act_on WHEN '' THEN new.happened_on ELSE new.act_on END")},
        contacts.letter_hash <> '',
        {word_number("contacts.template")},
        contacts.own_words,
        {word_number("contacts.findings")},
        {word_number("addresses.town")},
        {word_number("contacts.writer_house")},
        {word_number("contacts.writer_senate")},
        {word_number("contacts.writer_school_district")},
        {CONSTITUENT},
        new.minutes,
        new.cost_cents,
        {SECOND.format("new.recorded_at")}
    FROM contacts
    JOIN supporters ON supporters.id = contacts.supporter_id
    JOIN reach_supporters AS own ON own.id = contacts.supporter_id
    JOIN officials ON officials.id = contacts.official_id
    JOIN addresses ON addresses.id = contacts.address_id
    WHERE contacts.id = new.contact_id;
END

CREATE TRIGGER reach_moves AFTER INSERT ON contact_events WHEN new.kind <> 'made'
BEGIN
    INSERT INTO reach_past
    SELECT contact, channel, standing, day, minutes, cost_cents, recorded,
        {SECOND.format("new.recorded_at")}, new.id
    FROM reach_facts WHERE contact = (SELECT number FROM contacts WHERE id = new.contact_id);
    UPDATE reach_facts SET
        day = CASE
            WHEN new.act_on <> '' THEN {DAY.format("new.act_on")}
            WHEN new.kind = 'correction' THEN coalesce(
                (SELECT day FROM reach_past
                 WHERE reach_past.contact = reach_facts.contact AND ended_by = new.corrects), day)
            WHEN new.standing IN ('sent', 'confirmed') AND standing IN (3, 4) THEN day
            ELSE {DAY.format("new.happened_on")}
        END,
        minutes = coalesce(new.minutes, CASE WHEN new.kind = 'correction' AND new.act_on = '' THEN
            (SELECT past.minutes FROM reach_past AS past
             WHERE past.contact = reach_facts.contact AND past.ended_by = new.corrects) ELSE minutes END),
        cost_cents = coalesce(new.cost_cents, CASE WHEN new.kind = 'correction' AND new.act_on = '' THEN
            (SELECT past.cost_cents FROM reach_past AS past
             WHERE past.contact = reach_facts.contact AND past.ended_by = new.corrects) ELSE cost_cents END),
        standing = (SELECT n FROM reach_standings WHERE reach_standings.standing = new.standing),
        channel = coalesce((SELECT n FROM reach_channels WHERE reach_channels.channel = new.channel), channel),
        recorded = {SECOND.format("new.recorded_at")}
    WHERE contact = (SELECT number FROM contacts WHERE id = new.contact_id);
END

CREATE TRIGGER reach_merges AFTER UPDATE OF merged_into ON supporters
BEGIN
    INSERT INTO reach_supporters (id) SELECT new.merged_into
    WHERE EXISTS (SELECT 1 FROM reach_supporters WHERE reach_supporters.id = new.id)
    AND new.merged_into IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM reach_supporters WHERE reach_supporters.id = new.merged_into);
    UPDATE reach_facts
    SET person = coalesce((SELECT n FROM reach_supporters WHERE id = new.merged_into), supporter)
    WHERE contact IN (SELECT number FROM contacts WHERE supporter_id = new.id);
    DELETE FROM reach_supporters
    WHERE id = old.merged_into
    AND NOT EXISTS (SELECT 1 FROM reach_facts WHERE person = reach_supporters.n)
    AND NOT EXISTS (SELECT 1 FROM contacts WHERE supporter_id = reach_supporters.id);
END

CREATE TRIGGER reach_loses_towns AFTER UPDATE OF town ON addresses WHEN new.town = ''
BEGIN
    UPDATE reach_facts SET town = 0
    WHERE contact IN (SELECT number FROM contacts WHERE address_id = new.id);
END

CREATE TRIGGER reach_ends AFTER DELETE ON contacts
BEGIN
    DELETE FROM reach_facts WHERE contact = old.number;
    DELETE FROM reach_past WHERE contact = old.number;
END
"""

#: For a log that was there before: number its contacts, and let every event happen once more.
FOLLOW_FROM_THE_BEGINNING = """
UPDATE contacts SET number = rowid

UPDATE contacts SET (writer_house, writer_senate, writer_congress, writer_school_district) = (
    SELECT state_house, state_senate, congress, school_district FROM placements
    WHERE placements.address_id = contacts.address_id
) WHERE address_id IN (SELECT address_id FROM placements)

CREATE TEMP TABLE earlier_events AS SELECT * FROM contact_events ORDER BY rowid

DROP TRIGGER contact_events_are_not_removed

DELETE FROM contact_events

INSERT INTO contact_events SELECT * FROM temp.earlier_events ORDER BY rowid

DROP TABLE temp.earlier_events

CREATE TRIGGER contact_events_are_not_removed BEFORE DELETE ON contact_events
BEGIN
    SELECT raise(ABORT, 'what happened is not removed; add a correction');
END
"""


#: For a viewer of databases or a spreadsheet: the same numbers as the reports, of all that is on record.
VIEWS = """
CREATE VIEW reach AS
SELECT
    contacts.id AS contact_id, coalesce(campaigns.name, '') AS campaign, people.id AS supporter_id,
    officials.official_key, officials.name AS official, officials.title, officials.kind, officials.district,
    c.channel, s.standing, s.made, date(f.day * 86400, 'unixepoch') AS day, f.letter, template.word AS template,
    f.own_words, findings.word AS findings, town.word AS town, house.word AS writer_house,
    senate.word AS writer_senate, school.word AS writer_school_district, f.constituent, f.minutes, f.cost_cents
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

CREATE VIEW reach_totals AS
SELECT campaign, count(DISTINCT supporter_id) AS supporters, sum(letter) AS letters,
    sum(standing = 'sent') AS sent, sum(standing = 'confirmed') AS confirmed,
    count(DISTINCT official_key) AS officials,
    count(DISTINCT CASE kind WHEN 'state_house' THEN district END) AS house_districts,
    count(DISTINCT CASE kind WHEN 'state_senate' THEN district END) AS senate_districts,
    count(DISTINCT CASE WHEN kind IN ('school_board', 'school_district') THEN district END) AS school_districts
FROM reach WHERE made = 1 GROUP BY campaign

CREATE VIEW reach_by_official AS
SELECT campaign, official_key, official, title, kind, district, count(*) AS contacts,
    sum(standing = 'sent') AS sent, sum(standing = 'confirmed') AS confirmed,
    count(DISTINCT supporter_id) AS writers,
    count(DISTINCT CASE WHEN constituent THEN supporter_id END) AS constituents,
    count(DISTINCT nullif(town, '')) AS towns, max(day) AS last_touched
FROM reach WHERE made = 1 GROUP BY campaign, official_key

CREATE VIEW reach_by_day AS
SELECT campaign, day, channel, standing, count(*) AS contacts
FROM reach WHERE made = 1 GROUP BY campaign, day, channel, standing

CREATE VIEW reach_by_template AS
SELECT campaign, template, count(*) AS letters, avg(own_words) AS own_words, count(own_words) AS measured
FROM reach WHERE made = 1 AND letter = 1 GROUP BY campaign, template

CREATE VIEW reach_replies AS
SELECT coalesce(campaigns.name, '') AS campaign, answer, count(*) AS replies
FROM replies LEFT JOIN campaigns ON campaigns.id = replies.campaign_id
WHERE withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = replies.id)
GROUP BY campaigns.id, answer
"""
