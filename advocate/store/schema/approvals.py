"""Which letters wait for a supporter's yes, and is what was said kept for good? As shipped; never edited.

contacts.needs_yes       1: the letter was made for the supporter by `advocate campaign run`, not by
                         themself. It goes nowhere without an approval of exactly its words.
approvals.given          1: the supporter said yes to these words; 0: they said no, or took their yes
                         back. The last one of a contact counts, and only for its own content_hash.
campaign_changes, approvals   are added to, never changed or removed.
"""

APPROVALS = """
ALTER TABLE contacts ADD COLUMN needs_yes INTEGER NOT NULL DEFAULT 0 CHECK (needs_yes IN (0, 1))

ALTER TABLE approvals ADD COLUMN given INTEGER NOT NULL DEFAULT 1 CHECK (given IN (0, 1))

CREATE TRIGGER approvals_are_not_removed BEFORE DELETE ON approvals
BEGIN
    SELECT raise(ABORT, 'a recorded yes is not removed');
END

CREATE TRIGGER campaign_changes_are_not_changed BEFORE UPDATE ON campaign_changes
BEGIN
    SELECT raise(ABORT, 'what was changed stays on record');
END

CREATE TRIGGER campaign_changes_are_not_removed BEFORE DELETE ON campaign_changes
BEGIN
    SELECT raise(ABORT, 'what was changed stays on record');
END
"""
