"""Does a letter bring somebody back who asked to be forgotten, and do they want that?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.errors import AskedToBeForgotten

if TYPE_CHECKING:
    from advocate.store.forgetting import PersonKeys
    from advocate.store.log import Log
    from advocate.store.supporters import Supporter


def forgotten_by(log: Log, supporter: Supporter, *, comes_back: bool) -> str:
    """Return by what the log knows a person only as one who asked to be forgotten ("e-mail", ...), or "".

    Raises AskedToBeForgotten where there is such a thing and they do not come back; NoKey where it cannot know.
    """
    from advocate.store.forgetting import is_forgotten
    from advocate.store.supporters import find_supporter

    if find_supporter(log.database, supporter) is not None:
        return ""
    known_by = is_forgotten(log.database, log.path, _keys_of(supporter))
    if known_by and not comes_back:
        raise AskedToBeForgotten(
            f"Somebody with this {known_by} asked to be forgotten, so nothing was written. If they write of "
            "their own accord and may be kept again, say so with --yes."
        )
    return known_by


def let_come_back(log: Log, supporter: Supporter) -> None:
    """Let go of what a person was known by as forgotten; they are kept again."""
    from advocate.store.forgetting import come_back

    with log.writing():
        come_back(log.database, log.path, _keys_of(supporter))


def _keys_of(supporter: Supporter) -> PersonKeys:
    from advocate.store.forgetting import PersonKeys
    from advocate.store.keys import email_key, match_key
    from advocate.store.supporters import phone_key

    return PersonKeys(
        match_key(supporter.name),
        email_key(supporter.email),
        phone_key(supporter.phone),
        match_key(supporter.address_form or supporter.address),
    )
