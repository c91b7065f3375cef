"""How is a number of things said: "1 letter", "2,000 letters", "1 reply", "2 replies"?"""

from __future__ import annotations


def how_many(count: int, one: str, several: str = "") -> str:
    """Return the number with what is counted; `several` where more than an "s" makes it many."""
    return " ".join(number_and_words(count, one, several))


def number_and_words(count: int, one: str, several: str = "") -> tuple[str, str]:
    """Return the same in two, for a list in which the numbers stand under each other."""
    return f"{count:,}", one if count == 1 else several or f"{one}s"
