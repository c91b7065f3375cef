"""Which of two rows of one person says more, and is the one to keep?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.store.people import Person

#: What a row may say of a person, and how it is called.
_SAYS = {
    "email": "an e-mail", "phone": "a phone", "address": "an address", "role": "a role", "language": "a language",
    "interests": "interests", "notes": "notes",
}  # fmt: skip


def keep_of(first: Person, second: Person) -> tuple[Person, Person, str]:
    """Return the row to keep, the other, and why: letters before words, words before a longer name, then age.

    Either choice loses nothing: the one kept is given what it lacks. Where both say something else, its word stays.
    """
    keep, other = (first, second) if _weight(first) >= _weight(second) else (second, first)
    if _weight(first) == _weight(second):
        keep, other = sorted((first, second), key=lambda each: (each.created_at, each.id))
    return keep, other, _why(keep, other)


def _weight(person: Person) -> tuple[int, int, int, int]:
    return (
        person.contacts,
        int(person.consented) + int(bool(person.opted_out)),
        sum(bool(getattr(person, name)) for name in _SAYS),
        len(person.name),
    )


def _why(keep: Person, other: Person) -> str:
    """Say what tips the scale, "it has a phone and an address"."""
    if keep.contacts != other.contacts:
        return "it has more letters or contacts" if other.contacts else "it has letters or contacts"
    if bool(keep.consented or keep.opted_out) != bool(other.consented or other.opted_out):
        return "it has consent on record" if keep.consented else "it has a no on record"
    more = [word for name, word in _SAYS.items() if getattr(keep, name) and not getattr(other, name)]
    if more:
        return f"it has {', '.join(more[:-1])} and {more[-1]}" if len(more) > 1 else f"it has {more[0]}"
    if len(keep.name) > len(other.name):
        return "it has the fuller name"
    return "it was there first" if keep.created_at < other.created_at else "both say as much"
