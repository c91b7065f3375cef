"""`advocate campaign fill`: a supporter's own words, said once, in each draft that was made for them."""

from __future__ import annotations

from pathlib import Path

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, campaign_option, db_option, dry_run_option, json_option, print_json


@click.command("fill", short_help="Put a supporter's own words into their drafts.")
@click.argument("who", metavar="WHO")
@click.option("--story", type=FILE, required=True, help="Their words: a file, or - for the standard input.")
@campaign_option
@dry_run_option
@json_option
@db_option
def fill(
    who: str, story: Path, campaign: str | None, dry_run: bool, as_json: bool, db: Path | None
) -> ExitCode:  # fmt: skip
    """Put a supporter's own words where their drafts have a place for them.

    WHO is the start of an id, an e-mail or a name. Drafts that were filled in before
    are left alone. Show the supporter the drafts then, and record their yes:
    advocate campaign approve.
    """
    from advocate.campaign.choice import choose_campaign
    from advocate.campaign.filling import fill_in, plan_filling
    from advocate.cli.contact_words import to_whom
    from advocate.cli.story import read_story
    from advocate.config import load_settings
    from advocate.store import open_log
    from advocate.store.approvals import letters_made_for
    from advocate.store.people import find_person, rows_of

    words = read_story(story)
    with open_log(db, create=False) as log:
        choice = choose_campaign(log.database, campaign)
        if choice.notice:
            click.echo(choice.notice, err=True)
        person = find_person(log.database, who)
        ids = letters_made_for(
            log.database, choice.campaign.id if choice.campaign else "", rows_of(log.database, person.id)
        )
        contacts = [log.contact(id_) for id_ in ids]
    planned = plan_filling(contacts, words, load_settings().templates)
    if not dry_run:
        fill_in(planned)
    if as_json:
        print_json([{"id": each.contact.id, "files": [str(file) for file in each.files]} for each in planned])
        return ExitCode.DONE
    for each in planned:
        click.echo(f"{each.contact.short_id}  {each.contact.supporter} to {to_whom(each.contact)}")
    old = sorted({file.name for each in planned for file in each.others})
    if old and not dry_run:
        click.echo(f"These still have the old text, so make them again or delete them: {', '.join(old)}")
    count = f"{len(planned)} of {len(contacts)} drafts of {person.name}"
    if dry_run:
        click.echo(f"{count} would get their words. Nothing was written (--dry-run).")
    elif planned:
        click.echo(
            f"{count} have their words. Show them, then: advocate campaign approve --supporter {person.short_id}"
        )
    else:
        click.echo(f"None of the {len(contacts)} drafts of {person.name} has a place to be filled in.")
    return ExitCode.DONE
