"""How far has a contact come, and where may it go from there?"""

from __future__ import annotations

from advocate.errors import MoveNotAllowed, WrongChoice

#: Every move there is. A letter can bounce after the mail server took it; a bounced one can be sent
#: again by another way; nothing goes back to being a draft. (A move made by mistake is taken back
#: with `Log.take_back`, which is a correction, not a move.)
ALLOWED_MOVES: dict[str, tuple[str, ...]] = {
    "drafted": ("handed_over", "sent", "confirmed", "bounced"),
    "handed_over": ("sent", "confirmed", "bounced"),
    "sent": ("confirmed", "bounced"),
    "confirmed": ("bounced",),
    "bounced": ("handed_over", "sent", "confirmed"),
}

#: What was said or heard, and has no text: it comes back to nobody, and is in nobody's hands.
SPOKEN = ("call", "visit", "testimony", "comment")
ALLOWED_MOVES_OF_SPOKEN: dict[str, tuple[str, ...]] = {
    "drafted": ("sent", "confirmed"),
    "sent": ("confirmed",),
    "confirmed": (),
}

STANDINGS = tuple(ALLOWED_MOVES)

#: What each word means, as every table prints it.
MEANING = {
    "drafted": "written, and so far in nobody's hands",
    "handed_over": "opened in the mail program, or printed",
    "sent": "sent, as the supporter says",
    "confirmed": "accepted by the mail server, or witnessed",
    "bounced": "came back",
}

#: Which standings make a contact one that was made; the other three are not reach.
CONTACT_MADE = ("sent", "confirmed")


def read_standing(text: str) -> str:
    """Return the standing that a person meant ("Handed over" is handed_over). Raises WrongChoice."""
    word = "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())
    if word not in ALLOWED_MOVES:
        raise WrongChoice(f"There is no standing '{text}'. Choose one of: {', '.join(STANDINGS)}.", STANDINGS)
    return word


def moves_of(channel: str, letter_hash: str = "") -> dict[str, tuple[str, ...]]:
    """Return the table of moves for a contact: a letter's, or that of an act without a text."""
    return ALLOWED_MOVES_OF_SPOKEN if channel in SPOKEN and not letter_hash else ALLOWED_MOVES


def check_move(
    contact_id: str, before: str, after: str, table: dict[str, tuple[str, ...]] = ALLOWED_MOVES
) -> None:
    """Do nothing if the move is in the table; else raise MoveNotAllowed, which lists those that are."""
    allowed = table.get(before, ())
    if after in allowed:
        return
    what = f"is already {before}" if after == before else f"is {before} and cannot become {after}"
    further = (
        f"From {before} it can become: {', '.join(allowed)}."
        if allowed
        else f"From {before} it goes no further; a mistake is taken back: advocate record {contact_id} --take-back"
    )
    raise MoveNotAllowed(f"Contact {contact_id} {what}. {further}", allowed)
