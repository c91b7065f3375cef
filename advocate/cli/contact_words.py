"""How is a contact told in a few words: to whom it was, and how it stands?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.store.contacts import Contact


def how_it_stands(contact: Contact) -> str:
    """Return the standing; of an act that happened elsewhere with its kind: "sent (call)", "taken back (visit)"."""
    standing = contact.standing.replace("_", " ")
    if contact.letter_hash or contact.channel == "letter":
        return standing
    return f"{'taken back' if standing == 'drafted' else standing} ({contact.channel})"


def to_whom(contact: Contact) -> str:
    """Return title, name and district as they were: "Senator Foung Hawj (67)"."""
    official = contact.official
    where = f" ({official.district})" if official.district else ""
    return f"{official.title} {official.name}".strip() + where
