"""What is a person asked about letters in somebody's name: did they say yes, and did it arrive?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from advocate.store.contacts import Contact
    from advocate.store.deliveries import Delivery


def ask_each(supporters: Sequence[str], question: str) -> None:
    """Ask once about all letters of each supporter; `supporters` has one name a letter.

    `question` has {name} and {letters} in it. Raises Abort at the first no.
    """
    for name, count in Counter(supporters).items():
        letters = "this letter" if count == 1 else f"these {count} letters"
        if not click.confirm(f"\n{question.format(name=name, letters=letters)}", default=False, err=True):
            raise click.Abort


def ask_what_became(contact: Contact, delivery: Delivery) -> bool | None:
    """Ask the person whether a message arrived; not knowing is the default, and then it is not sent again."""
    from advocate.cli.contact_words import to_whom

    click.echo(
        f"\nAn earlier run was cut off while the letter {contact.short_id} of {contact.supporter} to "
        f"{to_whom(contact)} was going out ({delivery.state_at[:16].replace('T', ' ')} UTC). Look in the Sent "
        f"folder of {delivery.sender}, or for a mail that came back.",
        err=True,
    )
    answer = click.prompt(
        "Did it arrive? yes, no (then it can go again), or don't know (it stays as it is)",
        type=click.Choice(["yes", "no", "don't know"], case_sensitive=False),
        default="don't know",
        err=True,
    )
    return {"yes": True, "no": False}.get(answer)
