"""How do reports count a million contacts in a second? Narrow indexes that hold all a report asks for. As shipped; never edited.

Two numbers more in reach_facts: `holder` is the official as they were in their seat, whichever state
of the roster a contact was made under (the first of reach_officials with the same key, office and
district, so that somebody who changes seats is two); text_group is the group of the contact's text
(letter_groups.leader), NULL where no text of its own is on record. Both stay when a person is
forgotten, as does the town's number: what was counted stays counted. The town's name goes from
reach_words where nobody else lives there.

reach_past.root: where the event that ended the state corrects another and stands in its place, that
other (at the beginning of such a row of corrections); taking it back goes back to before the root.

reach_past is made anew with its key's columns first: where they are not, SQLite before 3.41 looks for
NULL in the wrong columns of a table without rowid, and `PRAGMA integrity_check` calls a sound log unsound.

Each index is read from end to end in the order in which a report groups, so nothing is sorted.
Triggers write what m006's did, and the two numbers.
"""

from advocate.store.schema.campaigns import _NEW_ROWS, _NEW_WORDS, CONSTITUENT, DAY, SECOND, word_number

#: The first number among reach_officials of the same person in the same seat.
HOLDER = """(
        SELECT min(same.n) FROM officials AS own
        CROSS JOIN officials AS other ON other.official_key = own.official_key
            AND other.kind = own.kind AND other.district = own.district
        CROSS JOIN reach_officials AS same ON same.id = other.id
        WHERE own.id = reach_officials.id
    )"""

#: The event that is corrected, in the end: what corrects it stands in its place, and may be corrected in turn.
ROOT = """coalesce((
            SELECT nullif(said.root, '') FROM reach_past AS said
            WHERE said.contact = reach_facts.contact AND said.ended_by = new.corrects
        ), new.corrects, '')"""

NUMBERS = f"""
ALTER TABLE reach_officials ADD COLUMN holder INTEGER

UPDATE reach_officials SET holder = {HOLDER}

CREATE TRIGGER reach_officials_have_holders AFTER INSERT ON reach_officials
BEGIN
    UPDATE reach_officials SET holder = {HOLDER} WHERE n = new.n;
END

ALTER TABLE reach_facts ADD COLUMN holder INTEGER NOT NULL DEFAULT 0

ALTER TABLE reach_facts ADD COLUMN text_group INTEGER

UPDATE reach_facts SET holder = (SELECT holder FROM reach_officials WHERE n = official)

UPDATE reach_facts SET text_group = letter_groups.leader
FROM letter_groups
JOIN letter_signatures ON letter_signatures.id = letter_groups.signature_id
JOIN contacts ON contacts.id = letter_signatures.contact_id
WHERE reach_facts.contact = contacts.number

INSERT OR IGNORE INTO reach_supporters (id)
SELECT json_extract(after, '$.merged_into') FROM supporter_changes
WHERE kind = 'merge' AND json_extract(after, '$.merged_into') IS NOT NULL

CREATE TEMP TABLE earlier_states AS SELECT * FROM reach_past

DROP TABLE reach_past

CREATE TABLE reach_past (
    contact INTEGER NOT NULL,
    ended_by TEXT NOT NULL,
    root TEXT NOT NULL DEFAULT '',
    channel INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    day INTEGER NOT NULL,
    minutes INTEGER,
    cost_cents INTEGER,
    recorded INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (contact, ended_by)
) WITHOUT ROWID

INSERT INTO reach_past (contact, ended_by, channel, standing, day, minutes, cost_cents, recorded, until)
SELECT contact, ended_by, channel, standing, day, minutes, cost_cents, recorded, until
FROM temp.earlier_states

DROP TABLE temp.earlier_states

UPDATE reach_past SET root = (
    WITH RECURSIVE said (root) AS (
        SELECT corrects FROM contact_events WHERE id = ended_by
        UNION ALL
        SELECT earlier.corrects FROM said JOIN contact_events AS earlier ON earlier.id = said.root
        WHERE earlier.kind = 'correction' AND earlier.act_on <> ''
    )
    SELECT root FROM said WHERE NOT EXISTS (
        SELECT 1 FROM contact_events AS earlier
        WHERE earlier.id = said.root AND earlier.kind = 'correction' AND earlier.act_on <> ''
    )
) WHERE ended_by IN (SELECT id FROM contact_events WHERE kind = 'correction' AND act_on <> '' AND corrects IS NOT NULL)

DROP INDEX reach_facts_by_person

CREATE INDEX reach_made_by_person ON reach_facts (person, house, senate, school, day, campaign, standing)
WHERE standing IN (3, 4)

CREATE INDEX reach_made_by_holder
ON reach_facts (holder, person, standing, day, campaign, constituent, town, channel)
WHERE standing IN (3, 4)

CREATE INDEX reach_by_course
ON reach_facts (channel, standing, template, findings, day, campaign, letter, own_words)

CREATE INDEX reach_by_text ON reach_facts (text_group, standing, day, campaign)
WHERE text_group IS NOT NULL

CREATE INDEX reach_spent ON reach_facts (holder, campaign, standing, day, minutes, cost_cents)
WHERE minutes IS NOT NULL OR cost_cents IS NOT NULL
"""

