"""Which tables hold who asked whom, and what happened to each letter? As shipped; never edited."""

TABLES = """
CREATE TABLE supporters (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    email_key TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
)

CREATE INDEX supporters_by_name ON supporters (name_key, email_key)

CREATE TABLE addresses (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    town TEXT NOT NULL DEFAULT '',
    zip_code TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    UNIQUE (supporter_id, address_key)
)

CREATE INDEX addresses_by_key ON addresses (address_key)

CREATE TABLE officials (
    id TEXT PRIMARY KEY,
    official_key TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    district TEXT NOT NULL,
    seat TEXT NOT NULL DEFAULT '',
    party TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    term_ends TEXT,
    source TEXT NOT NULL DEFAULT '',
    source_as_of TEXT NOT NULL,
    snapshot TEXT NOT NULL
)

CREATE INDEX officials_by_key ON officials (official_key)

CREATE TABLE campaigns (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL UNIQUE,
    ask TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
)

CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    address_id TEXT NOT NULL REFERENCES addresses (id),
    official_id TEXT NOT NULL REFERENCES officials (id),
    official_key TEXT NOT NULL,
    campaign_id TEXT REFERENCES campaigns (id),
    channel TEXT NOT NULL,
    template TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    letter_hash TEXT NOT NULL DEFAULT '',
    figures TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(figures)),
    files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
    standing TEXT NOT NULL CHECK (standing IN ('drafted', 'handed_over', 'sent', 'confirmed', 'bounced')),
    created_at TEXT NOT NULL
)

CREATE UNIQUE INDEX contacts_no_letter_twice
    ON contacts (supporter_id, official_key, letter_hash, coalesce(campaign_id, ''))
    WHERE letter_hash <> ''

CREATE INDEX contacts_by_time ON contacts (created_at)

CREATE INDEX contacts_by_campaign ON contacts (campaign_id, standing)

CREATE INDEX contacts_by_official ON contacts (official_key)

CREATE TABLE contact_events (
    id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    kind TEXT NOT NULL CHECK (kind IN ('made', 'move', 'correction')),
    standing TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT '',
    happened_on TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    corrects TEXT REFERENCES contact_events (id),
    recorded_at TEXT NOT NULL
)

CREATE INDEX contact_events_by_contact ON contact_events (contact_id, recorded_at)

CREATE UNIQUE INDEX contact_events_corrected_once ON contact_events (corrects) WHERE corrects IS NOT NULL

CREATE TRIGGER contact_events_move_the_contact AFTER INSERT ON contact_events
BEGIN
    UPDATE contacts
    SET standing = new.standing, channel = CASE new.channel WHEN '' THEN channel ELSE new.channel END
    WHERE id = new.contact_id;
END

CREATE TRIGGER contact_events_are_not_changed BEFORE UPDATE ON contact_events
BEGIN
    SELECT raise(ABORT, 'what happened is not changed; add a correction');
END

CREATE TRIGGER contact_events_are_not_removed BEFORE DELETE ON contact_events
BEGIN
    SELECT raise(ABORT, 'what happened is not removed; add a correction');
END
"""

CONTACT_LOG = """
CREATE VIEW contact_log AS
SELECT
    contacts.id,
    contacts.standing,
    contacts.channel,
    contacts.created_at,
    (SELECT happened_on FROM contact_events WHERE contact_id = contacts.id
     ORDER BY recorded_at DESC, rowid DESC LIMIT 1) AS standing_since,
    supporters.id AS supporter_id,
    supporters.name AS supporter,
    addresses.address,
    addresses.town,
    addresses.zip_code,
    officials.official_key,
    officials.name AS official,
    officials.title,
    officials.kind,
    officials.district,
    officials.seat,
    officials.party,
    officials.email AS official_email,
    officials.term_ends,
    officials.source,
    officials.source_as_of,
    officials.snapshot,
    contacts.template,
    contacts.subject,
    contacts.letter_hash,
    contacts.figures,
    contacts.files,
    coalesce(campaigns.name, '') AS campaign
FROM contacts
JOIN supporters ON supporters.id = contacts.supporter_id
JOIN addresses ON addresses.id = contacts.address_id
JOIN officials ON officials.id = contacts.official_id
LEFT JOIN campaigns ON campaigns.id = contacts.campaign_id
"""

DELIVERIES = """
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    message_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL CHECK (sender <> ''),
    recipient TEXT NOT NULL CHECK (recipient <> ''),
    server TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    approved_by TEXT NOT NULL CHECK (approved_by <> ''),
    approved_on TEXT NOT NULL CHECK (approved_on <> ''),
    recorded_by TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
)

CREATE INDEX deliveries_by_contact ON deliveries (contact_id)

CREATE TABLE delivery_events (
    id TEXT PRIMARY KEY,
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    state TEXT NOT NULL CHECK (state IN ('sending', 'accepted', 'refused', 'put_off', 'not_accepted')),
    reply TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL
)

CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery_id)

CREATE UNIQUE INDEX delivery_events_accepted_once ON delivery_events (delivery_id) WHERE state = 'accepted'

CREATE TRIGGER deliveries_are_not_changed BEFORE UPDATE ON deliveries
BEGIN
    SELECT raise(ABORT, 'a message that was begun is not changed');
END

CREATE TRIGGER deliveries_are_not_removed BEFORE DELETE ON deliveries
BEGIN
    SELECT raise(ABORT, 'a message that was begun is not removed');
END

CREATE TRIGGER delivery_events_are_not_changed BEFORE UPDATE ON delivery_events
BEGIN
    SELECT raise(ABORT, 'what happened is not changed');
END

CREATE TRIGGER delivery_events_are_not_removed BEFORE DELETE ON delivery_events
BEGIN
    SELECT raise(ABORT, 'what happened is not removed');
END
"""

SIGNATURES = """
CREATE TABLE letter_signatures (
    id INTEGER PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    method TEXT NOT NULL,
    signature BLOB NOT NULL,
    UNIQUE (supporter_id, method, signature)
)

CREATE TABLE letter_bands (
    band INTEGER NOT NULL,
    signature_id INTEGER NOT NULL REFERENCES letter_signatures (id),
    PRIMARY KEY (band, signature_id)
) WITHOUT ROWID
"""
