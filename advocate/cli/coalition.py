"""`advocate coalition digest | count | new-key`: how many supporters have partners together who may not share lists?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.options import (
    FILE,
    NamingGroup,
    db_option,
    json_option,
    may_replace,
    print_json,
    yes_option,
)
from advocate.cli.show import Section, show

if TYPE_CHECKING:
    from advocate.sharing.coalition import Count

#: Where the secret may lie for a script.
KEY_VARIABLE = "ADVOCATE_COALITION_KEY"


@click.group(
    "coalition", cls=NamingGroup, short_help="Count supporters with partners, without sharing lists."
)
def command() -> None:
    """Count supporters together with partners who may not share their lists.

    Each partner makes a digest of keyed hashes with one secret that all of them
    know. Whoever has the digests can count; only who has the secret could
    ask whether a certain person is in one.
    """


@command.command("digest", short_help="Keyed hashes of your supporters, for counting.")
@click.option(
    "--key-file", type=FILE, help="The file that holds the secret; see `advocate coalition new-key`."
)
@click.option(
    "--key", metavar="SECRET", help="The secret itself. The shell remembers what you type: better a file."
)
@click.option("--out", required=True, type=FILE, help="The file to write.")
@yes_option
@json_option
@db_option
def digest(
    key_file: Path | None, key: str | None, out: Path, yes: bool, as_json: bool, db: Path | None
) -> None:
    """Write a digest of everybody on the lists, without a name, an e-mail or an address.

    Without --key-file and --key the secret is taken from ADVOCATE_COALITION_KEY,
    else you are asked. Who was forgotten, or said no to being reached at all,
    is not in it.
    """
    from advocate.sharing.coalition import write_digest
    from advocate.store import open_log
    from advocate.store.shared_marks import count_left_out, read_marked
    from advocate.whole_file import write_whole

    secret = _secret(key_file, key)
    may_replace(out, yes)
    with open_log(db, create=False) as log:
        text, people, unmatched = write_digest(read_marked(log.database), secret, clock.today())
        left_out = count_left_out(log.database)
    write_whole(out, text.encode("ascii"))
    if as_json:
        print_json({"file": str(out), "people": people, "without_marks": unmatched, "opted_out": left_out})
        return
    rows = [(f"{people:,}", "people in the digest")]
    if unmatched:
        rows.append(
            (f"{unmatched:,}", "of them with no e-mail, phone or address: they are found in no other list")
        )
    if left_out:
        rows.append((f"{left_out:,}", "left out: they said no to being reached at all"))
    show([Section(out.name, tuple(rows))])


def _secret(key_file: Path | None, key: str | None) -> str:
    """Return the secret from where it was said to be, else ask for it unseen."""
    import os

    if key_file is not None and key is not None:
        raise click.UsageError("--key-file and --key are two ways to say the secret: choose one.")
    if key is not None:
        click.echo(
            "The secret stands in the shell's history now; --key-file keeps it out of there.", err=True
        )
        return key
    if key_file is not None:
        return _read_secret(key_file)
    if secret := os.environ.get(KEY_VARIABLE, ""):
        return secret
    if not sys.stdin.isatty():
        raise click.UsageError(f"Which secret? Name its file with --key-file, or set {KEY_VARIABLE}.")
    return str(click.prompt("The secret that the partners share", hide_input=True, err=True))


def _read_secret(file: Path) -> str:
    """Return the first line of a short text file."""
    with file.open("rb") as stream:
        content = stream.read(4096)
    try:
        return content.decode("utf-8").strip().splitlines()[0]
    except (UnicodeDecodeError, IndexError):
        raise click.UsageError(f"'{file}' holds no secret: it is one line of text.") from None


@command.command("count", short_help="Unique supporters across digests.")
@click.argument("digests", nargs=-1, required=True, type=FILE)
@json_option
def count(digests: tuple[Path, ...], as_json: bool) -> None:
    """Count the people of two or more DIGESTS, each once.

    Nothing in a digest names anybody, and no secret is needed to count.
    """
    from advocate.sharing.coalition import count_together, read_digest

    if len({file.resolve() for file in digests}) < len(digests):
        raise click.UsageError("One file is named twice: it would be counted as two partners.")
    counted = count_together([read_digest(file) for file in digests])
    if as_json:
        print_json(counted.to_dict())
    else:
        show(list(_told(counted)))


def _told(counted: Count) -> Iterator[Section]:
    width = max(len(f"{each:,}") for each in (*counted.people.values(), counted.together))
    rows = [(name, f"{people:>{width},}") for name, people in counted.people.items()]
    yield Section("Supporters", (*rows, ("together, each once", f"{counted.together:>{width},}")))
    if len(counted.people) > 1:
        both = [(" and ".join(pair), f"{people:>{width},}") for pair, people in counted.in_both.items()]
        if len(counted.people) > 2:
            both.append(("in all of them", f"{counted.in_all:>{width},}"))
        yield Section("In both", tuple(both))


@command.command("new-key", short_help="A secret that nobody guesses.")
@click.option("--out", required=True, type=FILE, help="The file to write, for your eyes alone.")
@yes_option
def new_key(out: Path, yes: bool) -> None:
    """Make a secret for the partners. Hand it over by another way than the digests."""
    from advocate.sharing.coalition import new_secret
    from advocate.whole_file import write_whole

    may_replace(out, yes)
    write_whole(out, f"{new_secret()}\n".encode("ascii"))
    click.echo(f"Written for your eyes: {out}. Tell it to the partners in person or by phone.", err=True)
