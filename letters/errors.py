"""What can go wrong while a letter is made? One small exception a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class LettersError(Exception):
    """Something stopped the letter; the message says what happened, where, and what to do."""


class UnknownTemplate(LettersError):
    """No template has this name; `choices` and the message list the right ones."""

    wrong_usage = True

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class UnknownFormat(LettersError):
    """A letter has no form of this name; `choices` and the message list the right ones."""

    wrong_usage = True

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class FormatError(LettersError):
    """The letter cannot take this form; the message says why, and which form to take instead."""


class BadTemplate(LettersError):
    """A template's file is broken, or asks for something that a template may not have."""


class MissingNeeds(LettersError):
    """The template needs something it was not given; `prompts` says in a sentence what to ask for."""

    wrong_usage = True

    def __init__(self, message: str, prompts: Mapping[str, str]) -> None:
        super().__init__(message)
        self.prompts = dict(prompts)


class NobodyToWriteTo(LettersError):
    """The seat has no holder that we know of, and no name is ever invented."""


class FigureRefused(LettersError):
    """The figure may not be used like this (disputed, bases mixed, basis unknown); the message says why."""


class FigureNotFound(LettersError):
    """We have no such figure; the message lists what we have."""

    wrong_usage = True


class FiguresUnreadable(LettersError):
    """The file of figures is missing or broken, or the published files are not as expected."""


class BadWord(LettersError):
    """A word for a letter is not of the form it must have (a bill's number); the message shows a right one."""

    wrong_usage = True
