"""How do we tell a person what a run would make, whom it cannot reach, and what it made?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import fill, wrap
from typing import TYPE_CHECKING

from advocate.cli.written import shown_path

if TYPE_CHECKING:
    from advocate.campaign.run_drafting import Drafted
    from advocate.campaign.run_planning import RunPlan, Unreached

_WIDTH = 78
#: So many names a heading shows; --json has all.
_SHOWN = 5
_OFFICES = {
    "state_house": "to members of the House", "state_senate": "to senators", "school_board": "to school board members",
    "governor": "to the governor",
}  # fmt: skip


def describe_run(plan: RunPlan, topic: str = "") -> str:
    """Return how many letters to whom, who cannot be reached and why; `topic` was given for this run."""
    from advocate.campaign.run_planning import REASONS, REMEDIES
    from advocate.campaign.topics import topic_doubt

    lines = [
        f"{plan.campaign.name}: {_many(plan.letters, 'letter')} for {len(plan.writers)} of "
        f"{_many(plan.asked, 'supporter')}"
    ]
    kinds = Counter(official.kind for each in plan.writers for official, _ in each.plan.chosen)
    lines += [f"  {count:>4}  {_OFFICES.get(kind, kind)}" for kind, count in kinds.items()]
    used = {template.name: template for each in plan.writers for _, template in each.plan.chosen}
    doubt = "" if topic else topic_doubt(plan.campaign, used.values())
    if doubt:
        lines += ["", *wrap(doubt, _WIDTH, break_on_hyphens=False)]
    by_post = [(each.person.name, official) for each in plan.writers for official in each.by_post]
    if by_post:
        lines += ["", f"For the post ({len(by_post)}): our data have no e-mail of the official"]
        names = Counter(f"{official.title} {official.name} ({official.district})" for _, official in by_post)
        lines += list(_listed([f"{name}: {_many(count, 'letter')}" for name, count in names.items()]))
    silent = [each.person.name for each in plan.writers if not each.person.email]
    if silent:
        lines += ["", f"For the post ({len(silent)}): no e-mail of the supporter on the lists"]
        lines += list(_listed(silent))
    for code, heading in REASONS.items():
        there = [each for each in plan.unreached if each.code == code]
        if there:
            lines += ["", f"No letter ({len(there)}): {heading}", *_listed(list(_grouped(there)))]
            if code in REMEDIES:
                lines.append(fill(REMEDIES[code], _WIDTH, initial_indent="  ", subsequent_indent="  "))
    return "\n".join(lines) + "\n"


def _grouped(unreached: Sequence[Unreached]) -> Iterator[str]:
    """Yield a line for each seat with one reason, with how many supporters it is about; else one a supporter."""
    seats: dict[tuple[str, str], list[str]] = {}
    for each in unreached:
        key = (each.to, each.reason) if each.code in ("vacant", "not_in_data", "wrong_template") else ("", "")
        if key != ("", ""):
            seats.setdefault(key, []).append(each.person.name)
        elif each.code != "already_written":
            yield f"{each.person.short_id}  " + ": ".join(
                part for part in (each.person.name, each.reason) if part
            )
    for (to, reason), names in seats.items():
        yield f"{to}: {reason} ({_many(len(names), 'supporter')})"
    written = Counter(each.person.name for each in unreached if each.code == "already_written")
    yield from (f"{name}: {_many(count, 'letter')}" for name, count in written.items())


def describe_made(
    plan: RunPlan, drafted: Sequence[Drafted], stopped: Sequence[Unreached], dry_run: bool
) -> str:
    """Return what was made, where it lies, and what comes next."""
    if dry_run:
        return "\nNothing was written or logged (--dry-run).\n"
    text = ""
    if stopped:
        items = [f"{each.person.name}: {each.reason}" for each in stopped]
        text += f"\nNot made ({len(stopped)}): a rule stops them\n" + "".join(
            f"{line}\n" for line in _listed(items)
        )
    if not drafted:
        return text + "\nNothing new was made.\n"
    letters = sum(len(each.written.letters) for each in drafted)
    folder = shown_path(drafted[0].written.outbox.parent)
    unfinished = sum(bool(each.to_fill_in) for each in drafted)
    text += f"\n{_many(letters, 'draft')} made for {_many(len(drafted), 'supporter')}, in {folder}, a folder for each.\n"
    steps = []
    if unfinished:
        steps.append(
            f"{_many(unfinished, 'supporter')} {'have' if unfinished > 1 else 'has'} a place in square brackets to fill "
            "in: their own words make the letter work, and it cannot go before that. Put them in with an editor, or: "
            "advocate campaign fill WHO --story FILE."
        )
    first = drafted[0].writer.person
    who = first.email or first.short_id
    steps += [
        "Show each supporter their drafts. Nothing goes in anybody's name without their yes to exactly these words. "
        "Put it on record:",
    ]
    text += "".join(fill(step, _WIDTH, break_on_hyphens=False) + "\n" for step in steps)
    return text + (
        f'  advocate campaign approve --supporter {who} --how "in person"\n'
        f"Then: advocate send --campaign '{plan.campaign.name}'\n"
    )


def _listed(items: Sequence[str]) -> Iterator[str]:
    for each in items[:_SHOWN]:
        yield fill(each, _WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)
    if len(items) > _SHOWN:
        yield f"    and {len(items) - _SHOWN} more (all with --json)"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"
