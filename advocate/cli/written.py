"""How do we tell a person which letters were written, to whom, and what to do next?"""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.writing.planning import Plan
    from advocate.writing.recipients import Skipped
    from advocate.writing.written import WrittenLetter, WrittenLetters
    from legislators.officials import Official

WIDTH = 96
_WHERE = {
    "state_house": "House District",
    "state_senate": "Senate District",
    "school_board": "school district",
}


def describe_plan(plan: Plan) -> str:
    """Return what is about to be written, for the question whether to."""
    to = "".join(f"  {describe_official(official)}\n" for official, _ in plan.chosen)
    return f"\nLetters to:\n{to}{_nobody(plan.skipped)}"


def describe_written(written: WrittenLetters) -> str:
    """Return the whole summary in plain words."""
    plan = written.plan
    home = ", ".join(plan.home.lines)
    parts = [_headline(written, home)]
    parts += [_letter(letter, dry_run=written.log is None) for letter in written.letters]
    text = "\n".join(parts) + "\n"
    text += _nobody(written.skipped)
    if written.warnings:
        text += "\nPlease note:\n" + "".join(_item(warning.message) for warning in written.warnings)
    text += _findings(written) + _problems(written)
    if written.notices:
        text += "\nThe law's edges:\n" + "".join(_item(notice) for notice in written.notices)
    return text + _next(written)


def describe_official(official: Official) -> str:
    """Return title, name and district: "Senator Foung Hawj, Senate District 67"."""
    where = f", {_WHERE[official.kind]} {official.district}" if official.kind in _WHERE else ""
    return f"{official.title} {official.name}".strip() + where


def shown_path(path: Path) -> str:
    """Return the path from the working folder where it lies below it, else the whole path."""
    try:
        return os.path.join(".", path.relative_to(Path.cwd()))  # noqa: PTH118  -- Path drops the "./"
    except ValueError:
        return str(path)


def _headline(written: WrittenLetters, home: str) -> str:
    count = len(written.letters)
    if not count:
        return f"No letter was written for {home}."
    letters = how_many(count, "letter")
    verb = "would be written" if written.log is None else "written"
    sender = written.letters[0].letter.sender.name
    return f"{letters} {verb} for {sender}, {home}, in {shown_path(written.outbox)}:\n"


def _letter(letter: WrittenLetter, *, dry_run: bool) -> str:
    stem = letter.files[0].name.partition(".")[0]
    names = letter.files[0].name, *(file.name.removeprefix(stem) for file in letter.files[1:])
    files = f"{names[0]} (and {', '.join(names[1:])})" if len(names) > 1 else names[0]
    log = "" if dry_run else f"\n      in the log as {letter.contact_id[:8]}, drafted"
    if not dry_run and not letter.is_new:
        log = f"\n      in the log already, as {letter.contact_id[:8]}"
    return f"  {describe_official(letter.official)}\n      {files}{log}"


def _findings(written: WrittenLetters) -> str:
    """Return what the rules warn of, each once, with whose letters have it."""
    from advocate.writing.checking import grouped

    drafts = [(letter.official, letter.letter) for letter in written.letters]
    found = grouped(drafts, [letter.findings for letter in written.letters])
    if not found:
        return ""
    lines = []
    for finding, officials in found:
        whose = "" if len(officials) == len(drafts) else f" (to {', '.join(o.name for o in officials)})"
        lines.append(_item(f"{finding.rule}{whose}: {finding.what} {finding.remedy}"))
    return "\nBetter before it goes (`advocate lint` says why):\n" + "".join(lines)


def _problems(written: WrittenLetters) -> str:
    """Return which forms could not be made, and why."""
    whose: dict[str, list[str]] = {}
    for letter in written.letters:
        for problem in letter.problems:
            whose.setdefault(problem, []).append(letter.official.name)
    if not whose:
        return ""
    return "\nNot made:\n" + "".join(_item(f"{p} ({', '.join(names)})") for p, names in whose.items())


def _nobody(skipped: tuple[Skipped, ...]) -> str:
    if not skipped:
        return ""
    return "\nNo letter:\n" + "".join(_item(_why(each)) for each in skipped)


def _why(skipped: Skipped) -> str:
    official = skipped.official
    if official is None:
        return skipped.reason
    if official.kind == "school_board" and not official.name:
        return f"School board of district {official.district}: {skipped.reason}"
    return f"{describe_official(official)}: {skipped.reason}"


def _item(text: str) -> str:
    return fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False) + "\n"


def _next(written: WrittenLetters) -> str:
    if not written.letters:
        return ""
    if written.log is None:
        return "\nNothing was written or logged (--dry-run).\n"
    first = written.letters[0].contact_id[:8]
    facts = ", ".join(file.name for file in written.facts)
    told = f"\nTo check every figure: {facts}.\n" if facts else ""
    return told + (
        f"\nThe log is {shown_path(written.log)}. Only you can read it and the letters.\n"
        "Next: read each letter and make it yours. Then send it, or post it and say so, for example:\n"
        f"  advocate send {first}\n"
        f"  advocate record {first} sent\n"
        "A drafted letter is not a contact made; it counts once it is sent.\n"
    )