FOLLOW_NARROWLY = f"""
DROP TRIGGER reach_begins

DROP TRIGGER reach_moves

DROP TRIGGER reach_merges

DROP TRIGGER reach_loses_towns

CREATE TRIGGER reach_begins AFTER INSERT ON contact_events WHEN new.kind = 'made'
BEGIN
{_NEW_ROWS}
{_NEW_WORDS}
    INSERT INTO reach_words (word) SELECT town FROM addresses
    WHERE id = (SELECT address_id FROM contacts WHERE id = new.contact_id)
    AND NOT EXISTS (SELECT 1 FROM reach_words WHERE word = town);
    INSERT INTO reach_facts (
        contact, campaign, supporter, person, official, channel, standing, day, letter, template, own_words,
        findings, town, house, senate, school, constituent, minutes, cost_cents, recorded, holder
    )
    SELECT
        contacts.number,
        coalesce((SELECT n FROM reach_campaigns WHERE id = contacts.campaign_id), 0),
        own.n,
        coalesce((SELECT n FROM reach_supporters WHERE id = supporters.merged_into), own.n),
        target.n,
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
        {SECOND.format("new.recorded_at")},
        target.holder
    FROM contacts
    JOIN supporters ON supporters.id = contacts.supporter_id
    JOIN reach_supporters AS own ON own.id = contacts.supporter_id
    JOIN officials ON officials.id = contacts.official_id
    JOIN reach_officials AS target ON target.id = contacts.official_id
    JOIN addresses ON addresses.id = contacts.address_id
    WHERE contacts.id = new.contact_id;
END

CREATE TRIGGER reach_moves AFTER INSERT ON contact_events WHEN new.kind <> 'made'
BEGIN
    INSERT INTO reach_past (contact, channel, standing, day, minutes, cost_cents, recorded, until, ended_by, root)
    SELECT contact, channel, standing, day, minutes, cost_cents, recorded,
        {SECOND.format("new.recorded_at")}, new.id,
        CASE WHEN new.kind = 'correction' AND new.act_on <> '' THEN {ROOT} ELSE '' END
    FROM reach_facts WHERE contact = (SELECT number FROM contacts WHERE id = new.contact_id);
    UPDATE reach_facts SET
        day = CASE
            WHEN new.act_on <> '' THEN {DAY.format("new.act_on")}
            WHEN new.kind = 'correction' THEN coalesce(
                (SELECT day FROM reach_past
                 WHERE reach_past.contact = reach_facts.contact AND ended_by = {ROOT}), day)
            WHEN new.standing IN ('sent', 'confirmed') AND standing IN (3, 4) THEN day
            ELSE {DAY.format("new.happened_on")}
        END,
        minutes = coalesce(new.minutes, CASE WHEN new.kind = 'correction' AND new.act_on = '' THEN
            (SELECT past.minutes FROM reach_past AS past
             WHERE past.contact = reach_facts.contact AND past.ended_by = {ROOT}) ELSE minutes END),
        cost_cents = coalesce(new.cost_cents, CASE WHEN new.kind = 'correction' AND new.act_on = '' THEN
            (SELECT past.cost_cents FROM reach_past AS past
             WHERE past.contact = reach_facts.contact AND past.ended_by = {ROOT}) ELSE cost_cents END),
        standing = (SELECT n FROM reach_standings WHERE reach_standings.standing = new.standing),
        channel = coalesce((SELECT n FROM reach_channels WHERE reach_channels.channel = new.channel), channel),
        recorded = {SECOND.format("new.recorded_at")}
    WHERE contact = (SELECT number FROM contacts WHERE id = new.contact_id);
END

CREATE TRIGGER reach_merges AFTER UPDATE OF merged_into ON supporters
BEGIN
    INSERT INTO reach_supporters (id) SELECT new.merged_into
    WHERE new.merged_into IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM reach_supporters WHERE reach_supporters.id = new.merged_into);
    UPDATE reach_facts
    SET person = coalesce((SELECT n FROM reach_supporters WHERE id = new.merged_into), supporter)
    WHERE contact IN (SELECT number FROM contacts WHERE supporter_id = new.id);
END

CREATE TRIGGER reach_groups AFTER INSERT ON letter_groups
BEGIN
    UPDATE reach_facts SET text_group = new.leader WHERE contact = (
        SELECT number FROM contacts
        WHERE id = (SELECT contact_id FROM letter_signatures WHERE id = new.signature_id)
    );
END

CREATE TRIGGER reach_groups_again AFTER UPDATE OF leader ON letter_groups
BEGIN
    UPDATE reach_facts SET text_group = new.leader WHERE contact = (
        SELECT number FROM contacts
        WHERE id = (SELECT contact_id FROM letter_signatures WHERE id = new.signature_id)
    );
END
"""
