"""Which tables hold the supporters' lists: imports, consent, places, merges? As shipped; never edited."""

LISTS = """
CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    preset TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(columns)),
    consent_source TEXT NOT NULL DEFAULT '',
    rows INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    needs_eyes INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    applied_at TEXT NOT NULL,
    undone_at TEXT NOT NULL DEFAULT '',
    leans_on TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(leans_on))
)

ALTER TABLE supporters ADD COLUMN given_name TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN family_name TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN phone_key TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN role TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN language TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN interests TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN came_from TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN notes TEXT NOT NULL DEFAULT ''

ALTER TABLE supporters ADD COLUMN batch_id TEXT REFERENCES batches (id)

ALTER TABLE supporters ADD COLUMN batch_line INTEGER

ALTER TABLE supporters ADD COLUMN merged_into TEXT REFERENCES supporters (id)

ALTER TABLE supporters ADD COLUMN forgotten_on TEXT

CREATE INDEX supporters_by_email ON supporters (email_key) WHERE email_key <> ''

CREATE INDEX supporters_by_phone ON supporters (phone_key) WHERE phone_key <> ''

CREATE INDEX supporters_by_batch ON supporters (batch_id) WHERE batch_id IS NOT NULL

CREATE INDEX supporters_merged ON supporters (merged_into) WHERE merged_into IS NOT NULL

ALTER TABLE addresses ADD COLUMN batch_id TEXT REFERENCES batches (id)

CREATE TABLE external_ids (
    system TEXT NOT NULL,
    external_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    batch_id TEXT REFERENCES batches (id),
    PRIMARY KEY (system, external_id)
) WITHOUT ROWID

CREATE INDEX external_ids_by_supporter ON external_ids (supporter_id)

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    channel TEXT NOT NULL DEFAULT 'any',
    happened_on TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source <> ''),
    wording TEXT NOT NULL DEFAULT '',
    batch_id TEXT REFERENCES batches (id),
    recorded_at TEXT NOT NULL,
    lifted_by TEXT
)

CREATE INDEX consents_by_supporter ON consents (supporter_id, given)

CREATE TABLE batch_rows (
    batch_id TEXT NOT NULL REFERENCES batches (id),
    line INTEGER NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    decision TEXT NOT NULL CHECK (decision IN ('update', 'needs_eyes', 'rejected')),
    reason TEXT NOT NULL DEFAULT '',
    supporter_id TEXT REFERENCES supporters (id),
    before TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(before)),
    after TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(after)),
    PRIMARY KEY (batch_id, line)
) WITHOUT ROWID

CREATE INDEX batch_rows_by_supporter ON batch_rows (supporter_id) WHERE supporter_id IS NOT NULL

CREATE TABLE placements (
    address_id TEXT PRIMARY KEY REFERENCES addresses (id),
    lat REAL,
    lon REAL,
    method TEXT NOT NULL,
    error_m REAL,
    certain INTEGER NOT NULL CHECK (certain IN (0, 1)),
    state_house TEXT NOT NULL DEFAULT '',
    state_senate TEXT NOT NULL DEFAULT '',
    congress TEXT NOT NULL DEFAULT '',
    school_district TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    snapshot TEXT NOT NULL,
    located_at TEXT NOT NULL
)

CREATE INDEX placements_by_house ON placements (state_house)

CREATE INDEX placements_by_school_district ON placements (school_district)

CREATE TABLE supporter_changes (
    id TEXT PRIMARY KEY,
    supporter_id TEXT NOT NULL REFERENCES supporters (id),
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'merge', 'unmerge', 'forget', 'coarsen')),
    before TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(before)),
    after TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(after)),
    who TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL
)

CREATE INDEX supporter_changes_by_supporter ON supporter_changes (supporter_id, recorded_at)

CREATE TABLE forgotten (
    keyed_hash TEXT PRIMARY KEY,
    forgotten_on TEXT NOT NULL
) WITHOUT ROWID

CREATE INDEX contacts_by_supporter ON contacts (supporter_id)

CREATE INDEX contacts_by_address ON contacts (address_id)

CREATE VIEW people AS
SELECT * FROM supporters WHERE merged_into IS NULL AND forgotten_on IS NULL

CREATE VIEW opt_outs AS
SELECT supporter_id, channel, min(happened_on) AS since, count(*) AS times
FROM consents WHERE given = 0 AND lifted_by IS NULL GROUP BY supporter_id, channel
"""
