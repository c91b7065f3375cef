"""What can go wrong between an address and a logged letter? One small exception a cause."""

from __future__ import annotations

from collections.abc import Sequence


class AdvocateError(Exception):
    """Something stopped the work; the message says what happened, where, and what to do."""


class SettingError(AdvocateError):
    """A setting of the environment or of .env cannot be used; the message names it."""


class StoreError(AdvocateError):
    """The log cannot be opened, read or written."""


class NoLogYet(StoreError):
    """There is no log at that place so far, and none was asked to be made."""


class NotAmongChoices(AdvocateError):
    """What was asked for is not to be had; `choices` holds what is."""

    wrong_usage = True

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class UnknownContact(NotAmongChoices):
    """No contact, or more than one, has that id; `choices` holds those that begin so."""


class UnknownReply(NotAmongChoices):
    """No reply, or more than one, has that id; `choices` holds those that begin so."""


class ReplyNotAllowed(AdvocateError):
    """A reply that cannot be: to what was never sent, before it was, or twice; the message says what to do."""

    wrong_usage = True


class UnknownSupporter(NotAmongChoices):
    """No supporter, or more than one, has that id; `choices` holds those that begin so."""


class AskedToBeForgotten(AdvocateError):
    """A person is not on the lists because they asked that; the message says how they may be kept again."""

    wrong_usage = True


class CannotMerge(AdvocateError):
    """Two supporters cannot be made one, or one merged cannot be taken apart; the message says what to do."""


class MoveNotAllowed(NotAmongChoices):
    """A contact cannot go from its standing to the one asked for; `choices` holds where it can go."""


class WrongChoice(NotAmongChoices):
    """A word that is none of the right ones; `choices` holds the right ones."""


class UnknownOfficial(NotAmongChoices):
    """Nobody who sits is meant by what was typed; `choices` holds the nearest."""


class AmbiguousOfficial(UnknownOfficial):
    """Several officials are meant by what was typed; `choices` holds them."""


class UnknownCampaign(WrongChoice):
    """No campaign has that name; `choices` holds the names there are, the nearest first."""


class DeliveryError(AdvocateError):
    """The letters' files cannot be written; nothing was left half written."""
